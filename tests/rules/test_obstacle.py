"""What keeps an expert who fits from being asked."""

import pytest

from service.domain.obstacle import main_obstacle, may_relax


@pytest.mark.parametrize(
    ("blocked", "conflicts", "expected", "relaxable"),
    [
        (["unavailable"], [], "unavailable", True),
        (["load"], [], "load", True),
        (["partner_consent"], [], "partner_consent", True),
        (["consent"], [], "consent", True),
        (["address"], [], "address", True),
        (["load", "unavailable"], [], "several", True),
        (["conflict"], ["own_municipality"], "conflict", False),
        (["conflict"], ["previous_office"], "conflict", False),
        (["conflict"], ["veto"], "conflict", False),
        (["conflict"], ["bordering_municipality"], "neighbour", True),
        (["conflict", "load"], ["bordering_municipality"], "several", True),
        (["conflict"], ["bordering_municipality", "interest"], "conflict", False),
        (["conflict", "unavailable"], ["interest"], "conflict", False),
    ],
)
def test_the_obstacle_that_decides(
    blocked: list[str], conflicts: list[str], expected: str, relaxable: bool
) -> None:
    assert main_obstacle(blocked, conflicts) == expected
    assert may_relax(expected) is relaxable
