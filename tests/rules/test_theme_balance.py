"""Demand and supply per theme: scarcity on top."""

from service.domain.theme_balance import ThemeSupply, theme_balances

SUPPLY = {"a": ThemeSupply(4, 4), "b": ThemeSupply(2, 1), "d": ThemeSupply(3, 0)}


def test_what_is_asked_most_per_expert_comes_first() -> None:
    asked = [("a", "b"), ("a",), ("a", "a"), ("c",), ("d",), ("b",)]
    found = theme_balances(["a", "b", "c", "d", "e"], asked, SUPPLY)
    # c: nobody; d: all absent; b: 2 requests, 1 present; a: 3 on 4; e: not asked, nobody.
    assert [row.theme for row in found] == ["c", "d", "b", "a", "e"]
    assert [row.requests for row in found] == [1, 1, 2, 3, 0]
    assert [row.short for row in found] == [True, True, False, False, True]


def test_a_theme_that_was_taken_off_the_list_still_counts() -> None:
    found = theme_balances(["a"], [("old",), ("old",)], SUPPLY)
    assert [(row.theme, row.requests) for row in found] == [("old", 2), ("a", 0)]


def test_more_requests_without_anybody_stand_higher() -> None:
    found = theme_balances(["x", "y"], [("y",), ("y",), ("x",)], {})
    assert [row.theme for row in found] == ["y", "x"]
