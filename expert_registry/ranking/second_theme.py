"""A place among the first three for the second theme, where the text leaves open which is meant."""

import numpy as np
import numpy.typing as npt

from expert_registry.ranking.fusion import Scores

Places = npt.NDArray[np.int64]

# The second theme is likely enough when it has this share of the belief in the first one.
OPEN = 0.25
# Three are asked at once at most, so that the third is the last place that helps.
THIRD = 2
# Who comes after these does not fit well enough to be third.
WITHIN = 20


def moved_up(order: Places, belief: Scores, main: Scores) -> int | None:
    """The place in `order` of who should be third: the best expert on the second theme.

    None when the first theme is clear (`belief` (W,)), when somebody of the first three has the
    second one as main theme (`main` (n, W)), or when nobody has. `order` is best first.
    """
    first, second = np.argsort(-belief, kind="stable")[:2]
    if belief[second] < OPEN * belief[first]:
        return None
    on_second = np.flatnonzero(main[order[:WITHIN]].argmax(axis=1) == second)
    if not len(on_second) or on_second[0] <= THIRD:
        return None
    return int(on_second[0])
