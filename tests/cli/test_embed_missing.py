"""Progress of embedding: a bar for somebody who watches, lines for a log."""

from io import StringIO

import pytest

from service.cli.embed_missing import progress


class Terminal(StringIO):
    """Says that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("total", "steps", "lines"),
    [
        (0, [0], []),
        (5, [2, 3], ["2 of 5 experts embedded", "5 of 5 experts embedded"]),
        (1, [1, 1], ["1 of 1 experts embedded", "2 of 2 experts embedded"]),
    ],
)
def test_a_log_gets_plain_lines(total: int, steps: list[int], lines: list[str]) -> None:
    log = StringIO()
    with progress(total, log) as step:
        for number in steps:
            step(number)
    assert log.getvalue().splitlines() == lines


def test_a_terminal_gets_a_bar_that_fills() -> None:
    terminal = Terminal()
    with progress(4, terminal) as step:
        step(1)
        step(3)
    assert "Experts embedded" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_nothing_to_do_shows_nothing_on_a_terminal() -> None:
    terminal = Terminal()
    with progress(0, terminal) as step:
        step(0)
    assert terminal.getvalue() == ""
