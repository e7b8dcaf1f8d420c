"""Which counts may be shown to somebody who must not recognise a case or a person in them."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST_SHOWN = 5
"""Cells under five are not shown (agreement on the evaluation of the test phase)."""

Key = TypeVar("Key", bound=Hashable)


def small_hidden(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Give the counts with None for 1 to 4; for cells that do not add up to anything shown.

    Nothing is about nobody, so 0 stays.
    """
    return {key: None if 0 < count < LEAST_SHOWN else count for key, count in counts.items()}


def hidden_within_total(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Give the counts with None for 1 to 4, for cells whose total is shown beside them.

    What is hidden must not follow from the total: so the hidden cells are together at least five,
    which takes two or more; the smallest of the others go first.
    """
    shown = small_hidden(counts)
    hidden = [key for key, count in shown.items() if count is None]
    others = sorted((key for key, count in shown.items() if count), key=lambda key: counts[key])
    while hidden and sum(counts[key] for key in hidden) < LEAST_SHOWN:
        if not others:
            break
        hidden.append(others.pop(0))
    return {key: None if key in hidden else count for key, count in shown.items()}
