"""Where the registry runs short."""

from dataclasses import replace

import pytest

from expert_registry.expert import ExpertProfile
from expert_registry.supply import ShortSupply, short_supply

ONE = ExpertProfile("1", "ngb", "x", ("voetbal", "religie"), ("duiding",))
TWO = ExpertProfile("2", "omo", "x", ("voetbal",), ("duiding", "netwerk"))


@pytest.mark.parametrize(
    ("profiles", "kinds", "expected"),
    [
        ([], [], [ShortSupply("voetbal", None, 0)]),
        ([ONE], ["duiding"], [ShortSupply("voetbal", None, 1)]),
        ([ONE, TWO], ["duiding"], []),
        ([ONE, TWO], ["netwerk"], [ShortSupply("voetbal", "netwerk", 1)]),
        (
            [ONE, TWO],
            ["netwerk", "juridisch-advies"],
            [ShortSupply("voetbal", "netwerk", 1), ShortSupply("voetbal", "juridisch-advies", 0)],
        ),
        ([ONE, replace(TWO, status="paused")], [], [ShortSupply("voetbal", None, 1)]),
    ],
)
def test_short_supply(
    profiles: list[ExpertProfile], kinds: list[str], expected: list[ShortSupply]
) -> None:
    assert short_supply(profiles, ["voetbal"], kinds) == expected


def test_a_side_theme_counts_as_supply() -> None:
    assert short_supply([ONE, ONE], ["religie"], []) == []
