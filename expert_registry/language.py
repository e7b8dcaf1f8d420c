"""Texts for readers: Dutch in the source, other languages from whoever uses the registry."""

from collections.abc import Callable

_translate: Callable[[str], str] = str


def translate_with(translate: Callable[[str], str]) -> None:
    """Let every text of the registry go through this function; it may answer by the reader."""
    global _translate  # noqa: PLW0603 - one program has one source of translations
    _translate = translate


def gettext(message: str) -> str:
    """Return the message in the language of the reader."""
    return _translate(message)
