"""An order that alternates partners and spares who was asked much, among candidates as good."""

from collections.abc import Sequence
from dataclasses import dataclass

# Candidates whose scores differ by less count as equally good; a score is in deviations of the
# pool, and one soft conflict takes off 0.5.
MARGIN = 0.25
# Who is less likely to fit than this is not worth moving up.
WORTH_MOVING = 0.15


@dataclass(frozen=True)
class Standing:
    """A candidate in the order of the scores: id, score, partner, chance to fit, asked lately."""

    expert_id: int
    score: float
    partner_id: str
    chance: float = 1.0
    burden: float = 0.0


def spread(standings: Sequence[Standing], margin: float = MARGIN) -> list[Standing]:
    """The candidates, given best first, in an order that alternates their partners.

    Each place goes to one of those who are within `margin` of the best that is left: to the
    partner whose turn was longest ago, then to who was asked least, then to the better one. So
    nobody ever passes somebody who is better by more than the margin, and who does not fit
    passes nobody.
    """
    left, order = list(standings), list[Standing]()
    last_turn: dict[str, int] = {}
    while left:
        best = left[0].score
        close = [one for one in left if one.score >= best - margin]
        equal = [one for one in close if one.chance >= WORTH_MOVING] or close[:1]
        chosen = min(equal, key=lambda one: (last_turn.get(one.partner_id, -1), one.burden))
        left.remove(chosen)
        last_turn[chosen.partner_id] = len(order)
        order.append(chosen)
    return order
