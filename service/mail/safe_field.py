"""Checks of single fields, before they become part of a message."""

import re
import unicodedata

from service.mail.errors import UnsafeField

# Control characters (so CR and LF too), line and paragraph separators, lone surrogates.
_FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})
_ONE_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


def safe_line(field: str, value: str) -> str:
    """Give the value back; raises UnsafeField when it is more than one line of plain text."""
    if any(unicodedata.category(character) in _FORBIDDEN for character in value):
        raise UnsafeField(field)
    return value


def safe_address(field: str, value: str) -> str:
    """Give the value back; raises UnsafeField unless it is exactly one mail address.

    The part before the @ must be ASCII: few servers accept more (RFC 6531).
    """
    local_part = value.partition("@")[0]
    if not _ONE_ADDRESS.fullmatch(safe_line(field, value)) or not local_part.isascii():
        raise UnsafeField(field)
    return value
