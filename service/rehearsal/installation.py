"""The programs that make up an installation on this machine, and how each is started."""

import os
import sys
from urllib.parse import urlsplit

from service.config import Settings
from service.rehearsal.child_process import ChildProcess

WEB_THREADS = 8


def programs(settings: Settings) -> list[ChildProcess]:
    """Give the web server, the worker and the inference process, in the order of starting."""
    environment = child_environment(settings)
    logs = settings.data_dir / "log"
    commands = {
        "web": web_command(settings),
        "worker": [sys.executable, "-m", "service.cli.main", "worker"],
        "inference": [
            *(sys.executable, "-m", "embeddings.inference"),
            *("--socket", str(settings.inference_socket)),
        ],
    }
    return [
        ChildProcess(name, command, environment, logs / f"{name}.log")
        for name, command in commands.items()
    ]


def web_command(settings: Settings) -> list[str]:
    """Give the command of the web server; no access log, because tokens stand in paths."""
    address = urlsplit(settings.base_url)
    return [
        *(sys.executable, "-m", "gunicorn", "service.app:create_app()"),
        *("--bind", f"{address.hostname}:{address.port}"),
        *("--worker-class", "gthread", "--threads", str(WEB_THREADS)),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def child_environment(settings: Settings) -> dict[str, str]:
    """Give the environment in which the programs read these same settings."""
    mail = settings.mail
    chosen = {
        "SCHAKEL_ENV": settings.environment,
        "SCHAKEL_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "SCHAKEL_DATA_KEYS": ",".join(settings.data_keys),
        "SCHAKEL_DATA_KEYS_FILE": "",
        "BASE_URL": settings.base_url,
        "MAIL_SERVER": mail.server,
        "MAIL_PORT": str(mail.port),
        "MAIL_SECURITY": mail.security,
        "MAIL_USERNAME": mail.username or "",
        "MAIL_PASSWORD": mail.password or "",
        "MAIL_SENDER": mail.sender,
        "INFERENCE_SOCKET": str(settings.inference_socket),
        "EMBEDDING_MODEL": settings.embedding_model or "",
        "SCHAKEL_ENCODER": settings.encoder,
        "DUTY_PHONE": settings.duty_phone,
        "BUREAU_NAME": settings.bureau_name,
        "CONTROLLER_NAME": settings.responsible.controller,
        "PRIVACY_CONTACT": settings.responsible.privacy_contact,
        "PRIVACY_OFFICER": settings.responsible.privacy_officer,
        "SECURITY_CONTACT": settings.responsible.security_contact.removeprefix("mailto:"),
        "POLL_SECONDS": str(settings.poll_seconds),
        "SESSION_IDLE_MINUTES": str(settings.session_limits.idle.total_seconds() / 60),
        "SESSION_HOURS": str(settings.session_limits.absolute.total_seconds() / 3600),
        "SECOND_FACTOR_KEYS": ",".join(
            f"{number}:{key}" for number, key in settings.second_factor_keys.items()
        ),
        "TRUSTED_PROXIES": str(settings.trusted_proxies),
        "INTAKE_PER_HOUR": str(settings.intake_per_hour),
        # One line at a time reaches the log files at once.
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | chosen
