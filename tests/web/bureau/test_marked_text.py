"""Phrases marked in texts, and the sentences around them."""

import pytest

from service.web.triage.marked_text import LONGEST_SENTENCE, marked, marked_sentences


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Boze boeren.", ["boeren"], "Boze <mark>boeren</mark>."),
        ("Boeren en boeren.", ["boeren"], "Boeren en <mark>boeren</mark>."),
        ("De boerenzoon.", ["boeren"], "De boerenzoon."),
        ("de  harde\nkern", ["harde kern"], "de  <mark>harde\nkern</mark>"),
        ("de harde kern", ["harde", "harde kern"], "de <mark>harde kern</mark>"),
        ("a <b> c & d", ["c"], "a &lt;b&gt; <mark>c</mark> &amp; d"),
        ("<i>x</i>", ["<i>x</i>"], "<mark>&lt;i&gt;x&lt;/i&gt;</mark>"),
        ("niets", [], "niets"),
        ("niets <", [" "], "niets &lt;"),
        ("1+1 (weer)", ["1+1"], "<mark>1+1</mark> (weer)"),
    ],
)
def test_marked(text: str, phrases: list[str], expected: str) -> None:
    assert marked(text, phrases) == expected


def test_only_sentences_with_a_phrase_are_shown() -> None:
    text = "Hij was wethouder. Sprak met boeren op de oprit! Woont aan zee.\nKent trekkers."
    assert marked_sentences(text, ["boeren", "trekkers"], 2) == [
        "Sprak met <mark>boeren</mark> op de oprit!",
        "Kent <mark>trekkers</mark>.",
    ]
    assert len(marked_sentences(text, ["boeren", "trekkers"], 1)) == 1
    assert marked_sentences(text, [], 2) == []
    assert marked_sentences(text, ["elders"], 2) == []


def test_a_long_sentence_is_cut_around_its_phrase() -> None:
    text = "woord " * 80 + "oprit " + "woord " * 80
    found = marked_sentences(text, ["oprit"], 1)[0]
    assert "<mark>oprit</mark>" in found
    assert found.startswith("… ") and found.endswith(" …")
    assert len(found) < LONGEST_SENTENCE + 30
