"""Settings: development works without any, production refuses what is unsafe."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from expert_registry.errors import UnusableKeys
from expert_registry.key_ring import KeyRing, new_key
from service.config import (
    UnsafeSettings,
    data_key_ring,
    development_secret,
    key_of,
    read_settings,
)

PASSPHRASE = base64.b64encode(b"a phrase of exactly 32 letters!!").decode()
FEW_BYTES = base64.b64encode(bytes([1, 2, 3, 200] * 8)).decode()
GOOD_KEY = new_key()

PRODUCTION = {
    "SCHAKEL_ENV": "production",
    "SECOND_FACTOR_KEYS": "1:" + "k" * 40,
    "SECRET_KEY": "k" * 40,
    "BASE_URL": "https://schakel.gemeente.test",
    "MAIL_SERVER": "mail.gemeente.test",
    "MAIL_SECURITY": "starttls",
    "MAIL_SENDER": "schakel@gemeente.nl",
    "DUTY_PHONE": "000-1234567",
    "PRIVACY_OFFICER": "fg@bureau.nl",
    "SECURITY_CONTACT": "veilig@bureau.nl",
    "SCHAKEL_DATA_KEYS": GOOD_KEY,
}


def test_development_needs_no_settings(tmp_path: Path) -> None:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    assert settings.development
    assert settings.database_url == f"sqlite:///{tmp_path}/schakel.sqlite3"


def test_production_accepts_safe_settings() -> None:
    assert not read_settings(PRODUCTION).development


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32"),
        ({"BASE_URL": "http://schakel.gemeente.test"}, "BASE_URL must start with https"),
        ({"MAIL_SECURITY": "none"}, "MAIL_SECURITY must be 'starttls' or 'tls' in production"),
        ({"MAIL_SENDER": "schakel@bureau.example"}, "MAIL_SENDER is a sample address"),
        ({"MAIL_SERVER": ""}, "MAIL_SERVER must be set"),
        ({"DUTY_PHONE": ""}, "DUTY_PHONE must be set"),
        ({"PRIVACY_OFFICER": ""}, "PRIVACY_OFFICER must be set"),
        ({"SECURITY_CONTACT": ""}, "SECURITY_CONTACT must be set"),
        ({"SCHAKEL_ENV": "staging"}, "SCHAKEL_ENV must be"),
        ({"MAIL_SECURITY": "ssl"}, "MAIL_SECURITY must be"),
        ({"MAIL_PORT": "99999"}, "MAIL_PORT must lie between"),
        ({"MAIL_PORT": "inf"}, "MAIL_PORT must lie between"),
        ({"SCHAKEL_ENCODER": "quick"}, "SCHAKEL_ENCODER must be one of auto, fast, plain"),
        ({"SECOND_FACTOR_KEYS": ""}, "SECOND_FACTOR_KEYS must be set"),
        ({"SECOND_FACTOR_KEYS": "1:short"}, "SECOND_FACTOR_KEYS must look like"),
        ({"SECOND_FACTOR_KEYS": "k" * 40}, "SECOND_FACTOR_KEYS must look like"),
        ({"SECOND_FACTOR_KEYS": "1:" + "k" * 40 + ",1:" + "l" * 40}, "SECOND_FACTOR_KEYS must"),
        ({"SESSION_IDLE_MINUTES": "0"}, "SESSION_IDLE_MINUTES must lie between"),
        ({"SESSION_HOURS": "100"}, "SESSION_HOURS must lie between"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES must lie between"),
        ({"TRUSTED_PROXIES": "all"}, "TRUSTED_PROXIES must be a number"),
        ({"INTAKE_PER_HOUR": "1"}, "INTAKE_PER_HOUR must lie between"),
        ({"POLL_SECONDS": "nan"}, "POLL_SECONDS must lie between"),
        ({"POLL_SECONDS": "soon"}, "POLL_SECONDS must be a number"),
        ({"SCHAKEL_DATA_KEYS": ""}, "SCHAKEL_DATA_KEYS or SCHAKEL_DATA_KEYS_FILE must be set"),
        ({"SCHAKEL_DATA_KEYS": "geheim"}, "DATA_KEYS: data key 1 is not 32 bytes.*keys new"),
        ({"SCHAKEL_DATA_KEYS": f"{GOOD_KEY},kort"}, "data key 2 is not 32 bytes in base64"),
        ({"SCHAKEL_DATA_KEYS": PASSPHRASE}, "data key 1 is not random; `schakel keys new`"),
        ({"SCHAKEL_DATA_KEYS": FEW_BYTES}, "data key 1 is not random"),
        ({"SCHAKEL_DATA_KEYS": f"{GOOD_KEY} {GOOD_KEY}"}, "a data key is named twice"),
        ({"SCHAKEL_DATA_KEYS": "sleutel-é"}, "data key 1 is not 32 bytes"),
        ({"SCHAKEL_DATA_KEYS_FILE": "/nergens"}, "not both"),
        ({"SCHAKEL_DATA_KEYS": "", "SCHAKEL_DATA_KEYS_FILE": "/nergens"}, "can be read"),
        ({"SCHAKEL_DATA_KEYS": "", "SCHAKEL_DATA_KEYS_FILE": "/dev/null"}, "no data keys"),
        ({"SCHAKEL_CHANNEL_A": "json://x.gov.test"}, "SCHAKEL_CHANNEL_A must be encrypted"),
    ],
)
def test_unsafe_settings_are_refused_with_the_reason(changes: dict[str, str], problem: str) -> None:
    with pytest.raises(UnsafeSettings, match=problem):
        read_settings(PRODUCTION | changes)


@pytest.mark.parametrize(
    ("environ", "proxies"),
    [({}, 0), (PRODUCTION, 1), (PRODUCTION | {"TRUSTED_PROXIES": "2"}, 2)],
)
def test_the_proxy_that_brings_tls_is_trusted(environ: dict[str, str], proxies: int) -> None:
    assert read_settings(environ).trusted_proxies == proxies


@pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_URL", "MAIL_SERVER", "MAIL_SENDER"])
@pytest.mark.parametrize("left", ["", None])
def test_what_production_needs_has_no_default(name: str, left: str | None) -> None:
    environ = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(UnsafeSettings, match=f"{name} must be set"):
        read_settings(environ if left is None else environ | {name: left})


def test_production_makes_no_secret_of_its_own(tmp_path: Path) -> None:
    """A key that is made at the start would be another one in each process, and lie in a file."""
    environ = PRODUCTION | {"SCHAKEL_DATA_DIR": str(tmp_path)}
    assert key_of(read_settings(environ)) == PRODUCTION["SECRET_KEY"]
    with pytest.raises(UnsafeSettings):
        read_settings(environ | {"SECRET_KEY": ""})
    assert list(tmp_path.iterdir()) == []


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        read_settings({"SCHAKEL_ENV": "production"})
    assert len(refused.value.problems) >= 6


def test_no_secret_shows_when_settings_are_printed() -> None:
    settings = read_settings(PRODUCTION | {"MAIL_PASSWORD": "geheim-woord"})
    assert "geheim-woord" not in repr(settings)
    assert "k" * 40 not in repr(settings)
    assert GOOD_KEY not in repr(settings)


def test_a_refused_key_is_not_repeated() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        read_settings(PRODUCTION | {"SCHAKEL_DATA_KEYS": PASSPHRASE})
    assert PASSPHRASE not in str(refused.value)


def test_data_keys_come_from_a_file_newest_first(tmp_path: Path) -> None:
    file, keys = tmp_path / "keys", [new_key(), new_key()]
    file.write_text("\n".join(keys) + "\n")
    from_file = {"SCHAKEL_DATA_KEYS": "", "SCHAKEL_DATA_KEYS_FILE": str(file)}
    settings = read_settings(PRODUCTION | from_file)
    assert data_key_ring(settings).ids == KeyRing(keys).ids


def test_development_makes_a_private_data_key_of_its_own(tmp_path: Path) -> None:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    assert data_key_ring(settings).ids == data_key_ring(settings).ids
    assert (tmp_path / "development-data-key").stat().st_mode & 0o077 == 0


def test_nothing_is_made_up_outside_development(tmp_path: Path) -> None:
    settings = replace(read_settings(PRODUCTION), data_keys=(), data_dir=tmp_path)
    with pytest.raises(UnusableKeys):
        data_key_ring(settings)
    assert list(tmp_path.iterdir()) == []


def test_the_development_secret_stays_the_same_and_private(tmp_path: Path) -> None:
    first = development_secret(tmp_path)
    assert first == development_secret(tmp_path)
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["development-secret"]
