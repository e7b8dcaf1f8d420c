"""Whom the registry lacks, and who is never or always proposed; rules over plain values."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from expert_registry.consent import consent_problem
from expert_registry.expert import ExpertProfile

# With fewer rankings it is chance who was proposed.
FEWEST_RANKINGS = 20
# Proposed among the first in this share of the rankings: the others get no chance.
OFTEN = 0.5


@dataclass(frozen=True)
class Supply:
    """How many experts can be asked for a theme: in all, as main theme, and among them by slug."""

    experts: int
    as_main: int
    by_partner: Mapping[str, int]
    by_kind: Mapping[str, int]


@dataclass(frozen=True)
class Proposals:
    """Of so many rankings (the latest of each request), how often each expert came first."""

    rankings: int
    among_first: Mapping[int, int]


def can_help(profile: ExpertProfile, now: datetime, *, has_address: bool) -> bool:
    """Whether somebody counts as supply: active, with consent, with an address.

    An absence does not count: it passes.
    """
    return profile.status == "active" and has_address and consent_problem(profile, now) is None


def supply_of(
    profiles: Sequence[ExpertProfile], themes: Iterable[str], kinds: Collection[str]
) -> dict[str, Supply]:
    """The supply of each theme among profiles of experts who can help."""
    found = {}
    for theme in themes:
        known = [profile for profile in profiles if theme in profile.themes]
        offered = Counter(kind for profile in known for kind in profile.support_kinds)
        found[theme] = Supply(
            experts=len(known),
            as_main=sum(profile.themes[0] == theme for profile in known),
            by_partner=dict(Counter(profile.partner_id for profile in known)),
            by_kind={kind: offered[kind] for kind in kinds},
        )
    return found


def never_proposed(expert_ids: Iterable[int], proposals: Proposals) -> list[int]:
    """Who was never among the first; [] while there are too few rankings to say so."""
    return _proposed(expert_ids, proposals, lambda times: times == 0)


def often_proposed(expert_ids: Iterable[int], proposals: Proposals) -> list[int]:
    """Who was among the first in half of the rankings; [] while there are too few of them."""
    return _proposed(expert_ids, proposals, lambda times: times >= OFTEN * proposals.rankings)


def _proposed(
    expert_ids: Iterable[int], proposals: Proposals, wanted: Callable[[int], bool]
) -> list[int]:
    if proposals.rankings < FEWEST_RANKINGS:
        return []
    return [each for each in expert_ids if wanted(proposals.among_first.get(each, 0))]
