"""Words taken out of a text: found as whole words, however they are spaced or capitalised."""

import pytest

from service.domain.redaction import passage_pattern, redacted

CASES = [
    (["Jan de Vries"], "Volgens Jan de Vries is het mis.", "Volgens [weggehaald] is het mis.", 1),
    (["Jan de Vries"], "JAN  de\nvries", "[weggehaald]", 1),
    (
        ["Jan"],
        "Jan belde in januari met Jan.",
        "[weggehaald] belde in januari met [weggehaald].",
        2,
    ),
    (["Jan", "Jan de Vries"], "Jan de Vries en Jan", "[weggehaald] en [weggehaald]", 2),
    (["06-90123456"], "Bel 06-90123456.", "Bel [weggehaald].", 1),
    (["(030) 012 34 56"], "Bel (030) 012 34 56!", "Bel [weggehaald]!", 1),
    (
        ["a.b@c.example"],
        "mail a.b@c.example of axb@c.example",
        "mail [weggehaald] of axb@c.example",
        1,
    ),
    (["+31 6"], "bel +31 6 nu", "bel [weggehaald] nu", 1),
    (["élan"], "Élan Élancé", "[weggehaald] Élancé", 1),
    (["er staat niets"], "Er is iets.", "Er is iets.", 0),
]


@pytest.mark.parametrize(("passages", "text", "left", "count"), CASES)
def test_redacted(passages: list[str], text: str, left: str, count: int) -> None:
    assert redacted(text, passage_pattern(passages)) == (left, count)


@pytest.mark.parametrize("passages", [[], [""], [" "], ["a"], ["-- !"], ["Jan", "."]])
def test_too_little_to_take_out(passages: list[str]) -> None:
    with pytest.raises(ValueError, match=r"short|passage"):
        passage_pattern(passages)
