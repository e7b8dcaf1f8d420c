"""A table of who changed what in one field of a profile."""

import pytest

from service.web.registry.profile_merge import fingerprints, merged


@pytest.mark.parametrize(
    ("seen", "mine", "theirs", "shown", "taken", "both"),
    [
        (["a"], ["a"], ["a"], ["a"], False, False),
        (["a"], ["b"], ["a"], ["b"], False, False),
        (["a"], ["a"], ["c"], ["c"], True, False),
        (["a"], ["b"], ["c"], ["b"], False, True),
        (["a"], ["b"], ["b"], ["b"], False, False),
        ([], [""], ["c"], ["c"], True, False),
        (["a"], [""], ["a"], [""], False, False),
        (["a"], [], ["c"], [], False, True),
        (["a", "b"], ["b", "a"], ["a", "c"], ["a", "c"], True, False),
        (["een\ntwee"], ["een\r\ntwee "], ["drie"], ["drie"], True, False),
    ],
)
def test_who_wins(
    seen: list[str], mine: list[str], theirs: list[str], shown: list[str], taken: bool, both: bool
) -> None:
    result = merged({"x": mine}, {"x": theirs}, fingerprints({"x": seen}))
    assert (result.typed["x"], result.taken == ["x"], "x" in result.both) == (shown, taken, both)


@pytest.mark.parametrize("seen", ["", "rommel", "x:", "::: x"])
def test_a_form_that_remembers_nothing_keeps_what_was_typed(seen: str) -> None:
    result = merged({"x": ["b"]}, {"x": ["c"]}, seen)
    assert (result.typed["x"], result.taken, result.both) == (["b"], [], {"x": ["c"]})
