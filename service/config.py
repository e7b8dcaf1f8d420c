"""Settings from the environment, checked at start."""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from embeddings.network import AUTO, WAYS
from expert_registry.errors import UnusableKeys
from expert_registry.key_ring import REMEDY, KeyRing, new_key
from service.domain.channel import Channels, read_channels
from service.domain.responsible import Responsible, read_responsible
from service.domain.session_limits import SessionLimits
from service.domain.sign_on import SignOnSettings
from service.domain.sign_on_settings import read_sign_on
from service.domain.throttle import LIMITS, Attempt

DEVELOPMENT = "development"
PRODUCTION = "production"


class UnsafeSettings(Exception):
    """The settings cannot be used; the message names each problem and its remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class MailSettings:
    """The SMTP server; `security` is 'none' (development only), 'starttls' or 'tls'."""

    server: str
    port: int
    security: str
    username: str | None
    password: str | None = field(repr=False)
    sender: str


@dataclass(frozen=True)
class Settings:
    """All settings of the web, the worker and the commands."""

    environment: str
    data_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    base_url: str
    mail: MailSettings
    inference_socket: Path
    embedding_model: str | None
    duty_phone: str
    bureau_name: str
    poll_seconds: float
    channels: Channels = ()
    encoder: str = AUTO
    house_style: str = ""
    session_limits: SessionLimits = field(default_factory=SessionLimits)
    second_factor_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    trusted_proxies: int = 0
    intake_per_hour: int = LIMITS[Attempt.ALL_INTAKE].most
    data_keys: tuple[str, ...] = field(default=(), repr=False)
    sign_on: SignOnSettings | None = None
    responsible: Responsible = field(default_factory=Responsible)

    @property
    def development(self) -> bool:
        """Say whether this is the development mode of `make run`."""
        return self.environment == DEVELOPMENT


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; development has defaults for all, production for few.

    Raises UnsafeSettings with every problem at once.
    """
    env = os.environ if environ is None else environ
    problems: list[str] = []
    environment = env.get("SCHAKEL_ENV", DEVELOPMENT)
    if environment not in (DEVELOPMENT, PRODUCTION):
        problems.append("SCHAKEL_ENV must be 'development' or 'production'")
    data_dir = Path(env.get("SCHAKEL_DATA_DIR", "var")).absolute()
    settings = Settings(
        environment=environment,
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL", f"sqlite:///{data_dir / 'schakel.sqlite3'}"),
        secret_key=env.get("SECRET_KEY", ""),
        base_url=env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail=_mail_settings(env, problems),
        inference_socket=Path(env.get("INFERENCE_SOCKET", str(data_dir / "inference.sock"))),
        embedding_model=env.get("EMBEDDING_MODEL") or None,
        duty_phone=env.get("DUTY_PHONE", "000-0000000"),
        bureau_name=env.get("BUREAU_NAME", "Bureau Regionale Veiligheidsstrategie"),
        poll_seconds=_number(env, "POLL_SECONDS", 1.0, problems, 0.05, 60),
        channels=read_channels(env, problems, development=environment == DEVELOPMENT),
        encoder=env.get("SCHAKEL_ENCODER") or AUTO,
        house_style=_house_style(env, problems),
        session_limits=SessionLimits(
            timedelta(minutes=_number(env, "SESSION_IDLE_MINUTES", 30, problems, 1, 24 * 60)),
            timedelta(hours=_number(env, "SESSION_HOURS", 12, problems, 0.25, 24)),
        ),
        second_factor_keys=_second_factor_keys(env, problems),
        # In production one proxy brings TLS; in development browsers come straight to us.
        trusted_proxies=int(
            _number(env, "TRUSTED_PROXIES", environment != DEVELOPMENT, problems, 0, 5)
        ),
        intake_per_hour=int(
            _number(env, "INTAKE_PER_HOUR", LIMITS[Attempt.ALL_INTAKE].most, problems, 20, 10_000)
        ),
        data_keys=_data_keys(env, problems),
        sign_on=_sign_on(env, problems, development=environment == DEVELOPMENT),
    )
    settings = replace(
        settings,
        responsible=read_responsible(
            env,
            problems,
            bureau=settings.bureau_name,
            sender=settings.mail.sender,
            production=settings.environment == PRODUCTION,
        ),
    )
    if settings.encoder not in WAYS:
        problems.append(f"SCHAKEL_ENCODER must be one of {', '.join(WAYS)}")
    if settings.environment == PRODUCTION:
        problems += _production_problems(settings, env)
    if problems:
        raise UnsafeSettings(problems)
    return settings


def key_of(settings: Settings) -> str:
    """Give the secret key of these settings; in development the one of the data folder."""
    return settings.secret_key or development_secret(settings.data_dir)


def development_secret(data_dir: Path, name: str = "development-secret") -> str:
    """Give a secret key of a development data folder, made at the first start (mode 0600)."""
    return _made_once(data_dir / name, lambda: secrets.token_hex(32))


def data_key_ring(settings: Settings) -> KeyRing:
    """Give the keys of confidential columns; development makes one beside its secret.

    Raises UnusableKeys.
    """
    if settings.data_keys or not settings.development:
        return KeyRing(settings.data_keys)
    return KeyRing([_made_once(settings.data_dir / "development-data-key", new_key)])


def _made_once(path: Path, make: Callable[[], str]) -> str:
    """Give what stands in a file that only its owner may read, made at the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(make())
        # The first of two processes that start together wins; neither reads half a secret.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text().strip()


def _data_keys(env: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """Give the keys of the environment or of the file that it names, newest first."""
    written, path = env.get("SCHAKEL_DATA_KEYS", ""), env.get("SCHAKEL_DATA_KEYS_FILE", "")
    if written and path:
        problems.append("set SCHAKEL_DATA_KEYS or SCHAKEL_DATA_KEYS_FILE, not both")
        return ()
    if path:
        try:
            written = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            problems.append("SCHAKEL_DATA_KEYS_FILE must name a file that can be read")
            return ()
    keys = tuple(written.replace(",", " ").split())
    if keys or path:
        try:
            KeyRing(keys)
        except UnusableKeys as error:
            problems.append(f"SCHAKEL_DATA_KEYS{'_FILE' if path else ''}: {error}")
    return keys


def _sign_on(
    env: Mapping[str, str], problems: list[str], *, development: bool
) -> SignOnSettings | None:
    secret, path = env.get("OIDC_CLIENT_SECRET", ""), env.get("OIDC_CLIENT_SECRET_FILE", "")
    if secret and path:
        problems.append("set OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE, not both")
    elif path:
        try:
            secret = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            problems.append("OIDC_CLIENT_SECRET_FILE must name a file that can be read")
    return read_sign_on(env, secret, problems, development=development)


def _mail_settings(env: Mapping[str, str], problems: list[str]) -> MailSettings:
    security = env.get("MAIL_SECURITY", "none")
    if security not in ("none", "starttls", "tls"):
        problems.append("MAIL_SECURITY must be 'none', 'starttls' or 'tls'")
    return MailSettings(
        server=env.get("MAIL_SERVER", "127.0.0.1"),
        port=int(_number(env, "MAIL_PORT", 1025, problems, 1, 65535)),
        security=security,
        username=env.get("MAIL_USERNAME") or None,
        password=env.get("MAIL_PASSWORD") or None,
        sender=env.get("MAIL_SENDER", "schakel@bureau.example"),
    )


def _house_style(env: Mapping[str, str], problems: list[str]) -> str:
    path = env.get("SCHAKEL_HOUSE_STYLE")
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problems.append("SCHAKEL_HOUSE_STYLE must name a style sheet that can be read")
        return ""


def _second_factor_keys(env: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The keys by their number: `1:…,2:…`. The highest encrypts, all of them decrypt."""
    listed = env.get("SECOND_FACTOR_KEYS", "")
    pairs = [part.strip().partition(":") for part in listed.split(",") if part.strip()]
    keys = {number: key for number, _, key in pairs}
    well = all(number.isdecimal() and len(key) >= 32 for number, key in keys.items())
    if len(keys) < len(pairs) or not well:
        problems.append(
            "SECOND_FACTOR_KEYS must look like 1:KEY,2:KEY with keys of at least 32 characters"
        )
    return keys


def _number(
    env: Mapping[str, str],
    name: str,
    default: float,
    problems: list[str],
    lowest: float,
    highest: float,
) -> float:
    try:
        value = float(env.get(name, default))
    except ValueError:
        problems.append(f"{name} must be a number")
        return default
    if not lowest <= value <= highest:
        problems.append(f"{name} must lie between {lowest:g} and {highest:g}")
        return default
    return value


def _production_problems(settings: Settings, env: Mapping[str, str]) -> list[str]:
    problems = [
        f"{name} must be set in production"
        for name in (
            *("SECRET_KEY", "SECOND_FACTOR_KEYS", "BASE_URL", "MAIL_SERVER", "MAIL_SENDER"),
            "DUTY_PHONE",
        )
        if not env.get(name)
    ]
    if not (env.get("SCHAKEL_DATA_KEYS") or env.get("SCHAKEL_DATA_KEYS_FILE")):
        problems.append(
            f"SCHAKEL_DATA_KEYS or SCHAKEL_DATA_KEYS_FILE must be set in production; {REMEDY}"
        )
    if settings.secret_key and len(settings.secret_key) < 32:
        problems.append("SECRET_KEY must have at least 32 characters")
    if urlsplit(settings.base_url).scheme != "https":
        problems.append("BASE_URL must start with https:// in production")
    if settings.mail.security == "none":
        problems.append("MAIL_SECURITY must be 'starttls' or 'tls' in production")
    if settings.mail.sender.endswith((".example", ".test")):
        problems.append("MAIL_SENDER is a sample address; set the bureau's own")
    return problems
