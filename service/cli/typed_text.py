"""The text that a command reads from its standard input."""

import sys

import click

from service.cli.refusal import CannotDo

MOST_BYTES = 100_000


def text_of_input() -> str:
    """Give the text on standard input; raises CannotDo for none, too much or not UTF-8."""
    if sys.stdin.isatty():
        click.echo("Type the text, end with Ctrl-D:", err=True)
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CannotDo(f"the text is longer than {MOST_BYTES // 1000} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDo("the text on standard input is not UTF-8") from None
    if not text.strip():
        raise CannotDo("there is no text on standard input")
    return text
