"""Column types that encrypt on the way into the database and decrypt on the way out.

What is empty stays as it is: `""`, `[]`, `{}` and NULL tell that there is nothing, and a query
may ask for that. Nothing else in a sealed column can be compared, sorted or searched by SQL.
"""

import base64
import binascii
import json
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    LargeBinary,
    Text,
    TypeDecorator,
)
from sqlalchemy.sql import operators

from expert_registry.errors import NotComparable, UnusableKeys
from expert_registry.key_ring import HEAD_LENGTH, KeyRing

_in_force: list[KeyRing] = []


def use_keys(ring: KeyRing) -> None:
    """Let these keys seal and open from now on, for all databases of this process."""
    _in_force[:] = [ring]


def keys_in_force() -> KeyRing:
    """Give the keys of this process. Raises UnusableKeys while there are none."""
    if not _in_force:
        raise UnusableKeys("no data keys were set in this process")
    return _in_force[0]


def have_keys() -> bool:
    """Say whether this process has keys."""
    return bool(_in_force)


def sealed_text(place: str, plain: str) -> str:
    """Give a text as it is stored in this place (`table.column`)."""
    if not plain:
        return plain
    head, body = keys_in_force().seal(place, plain.encode())
    return head.decode() + base64.urlsafe_b64encode(body).decode()


def opened_text(place: str, stored: str) -> str:
    """Give the text that is stored like this. Raises CannotUnseal."""
    if not stored:
        return stored
    try:
        body = base64.urlsafe_b64decode(stored[HEAD_LENGTH:])
    except (binascii.Error, ValueError):
        body = b""
    return keys_in_force().open(place, stored[:HEAD_LENGTH].encode(), body).decode()


def sealed_json(place: str, plain: Any) -> str:
    """Give a list or dictionary as it is stored in this place."""
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return sealed_text(place, written) if plain else written


def opened_json(place: str, stored: str) -> Any:
    """Give the list or dictionary that is stored like this. Raises CannotUnseal."""
    return json.loads(stored if stored in ("[]", "{}") else opened_text(place, stored))


def sealed_bytes(place: str, plain: bytes) -> bytes:
    """Give bytes as they are stored in this place."""
    return b"".join(keys_in_force().seal(place, plain)) if plain else plain


def opened_bytes(place: str, stored: bytes) -> bytes:
    """Give the bytes that are stored like this. Raises CannotUnseal."""
    if not stored:
        return stored
    return keys_in_force().open(place, stored[:HEAD_LENGTH], stored[HEAD_LENGTH:])


class _OnlyWhetherEmpty(TypeDecorator.Comparator[Any]):
    """Refuses what would silently find nothing: each sealing of a text is different."""

    def operate(self, op: operators.OperatorType, *other: Any, **kwargs: Any) -> Any:
        """Let a query ask whether there is something, and nothing else."""
        if op in _ASKS and all(_is_nothing(value) or _is_column(value) for value in other):
            return super().operate(op, *other, **kwargs)
        raise NotComparable(f"a sealed column cannot be asked for {op.__name__}")


_ASKS = (operators.eq, operators.ne, operators.is_, operators.is_not)


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value)


def _is_column(value: object) -> bool:
    """SQLAlchemy itself compares columns, to find one in a list."""
    return isinstance(value, ColumnElement) and not isinstance(value, BindParameter)


class Sealed(TypeDecorator[Any]):
    """What the sealed types have in common: the place (`table.column`) that they seal for."""

    cache_ok = True
    comparator_factory = _OnlyWhetherEmpty

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def stored(self, plain: Any) -> Any:
        """Give a value as the database holds it."""
        raise NotImplementedError

    def plain(self, stored: Any) -> Any:
        """Give what a stored value says. Raises CannotUnseal."""
        raise NotImplementedError

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        """Give the value as it goes into the database."""
        return None if value is None else self.stored(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        """Give the value as the program knows it."""
        return None if value is None else self.plain(value)


class SealedText(Sealed):
    """A sealed text."""

    impl = Text
    cache_ok = True

    def stored(self, plain: str) -> str:
        """Give a value as the database holds it."""
        return sealed_text(self.place, plain)

    def plain(self, stored: str) -> str:
        """Give what a stored value says. Raises CannotUnseal."""
        return opened_text(self.place, stored)


class SealedJson(Sealed):
    """A sealed list or dictionary; in the database a text."""

    impl = Text
    cache_ok = True

    def stored(self, plain: Any) -> str:
        """Give a value as the database holds it."""
        return sealed_json(self.place, plain)

    def plain(self, stored: str) -> Any:
        """Give what a stored value says. Raises CannotUnseal."""
        return opened_json(self.place, stored)


class SealedBytes(Sealed):
    """Sealed bytes, such as those of a vector."""

    impl = LargeBinary
    cache_ok = True

    def stored(self, plain: bytes) -> bytes:
        """Give a value as the database holds it."""
        return sealed_bytes(self.place, plain)

    def plain(self, stored: bytes) -> bytes:
        """Give what a stored value says. Raises CannotUnseal."""
        return opened_bytes(self.place, stored)
