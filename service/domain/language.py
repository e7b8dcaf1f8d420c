"""Texts for users: Dutch in the source, other languages from a catalogue."""

from contextvars import ContextVar
from gettext import NullTranslations

_translations: ContextVar[NullTranslations | None] = ContextVar("translations", default=None)


def use_translations(translations: NullTranslations | None) -> None:
    """Set the catalogue for the current request or job; None is Dutch, the source language."""
    _translations.set(translations)


def gettext(message: str) -> str:
    """Return the message in the current language (Dutch where no catalogue is set)."""
    translations = _translations.get()
    return translations.gettext(message) if translations else message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the singular or plural message for n in the current language."""
    translations = _translations.get()
    if translations:
        return translations.ngettext(singular, plural, n)
    return singular if n == 1 else plural


def lazy(message: str) -> str:
    """Mark a message for the catalogue without translating it yet (constants in tables)."""
    return message
