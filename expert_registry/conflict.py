"""Conflicts of interest between an expert and a request.

Source: the domain page. Hard conflicts exclude, soft ones are shown and lower the rank. The same
rules run at proposal, at invitation and at acceptance.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from expert_registry.expert import ExpertProfile
from expert_registry.language import gettext as _

YEARS_AFTER_OFFICE = 4


@dataclass(frozen=True)
class ConflictFacts:
    """What the rules need of a request.

    `avoided` holds the requester's own words: a municipality, a partner or a person.
    `mayor_party` only counts when the case is `contested`.
    """

    municipality: str
    region: str | None = None
    allows_neighbours: bool = False
    avoided: tuple[str, ...] = ()
    mayor_party: str | None = None
    contested: bool = False

    @cached_property
    def folded_avoided(self) -> tuple[str, ...]:
        """The words of the requester, folded once for all experts."""
        return tuple(_folded(words) for words in self.avoided)


@dataclass(frozen=True)
class Conflict:
    """One conflict: its kind, whether it excludes, and the reason for the coordinator."""

    kind: str
    hard: bool
    reason_nl: str


def conflicts(
    profile: ExpertProfile,
    request: ConflictFacts,
    neighbours: frozenset[tuple[str, str]],
    today: date,
) -> list[Conflict]:
    """Every conflict of this expert with this request, the hard ones first.

    `neighbours` holds each pair of bordering municipalities once, in any order.
    """
    return [
        *_own_municipality(profile, request, neighbours),
        *_previous_office(profile, request, today),
        *_interest(profile, request),
        *_veto(profile, request),
        *_soft(profile, request),
    ]


def has_hard_conflict(found: list[Conflict]) -> bool:
    """Whether one of the conflicts excludes the expert."""
    return any(conflict.hard for conflict in found)


def _own_municipality(
    profile: ExpertProfile, request: ConflictFacts, neighbours: frozenset[tuple[str, str]]
) -> Iterator[Conflict]:
    own, asking = profile.municipality, request.municipality
    if not own:
        return
    if _same(own, asking):
        reason = _("Werkt in de gemeente zelf ({name}).").format(name=own)
        yield Conflict("own_municipality", True, reason)
    elif not request.allows_neighbours and _borders(own, asking, neighbours):
        reason = _("Werkt in een buurgemeente ({name}) en dat wil de aanvrager niet.")
        yield Conflict("bordering_municipality", True, reason.format(name=own))


def _previous_office(
    profile: ExpertProfile, request: ConflictFacts, today: date
) -> Iterator[Conflict]:
    for office in profile.previous_offices:
        if not _same(office.municipality, request.municipality):
            continue
        until = office.until
        if until is None or _less_than_years_ago(until, today, YEARS_AFTER_OFFICE):
            reason = _("Had minder dan vier jaar geleden een functie in {name}.")
            yield Conflict("previous_office", True, reason.format(name=office.municipality))


def _interest(profile: ExpertProfile, request: ConflictFacts) -> Iterator[Conflict]:
    if any(_same(name, request.municipality) for name in profile.interest_municipalities):
        reason = _("Heeft een belang of rol in {name}.").format(name=request.municipality)
        yield Conflict("interest", True, reason)


def _veto(profile: ExpertProfile, request: ConflictFacts) -> Iterator[Conflict]:
    known_as = (
        profile.municipality,
        profile.partner_id,
        profile.name,
        profile.external_id,
        profile.home_organisation,
    )
    if any(_mentions(words, name) for words in request.folded_avoided for name in known_as if name):
        yield Conflict("veto", True, _("De aanvrager wil deze deskundige of partij liever niet."))


def _soft(profile: ExpertProfile, request: ConflictFacts) -> Iterator[Conflict]:
    if profile.region and request.region and _same(profile.region, request.region):
        reason = _("Zelfde veiligheidsregio ({name}).").format(name=profile.region)
        yield Conflict("same_region", False, reason)
    if not (request.contested and profile.party and request.mayor_party):
        return
    if _same(profile.party, request.mayor_party):
        yield Conflict("same_party", False, _("Zelfde partij als de burgemeester."))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


# Names of municipalities and regions only: few, and no secret.
_folded_name = lru_cache(maxsize=2048)(_folded)


def _same(one: str, other: str) -> bool:
    return one == other or _folded_name(one) == _folded_name(other)


def _mentions(folded_words: str, name: str) -> bool:
    folded = _folded(name)
    # Most names do not occur at all; only for those that do a pattern is worth making.
    if folded not in folded_words:
        return False
    return re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", folded_words) is not None


@lru_cache(maxsize=4)
def _folded_pairs(neighbours: frozenset[tuple[str, str]]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((_folded(a), _folded(b))) for a, b in neighbours)


def _borders(one: str, other: str, neighbours: frozenset[tuple[str, str]]) -> bool:
    return frozenset((_folded_name(one), _folded_name(other))) in _folded_pairs(neighbours)


def _less_than_years_ago(day: date, today: date, years: int) -> bool:
    return (today.year - years, today.month, today.day) < (day.year, day.month, day.day)
