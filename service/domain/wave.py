"""How many experts are asked at the same time, who is next, and when a list runs low."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from service.domain.acceptance import SILENT_SHARE, chance_of_enough
from service.domain.urgency import Urgency

NEAR_EQUAL = 0.1
"""Two experts whose chances to fit differ by less are about equally fit."""


@dataclass(frozen=True)
class Sizing:
    """How sure we want to be that enough say yes, and how many more than the free places at most.

    When an open invitation has reached its warning moment, one more than that may be asked.
    """

    target: float
    extra: int


# Chosen with `schakel simulate --seed 1`; docs/response-times.md shows what they do. The target
# of U1 is so high that two or three are asked at once, however willing the partner.
SIZING = {
    Urgency.U1: Sizing(target=0.99, extra=2),
    Urgency.U2: Sizing(target=0.8, extra=2),
    Urgency.U3: Sizing(target=0.8, extra=2),
    Urgency.U4: Sizing(target=0.6, extra=1),
}


@dataclass(frozen=True)
class Asked:
    """An open invitation: the chance of a yes, and whether its warning moment passed."""

    chance: float
    warned: bool = False


@dataclass(frozen=True)
class Askable:
    """Somebody of the list who may be asked; `fit` is None where the ranking gave no chance."""

    expert_id: int
    partner_id: str
    chance: float
    fit: float | None = None


def chances_left(asked: Sequence[Asked]) -> list[float]:
    """Give the chance of a yes of each open invitation, less for those that stay silent."""
    return [one.chance * (SILENT_SHARE if one.warned else 1) for one in asked]


def adaptive_size(
    urgency: Urgency, needed: int, asked: Sequence[Asked], next_chances: Sequence[float]
) -> int:
    """Give how many more to ask: the fewest with whom enough yeses are as likely as we want.

    Never more open invitations than the places that are free and the extra of the urgency; one
    above that while somebody stays silent.
    """
    if needed <= 0:
        return 0
    rule = SIZING[urgency]
    silent = any(one.warned for one in asked)
    room = max(0, needed + rule.extra + silent - len(asked))
    waiting = chances_left(asked)
    for size in range(room):
        if chance_of_enough(needed, [*waiting, *next_chances[:size]]) >= rule.target:
            return size
    return min(room, len(next_chances))


def fixed_size(places: int, at_once: int, accepted: int, open_now: int) -> int:
    """Give how many more to ask where the coordinator chose how many are asked at once.

    That number shrinks by one for each place that is filled; zero when all are.
    """
    if accepted >= places:
        return 0
    return max(0, max(at_once, places) - accepted - open_now)


def order_of_asking(listed: Sequence[Askable], partners_asked: Collection[str]) -> list[Askable]:
    """Give the list in the order in which it is asked: a partner not asked yet goes first.

    Otherwise the list's own order, and nobody passes somebody who fits clearly better.
    """
    waiting, used = list(listed), set(partners_asked)
    order: list[Askable] = []
    while waiting:
        place = _next_place(waiting, used)
        chosen = waiting.pop(place)
        used.add(chosen.partner_id)
        order.append(chosen)
    return order


def passed_over(listed: Sequence[Askable], chosen: Sequence[int]) -> dict[int, list[int]]:
    """Give who of the chosen passed whom: the ids that stand higher on the list and must wait."""
    places = {one.expert_id: place for place, one in enumerate(listed)}
    waiting = [one.expert_id for one in listed if one.expert_id not in chosen]
    passed = {e: [w for w in waiting if places[w] < places[e]] for e in chosen}
    return {expert_id: ids for expert_id, ids in passed.items() if ids}


def runs_low(needed: int, chances: Sequence[float]) -> bool:
    """Say whether those who were asked and those who still can be will probably not be enough."""
    return needed > 0 and sum(chances) < needed


def _next_place(waiting: Sequence[Askable], used: Collection[str]) -> int:
    for place, one in enumerate(waiting):
        passes = any(_clearly_better(passed, one) for passed in waiting[:place])
        if one.partner_id not in used and not passes:
            return place
    return 0


def _clearly_better(passed: Askable, later: Askable) -> bool:
    if passed.fit is None or later.fit is None:
        return True
    return passed.fit - later.fit >= NEAR_EQUAL
