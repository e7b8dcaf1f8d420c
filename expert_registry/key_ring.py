"""The keys with which confidential columns are sealed: AES-256-GCM, the newest key first."""

import base64
import binascii
import hashlib
import os
import string
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from expert_registry.errors import CannotUnseal, UnusableKeys

KEY_BYTES = 32
LEAST_DIFFERENT_BYTES = 16
ID_DIGITS = 8
NONCE_BYTES = 12
FORM = "s1"
"""The form of what is stored: `s1.`, the id of the key, `.`, nonce, encrypted text and tag."""

HEAD_LENGTH = len(FORM) + ID_DIGITS + 2
REMEDY = "`schakel keys new` prints a good one"
_PRINTABLE = frozenset(string.printable.encode())


class KeyRing:
    """Seals with its first key and opens with each; shows ids, never keys."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take keys as `new_key` gives them, newest first. Raises UnusableKeys."""
        keys = [_decoded(number, text) for number, text in enumerate(texts, start=1)]
        if not keys:
            raise UnusableKeys(f"there are no data keys; {REMEDY}")
        if len(set(keys)) < len(keys):
            raise UnusableKeys("a data key is named twice")
        self._texts = tuple(texts)
        self._ciphers = {_id_of(key): AESGCM(key) for key in keys}
        self.ids = tuple(self._ciphers)
        self._newest = self._ciphers[self.ids[0]]
        self.newest_head = f"{FORM}.{self.ids[0]}.".encode()

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.ids)})"

    def as_setting(self) -> str:
        """Give the keys as `SCHAKEL_DATA_KEYS` holds them, for the environment of a child."""
        return ",".join(self._texts)

    def seal(self, place: str, plain: bytes) -> tuple[bytes, bytes]:
        """Give the head and the body of a value of this place (`table.column`).

        The place is part of the check: a value that was moved to another column does not open.
        """
        nonce = os.urandom(NONCE_BYTES)
        return self.newest_head, nonce + self._newest.encrypt(nonce, plain, place.encode())

    def open(self, place: str, head: bytes, body: bytes) -> bytes:
        """Give what was sealed. Raises CannotUnseal."""
        key_id = self.key_id_of(place, head)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            known = ", ".join(self.ids)
            raise CannotUnseal(f"{place} is sealed with key {key_id}; the data keys are {known}")
        try:
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            raise CannotUnseal(f"{place} is damaged (sealed with key {key_id})") from None

    def key_id_of(self, place: str, head: bytes) -> str:
        """Give the id of the key of a sealed value. Raises CannotUnseal for what is not sealed."""
        form, _, rest = head.decode("ascii", "replace").partition(".")
        if form != FORM or len(head) != HEAD_LENGTH or not rest.endswith("."):
            raise CannotUnseal(f"{place} holds something that is not sealed")
        return rest[:-1]


def new_key() -> str:
    """Give a new key: 256 random bits in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def _decoded(number: int, text: str) -> bytes:
    try:
        key = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise UnusableKeys(f"data key {number} is not 32 bytes in base64; {REMEDY}")
    # One in 10^14 random keys is refused by mistake; what people make up nearly always is.
    if len(set(key)) < LEAST_DIFFERENT_BYTES or _PRINTABLE.issuperset(key):
        raise UnusableKeys(f"data key {number} is not random; {REMEDY}")
    return key


def _id_of(key: bytes) -> str:
    return hashlib.sha256(b"schakel data key " + key).hexdigest()[:ID_DIGITS]
