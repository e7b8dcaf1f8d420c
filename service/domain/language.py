"""Texts for users: Dutch in the source, other languages from a catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True)
class Catalogue:
    """A language (its code of ISO 639) with what says the texts in it."""

    code: str
    translations: NullTranslations


DUTCH = Catalogue("nl", NullTranslations())
_current: ContextVar[Catalogue] = ContextVar("catalogue", default=DUTCH)


def use_catalogue(catalogue: Catalogue) -> None:
    """Speak this language until another one is set, in this thread or task."""
    _current.set(catalogue)


@contextmanager
def in_dutch() -> Iterator[None]:
    """Speak Dutch inside: for mails and for what is stored, whoever asks for them."""
    token = _current.set(DUTCH)
    try:
        yield
    finally:
        _current.reset(token)


def language() -> str:
    """Give the code of the language that is spoken now: nl or en."""
    return _current.get().code


def gettext(message: str) -> str:
    """Return the message in the current language (Dutch where no catalogue is set)."""
    # A catalogue answers an empty text with its own heading.
    return _current.get().translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the singular or plural message for n in the current language."""
    return _current.get().translations.ngettext(singular, plural, n)


def lazy(message: str) -> str:
    """Mark a message for the catalogue without translating it yet (constants in tables)."""
    return message
