"""Codes of an app (TOTP, RFC 6238) and recovery codes."""

import hmac
import re
from base64 import b32encode, b64decode, b64encode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from flask import current_app
from flask_security import Totp
from itsdangerous import BadSignature, URLSafeSerializer
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet

from expert_registry.key_ring import HEAD_LENGTH, KeyRing
from service.actions.accounts.pass_second_factor import CodeMatch, MatchesCode
from service.config import development_secret
from service.web import current

ISSUER = "Schakel"
RECOVERY_CODES = 8
CLOCKS_DIFFER_S = 30
_LOOKS_LIKE = str.maketrans("018", "OIB")
_PLACE = "user_account.totp_secret"
_GCM_FORM = 2


class CodeWallet(AppWallet):
    """Seals the secrets of apps with AES-256-GCM, so that one which was changed does not open.

    What was encrypted before, with AES-CTR (form 1), opens and is sealed anew at its next use.
    """

    def encrypt_key(self, key: bytes) -> dict[str, object]:
        """Give the sealed secret with the number of its key, for JSON."""
        head, body = self._ring(self.default_tag).seal(_PLACE, key)
        sealed_key = b64encode(head + body).decode()
        return {"v": _GCM_FORM, "t": self.default_tag, "k": sealed_key}

    def decrypt_key(self, enckey: Mapping[str, Any]) -> tuple[bytes, bool]:
        """Give the secret and whether it must be sealed anew. Raises KeyError, CannotUnseal."""
        if enckey.get("v") != _GCM_FORM:
            return super().decrypt_key(enckey)[0], True
        stored = b64decode(enckey["k"])
        key = self._ring(enckey["t"]).open(_PLACE, stored[:HEAD_LENGTH], stored[HEAD_LENGTH:])
        return key, enckey["t"] != self.default_tag

    def _ring(self, tag: str) -> KeyRing:
        own = hmac.digest(self.get_secret(tag), b"schakel second step", sha256)
        return KeyRing([urlsafe_b64encode(own).decode()])


class OneTimeCodes(Totp):
    """Flask-Security's TOTP, for a given moment, and for codes that count once.

    Secrets are decrypted with any key of the ring, and encrypted anew with the newest at each use.
    """

    def __init__(self, keys: Mapping[str, str], issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer, wallet=CodeWallet(secrets=dict(keys)))

    def match(self, secret: str, typed: str, now: datetime, last: int | None) -> CodeMatch | None:
        """Give the match of a right code that is newer than the step `last`, or None.

        `now` is aware. The clock of a telephone may be half a minute off.
        """
        try:
            kept = self._totp.from_source(secret)
            found = kept.match(typed, time=now, window=CLOCKS_DIFFER_S, last_counter=last)
        except (TokenError, ValueError):
            return None
        return CodeMatch(found.counter, kept.to_json(encrypt=True))

    def matching(self, typed: str, now: datetime) -> MatchesCode:
        """Give this typed code as the question that an action asks of a secret."""
        return lambda secret, last: self.match(secret, typed, now, last)


def one_time_codes() -> OneTimeCodes:
    """Give the codes under the keys of this installation."""
    settings = current.settings()
    keys = dict(settings.second_factor_keys)
    if not keys and settings.development:
        keys = {"1": development_secret(settings.data_dir, "development-second-factor")}
    return OneTimeCodes(keys, ISSUER)


def sealed(user_id: int, secret: str) -> str:
    """Give a secret that is not stored yet as a form can carry it, for this account only."""
    return _seal().dumps([user_id, secret])


def unsealed(user_id: int, carried: str) -> str | None:
    """Give the secret that `sealed` made for this account; None for anything else."""
    try:
        owner, secret = _seal().loads(carried)
    except (BadSignature, ValueError):
        return None
    return str(secret) if owner == user_id else None


def _seal() -> URLSafeSerializer:
    key = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(key, salt="second step", signer_kwargs={"digest_method": sha256})


def new_recovery_codes() -> list[str]:
    """Give fresh codes of 120 random bits each, as they are stored."""
    return [b32encode(token_bytes(15)).decode() for _number in range(RECOVERY_CODES)]


def written(recovery_code: str) -> str:
    """Give a recovery code as people read it: in groups of four."""
    return "-".join(re.findall("....", recovery_code))


def as_stored(typed: str) -> str:
    """Give a recovery code as it is stored, however somebody typed it."""
    return re.sub("[^A-Z2-7]", "", typed.upper().translate(_LOOKS_LIKE))
