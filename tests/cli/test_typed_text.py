"""A command that reads a text: what stands on standard input must be one."""

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize("command", ["match", "screen"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (b"", "there is no text"),
        (b" \n\t ", "there is no text"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a" * 100_001, "longer than 100 kB"),
    ],
)
def test_no_text_gives_one_sentence(
    schakel: Command, command: str, typed: bytes, sentence: str
) -> None:
    result = schakel(command, typed=typed)
    assert result.exit_code == 2
    assert sentence in result.stderr and not result.stdout
