"""Small cells are not shown, nor can they be found from what is."""

import pytest

from service.domain.suppression import LEAST_SHOWN, hidden_within_total, small_hidden


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_a_cell_alone(count: int, shown: int | None) -> None:
    assert small_hidden({"a": count}) == {"a": shown}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # Nothing small: all is shown.
        ((5, 7, 0), (5, 7, 0)),
        # One small cell would follow from the total, so the next smallest goes too.
        ((3, 7, 20), (None, None, 20)),
        ((3, 0, 20), (None, 0, None)),
        # Two of 1 add up to 2, which says that both are 1.
        ((1, 1, 9, 12), (None, None, None, 12)),
        # Two that add up to five say little.
        ((2, 3, 9, 12), (None, None, 9, 12)),
        # There is nothing left to hide behind.
        ((4,), (None,)),
        ((0, 0), (0, 0)),
        ((), ()),
    ],
)
def test_cells_beside_their_total(counts: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    found = hidden_within_total(dict(enumerate(counts)))
    assert tuple(found.values()) == shown


def test_the_total_never_gives_a_small_cell_away() -> None:
    for first in range(8):
        for second in range(8):
            for third in range(8):
                counts = {1: first, 2: second, 3: third, 4: 30}
                hidden = [
                    key for key, shown in hidden_within_total(counts).items() if shown is None
                ]
                assert not hidden or len(hidden) > 1
                assert not hidden or sum(counts[key] for key in hidden) >= LEAST_SHOWN
