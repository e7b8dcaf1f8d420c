"""Matching a text: what stands on standard input must be a text."""

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (b"", "there is no text"),
        (b" \n\t ", "there is no text"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a" * 100_001, "longer than 100 kB"),
    ],
)
def test_no_text_gives_one_sentence(schakel: Command, typed: bytes, sentence: str) -> None:
    result = schakel("match", typed=typed)
    assert result.exit_code == 2
    assert sentence in result.stderr
