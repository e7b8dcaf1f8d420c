"""How a password is kept, and when it is kept anew."""

import pytest
from argon2 import PasswordHasher
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from service.web.accounts.password import (
    CONTEXT_WORDS,
    SHORTEST,
    hash_anew,
    hashed,
    is_right,
    weakness,
)

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


STRONG = "kano oordeel zilver wandkleed"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("q7#mZ!v2Lp9", "ten minste 12 tekens"),
        ("q7#mZ!v2Lp9x", None),
        (f"{STRONG} {'z7' * 17}", None),
        ((STRONG * 5)[:128], None),
        ((STRONG * 5)[:129], "ten hoogste 128 tekens"),
    ],
)
def test_how_long_a_password_may_be(password: str, said: str | None) -> None:
    found = weakness(password)
    assert found is None if said is None else said in str(found)


@pytest.mark.parametrize(
    "password",
    [
        "kano oordeel zilver",
        "kanooordeelzilver",
        "KANOOORDEELZILVER",
        "93718402957361048",
        "!@&()?;:%+=[]{}<>/",
        "κανό κρίση ασήμι χαλί",
        "🛶 oordeel 🥈 wandkleed",
        "de burgemeester fluistert graniet",
    ],
)
def test_any_kind_of_character_will_do(password: str) -> None:
    assert weakness(password) is None
    assert is_right(PasswordHasher(1, 8, 1).hash(password), password)


@pytest.mark.parametrize(
    "typed",
    [
        STRONG.upper(),
        STRONG.title(),
        f" {STRONG}",
        f"{STRONG} ",
        STRONG[:-1],
        STRONG.replace(" ", "  "),
        f"{STRONG}\x00",
    ],
)
def test_a_password_counts_to_the_letter(typed: str) -> None:
    assert not is_right(PasswordHasher(1, 8, 1).hash(STRONG), typed)


def test_the_last_of_the_longest_password_counts() -> None:
    longest = (STRONG * 5)[:128]
    kept = PasswordHasher(1, 8, 1).hash(longest)
    assert is_right(kept, longest)
    assert not is_right(kept, f"{longest[:-1]}X")
    assert not is_right(kept, f"{longest}X") and not is_right(kept, longest * 2)


@pytest.mark.parametrize("word", [*CONTEXT_WORDS, "zonnebloem", "co.zonnebloem@bureau.example"])
def test_words_of_this_place_and_person_are_no_password(word: str) -> None:
    for password in (word.ljust(12, "1"), f"{word}{word}12", f"{word.title()}26!Qx9"):
        assert weakness(password, ("Co Zonnebloem", "co.zonnebloem@bureau.example")), password


def test_passwords_that_leaked_elsewhere_are_refused() -> None:
    """The list of zxcvbn: 30,000 of a breach, of which so many are long enough for us."""
    leaked = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST]
    assert len(leaked) > 200
    assert [word for word in leaked if weakness(word) is None] == []
