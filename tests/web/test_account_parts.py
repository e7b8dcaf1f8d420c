"""The parts of logging in: names of browsers, the drawing of a QR code, keys that change."""

import json
import re
from datetime import UTC, datetime

import numpy as np
import pyotp
import pytest
import zxingcpp
from flask import Flask
from passlib.totp import TOTP

from expert_registry.errors import CannotUnseal
from service.web.accounts.browser_name import browser_code, browser_words
from service.web.accounts.one_time_codes import (
    OneTimeCodes,
    as_stored,
    new_recovery_codes,
    sealed,
    unsealed,
    written,
)
from service.web.accounts.qr_code import qr_code

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URI = "otpauth://totp/Schakel:co%40bureau.example?secret=JBSWY3DPEHPK3PXP&issuer=Schakel"
MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox op Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome op Linux"),
        (f"{MOZILLA} (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        (f"{MOZILLA} (iPhone; like Mac OS X) Version/18.0 Safari/604.1", "Safari op iPhone"),
        (f"{MOZILLA} (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome op Android"),
        ("curl/8.0", "Onbekende browser"),
        ("", "Onbekende browser"),
    ],
)
def test_a_browser_is_known_by_a_coarse_name(user_agent: str, words: str) -> None:
    assert browser_words(browser_code(user_agent)) == words


def test_a_telephone_reads_the_qr_code() -> None:
    drawing = qr_code(URI, "Code <voor> uw app")
    assert "Code &lt;voor&gt; uw app" in drawing and "style" not in drawing
    size = re.search(r'viewBox="0 0 (\d+) ', drawing)
    assert size is not None
    image = np.full((int(size[1]), int(size[1])), 255, np.uint8)
    for found in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", drawing):
        x, y, width, height = (int(number) for number in found)
        image[y : y + height, x : x + width] = 0
    image = np.kron(image, np.ones((8, 8), np.uint8))
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [URI]


def test_a_newer_key_takes_over_when_a_secret_is_used() -> None:
    old, ring = (
        OneTimeCodes({"1": "k" * 32}, "S"),
        OneTimeCodes({"1": "k" * 32, "2": "l" * 32}, "S"),
    )
    new = OneTimeCodes({"2": "l" * 32}, "S")
    secret = old.generate_totp_secret()
    app = pyotp.TOTP(old.get_totp_b32_key(secret))
    with pytest.raises(KeyError):
        new.get_totp_b32_key(secret)
    match = ring.match(secret, app.at(NOW), NOW, None)
    assert match is not None
    assert new.get_totp_b32_key(match.secret) == app.secret
    assert app.secret not in secret + match.secret


def test_a_secret_that_was_encrypted_before_is_sealed_at_its_next_use() -> None:
    keys = {"1": "k" * 32}
    former = TOTP.using(issuer="S", secrets=keys).new()
    stored = former.to_json(encrypt=True)
    app = pyotp.TOTP(former.base32_key)
    match = OneTimeCodes(keys, "S").match(stored, app.at(NOW), NOW, None)
    assert match is not None
    assert json.loads(stored)["enckey"]["v"] == 1 and json.loads(match.secret)["enckey"]["v"] == 2
    assert OneTimeCodes(keys, "S").get_totp_b32_key(match.secret) == app.secret


def test_a_secret_that_was_changed_does_not_open() -> None:
    codes = OneTimeCodes({"1": "k" * 32}, "S")
    kept = json.loads(codes.generate_totp_secret())
    letters = kept["enckey"]["k"]
    kept["enckey"]["k"] = letters[:-6] + ("A" if letters[-6] != "A" else "B") + letters[-5:]
    with pytest.raises(CannotUnseal):
        codes.get_totp_b32_key(json.dumps(kept))


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "０００００１", "000 000x"])
def test_no_code_is_no_match(typed: str) -> None:
    codes = OneTimeCodes({"1": "k" * 32}, "S")
    assert codes.match(codes.generate_totp_secret(), typed, NOW, None) is None


def test_a_recovery_code_can_be_read_out() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 8
    assert all(as_stored(written(code)) == code and len(code) == 24 for code in codes)


@pytest.mark.backend("sqlite")
def test_a_form_carries_a_secret_of_its_own_account_only(app: Flask) -> None:
    with app.app_context():
        carried = sealed(1, "secret")
        assert unsealed(1, carried) == "secret"
        for owner, other in ((2, carried), (1, carried[:-1]), (1, ""), (1, "secret")):
            assert unsealed(owner, other) is None
