"""Passwords: which are strong enough, and how they are kept (argon2id)."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.domain.language import gettext as _

SHORTEST = 12
LONGEST = 128
STRONG_ENOUGH = 3
CONTEXT_WORDS = ("schakel", "bureau", "gemeente", "veiligheid", "onrust", "burgemeester")
"""What a stranger would try here first; beside these the name and address of the user."""
SHORTEST_BESIDE_WORDS = 8
"""So many characters must be left when the words that a stranger would try are taken out."""
_GUESSED_UP_TO = 72
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Give the argon2id hash of a password, in the PHC form, with the settings of RFC 9106."""
    return _HASHER.hash(_normal(password))


def is_right(stored: str | None, typed: str) -> bool:
    """Say whether this is the password; takes as long when there is none."""
    try:
        _HASHER.verify(stored or _of_nobody(), _normal(typed)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def hash_anew(stored: str, typed: str) -> str | None:
    """Give a new hash of a right password when the stored one has older settings, else None."""
    return hashed(typed) if _HASHER.check_needs_rehash(stored) else None


def weakness(password: str, known: Iterable[str] = ()) -> str | None:
    """Say in Dutch what is wrong with a new password, or None.

    zxcvbn looks it up in its own lists, without a network; `known` are words that others know of
    the user, such as name and address.
    """
    from zxcvbn import zxcvbn

    typed = _normal(password)
    if len(typed) < SHORTEST:
        return _("Kies een langer wachtwoord: ten minste %(least)s tekens.") % {"least": SHORTEST}
    if len(typed) > LONGEST:
        return _("Kies een korter wachtwoord: ten hoogste %(most)s tekens.") % {"most": LONGEST}
    words = [*CONTEXT_WORDS, *(word for text in known for word in _words(text))]
    score = zxcvbn(typed[:_GUESSED_UP_TO], user_inputs=words)["score"]
    if score < STRONG_ENOUGH or len(_without(words, typed)) < SHORTEST_BESIDE_WORDS:
        return _(
            "Dit wachtwoord is te makkelijk te raden. Kies bijvoorbeeld vier woorden die niets "
            "met elkaar te maken hebben."
        )
    return None


def _words(text: str) -> list[str]:
    return [text, *(word for word in text.replace("@", " ").replace(".", " ").split() if word)]


def _without(words: Iterable[str], typed: str) -> str:
    left = typed.casefold()
    for word in sorted({word.casefold() for word in words if len(word) > 3}, key=len, reverse=True):
        left = left.replace(word, "")
    return left


def _normal(password: str) -> str:
    """The same characters, however the keyboard makes them."""
    return unicodedata.normalize("NFC", password)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("")
