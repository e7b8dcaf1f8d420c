"""How good the registry is: themes without supply, profiles that say too little, doubles."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.expert import profile_text
from expert_registry.heads_file import shipped_heads
from expert_registry.near_doubles import NearDouble, near_doubles
from expert_registry.quality import Hint, profile_hints
from expert_registry.ranking.fusion import softmax
from expert_registry.ranking.heads import PROFILE
from expert_registry.stored_profiles import profile_of
from expert_registry.supply_overview import (
    Proposals,
    Supply,
    can_help,
    never_proposed,
    often_proposed,
    supply_of,
)
from expert_registry.tables import Expert, ExpertVector, Partner, SupportKind, Theme
from expert_registry.vector_refresh import STORED_AS, vector_of


@dataclass(frozen=True)
class RegistryReport:
    """What there is to improve; experts by id, the rest by slug. Withdrawn experts are left out.

    `hints` holds the profiles with something to add only. `kinds` and `partners` count who can
    be asked. `without_vector` were not compared for doubles. `names` are Dutch names by slug,
    `external_ids` those of the partners.
    """

    experts: int
    can_help: int
    without_vector: int
    themes: Mapping[str, Supply]
    kinds: Mapping[str, int]
    partners: Mapping[str, int]
    hints: Mapping[int, tuple[Hint, ...]]
    doubles: tuple[NearDouble, ...]
    never_proposed: tuple[int, ...]
    often_proposed: tuple[int, ...]
    names: Mapping[str, str]
    external_ids: Mapping[int, str]


def registry_report(
    session: Session,
    now: datetime,
    partner_id: str | None = None,
    proposals: Proposals | None = None,
) -> RegistryReport:
    """The report at `now` (aware) on all experts, or those of one partner.

    `proposals` tells who was proposed how often; it comes from the service. Raises UnusableHeads.
    """
    experts = _experts(session, partner_id)
    profiles = {key: profile_of(row) for key, row in experts.items()}
    able = {
        key: profile
        for key, profile in profiles.items()
        if can_help(profile, now, has_address=bool(experts[key].email))
    }
    names, vectors = _names(session), _vectors(session, experts)
    hints = {key: _hints(row, vectors.get(key), now, names) for key, row in experts.items()}
    texts = {key: profile_text(profile) for key, profile in profiles.items()}
    told = proposals or Proposals(0, {})
    kinds = session.scalars(select(SupportKind.slug)).all()
    partners = session.scalars(select(Partner.id).order_by(Partner.id)).all()
    offered = Counter(kind for profile in able.values() for kind in profile.support_kinds)
    lent = Counter(profile.partner_id for profile in able.values())
    return RegistryReport(
        experts=len(experts),
        can_help=len(able),
        without_vector=len(experts) - len(vectors),
        themes=supply_of(list(able.values()), session.scalars(select(Theme.slug)), kinds),
        kinds={kind: offered[kind] for kind in kinds},
        partners={each: lent[each] for each in partners if partner_id in (None, each)},
        hints={key: found for key, found in hints.items() if found},
        doubles=tuple(near_doubles(texts, {key: vector_of(row) for key, row in vectors.items()})),
        never_proposed=tuple(never_proposed(able, told)),
        often_proposed=tuple(often_proposed(able, told)),
        names=names,
        external_ids={key: row.external_id for key, row in experts.items()},
    )


def expert_hints(
    session: Session, now: datetime, expert: Expert, labels: Mapping[str, str] | None = None
) -> tuple[Hint, ...]:
    """What to improve in one profile at `now` (aware); `labels` names themes, else in Dutch."""
    vector = session.get(ExpertVector, (expert.id, shipped_heads().model_id))
    return _hints(expert, vector, now, labels or _names(session))


@lru_cache(maxsize=2_000)
def theme_chances(text: str, layers: bytes | None, dimension: int) -> Mapping[str, float]:
    """How likely the text of a profile speaks of each trained theme, together 1.

    `layers` are the stored layers of its vector, float32 (n, dimension), when the heads know the
    model. Kept for texts that were asked before, because it takes some milliseconds.
    """
    heads = shipped_heads()
    known = None
    if layers is not None:
        known = np.frombuffer(layers, STORED_AS).astype(np.float32).reshape(-1, dimension)
    chances = softmax(heads.theme_logits(heads.raw_scores(text, known, PROFILE), PROFILE))
    return dict(zip(heads.themes, chances.tolist(), strict=True))


def _hints(
    expert: Expert, vector: ExpertVector | None, now: datetime, names: Mapping[str, str]
) -> tuple[Hint, ...]:
    profile = profile_of(expert)
    known = vector is not None and vector.model_id == shipped_heads().model_id
    layers = vector.layers if vector is not None and known else None
    dimension = vector.dimension if vector is not None else 0
    chances = theme_chances(profile_text(profile), layers, dimension)
    has_address = bool(expert.email)
    return tuple(
        profile_hints(
            profile,
            now,
            has_address=has_address,
            chances=chances,
            told_above=shipped_heads().told_above,
            labels=names,
        )
    )


def _experts(session: Session, partner_id: str | None) -> dict[int, Expert]:
    query = select(Expert).where(Expert.status != "withdrawn").order_by(Expert.id)
    if partner_id is not None:
        query = query.where(Expert.partner_id == partner_id)
    return {row.id: row for row in session.scalars(query)}


def _vectors(session: Session, wanted: Collection[int]) -> dict[int, ExpertVector]:
    """The vectors of one model: that of most experts, for others cannot be compared with it."""
    rows = session.scalars(select(ExpertVector).order_by(ExpertVector.model_id)).all()
    filled = Counter(row.model_id for row in rows if row.expert_id in wanted)
    best = max(filled, key=filled.__getitem__, default=None)
    return {row.expert_id: row for row in rows if row.model_id == best and row.expert_id in wanted}


def _names(session: Session) -> dict[str, str]:
    items = (*session.scalars(select(Theme)), *session.scalars(select(SupportKind)))
    partners = {row.id: row.name for row in session.scalars(select(Partner))}
    return {item.slug: item.label_nl for item in items} | partners
