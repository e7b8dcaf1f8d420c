"""When nobody clearly fits: who would, what keeps them off the list, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.obstacle import CONFLICT, GAP, NEIGHBOUR, SEVERAL, may_relax
from service.web.triage.candidate_words import percentage

WHAT_TO_DO = {
    "unavailable": lazy("Vraag of het toch kan, of wacht tot zij terug zijn."),
    "load": lazy("Vraag of er nog één bij kan, of wacht."),
    "partner_consent": lazy("Bel de partner en vraag om toestemming."),
    "consent": lazy("Vraag de deskundige om toestemming voor het register."),
    "address": lazy("Vraag de partner om een e-mailadres."),
    "withdrawn": lazy("Vraag de partner of zij weer mee willen doen."),
    NEIGHBOUR: lazy("Vraag de gemeente of iemand uit een buurgemeente mag meedenken."),
    SEVERAL: lazy("Kijk per deskundige wat er speelt."),
    CONFLICT: lazy("Dat blijft zo. Hen vragen kan niet."),
}
BECAUSE = {
    "unavailable": lazy("afwezig"),
    "load": lazy("te druk"),
    "partner_consent": lazy("de partner is nog niet akkoord"),
    "consent": lazy("geen geldige toestemming"),
    "address": lazy("geen e-mailadres bekend"),
    "withdrawn": lazy("gestopt"),
    NEIGHBOUR: lazy("werkt in een buurgemeente en dat wil de gemeente niet"),
    SEVERAL: lazy("meer dan één reden"),
    CONFLICT: lazy("belangenconflict"),
}


@dataclass(frozen=True)
class ObstacleLine:
    """One obstacle: how many it keeps away, in a sentence, with who they are and what to do.

    Nobody is named where nothing may be done.
    """

    sentence: str
    experts: Sequence[Expert]
    what_to_do: str


def obstacle_lines(session: Session, obstacles: Sequence[Mapping[str, Any]]) -> list[ObstacleLine]:
    """Give a line for each obstacle that was stored with the ranking, those to relax first."""
    blocked = [row for row in obstacles if row["kind"] != GAP and row["kind"] in BECAUSE]
    blocked.sort(key=lambda row: (not may_relax(row["kind"]), -row["best_chance"]))
    return [_line(session, row) for row in blocked]


def gap_sentences(
    obstacles: Sequence[Mapping[str, Any]],
    themes: Mapping[str, str],
    support_kinds: Mapping[str, str],
) -> list[str]:
    """Give a sentence for each theme, or kind within a theme, with no or one active expert."""
    return [_gap(row, themes, support_kinds) for row in obstacles if row["kind"] == GAP]


def _line(session: Session, row: Mapping[str, Any]) -> ObstacleLine:
    kind, count = row["kind"], row["count"]
    named = may_relax(kind)
    sentence = ngettext(
        "{n} deskundige past goed ({chance}), maar: {because}.",
        "{n} deskundigen passen goed (de beste {chance}), maar: {because}.",
        count,
    ).format(n=count, because=_(BECAUSE[kind]), chance=percentage(row["best_chance"]))
    found = session.scalars(select(Expert).where(Expert.id.in_(row["expert_ids"]))).all()
    experts = sorted(found, key=lambda expert: row["expert_ids"].index(expert.id))
    return ObstacleLine(sentence, experts if named else (), _(WHAT_TO_DO[kind]))


def _gap(
    row: Mapping[str, Any], themes: Mapping[str, str], support_kinds: Mapping[str, str]
) -> str:
    theme, kind = themes.get(row["theme"], row["theme"]), row.get("support_kind")
    supply = _("maar één deskundige") if row["supply"] else _("geen enkele deskundige")
    if kind is None:
        return _("Voor ‘{theme}’ heeft het register {supply}.").format(theme=theme, supply=supply)
    return _("Voor ‘{theme}’ met ‘{kind}’ heeft het register {supply}.").format(
        theme=theme, kind=support_kinds.get(kind, kind), supply=supply
    )
