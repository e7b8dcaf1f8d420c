"""How a password is kept, and when it is kept anew."""

from argon2 import PasswordHasher

from service.web.accounts.password import hash_anew, hashed, is_right

WORDS = "paars zeil fluistert graniet \u00e9"
SAME_WORDS = "paars zeil fluistert graniet e\u0301"


def test_a_password_costs_what_rfc_9106_asks() -> None:
    kept = hashed(WORDS)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_right(kept, SAME_WORDS), "however the keyboard makes the last letter"
    assert not is_right(kept, WORDS.upper())
    assert not is_right(None, "")
    assert hash_anew(kept, WORDS) is None


def test_a_weaker_hash_is_replaced() -> None:
    weak = PasswordHasher(1, 8, 1).hash(WORDS)
    anew = hash_anew(weak, WORDS)
    assert anew is not None and is_right(anew, WORDS)
