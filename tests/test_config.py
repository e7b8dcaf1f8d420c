"""Settings: development works without any, production refuses what is unsafe."""

from pathlib import Path

import pytest

from service.config import UnsafeSettings, development_secret, key_of, read_settings

PRODUCTION = {
    "SCHAKEL_ENV": "production",
    "SECOND_FACTOR_KEYS": "1:" + "k" * 40,
    "SECRET_KEY": "k" * 40,
    "BASE_URL": "https://schakel.gemeente.test",
    "MAIL_SERVER": "mail.gemeente.test",
    "MAIL_SECURITY": "starttls",
    "MAIL_SENDER": "schakel@gemeente.nl",
    "DUTY_PHONE": "000-1234567",
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


def test_the_development_secret_stays_the_same_and_private(tmp_path: Path) -> None:
    first = development_secret(tmp_path)
    assert first == development_secret(tmp_path)
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["development-secret"]
