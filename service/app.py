"""The web application. It starts no scheduler and loads no model."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Engine

from expert_registry import language as registry_words
from service.config import Settings, data_key_ring, key_of, read_settings
from service.database import connect, reading
from service.domain.language import gettext, ngettext
from service.storage.key_probe import check_keys
from service.web import (
    access,
    audit_trail,
    compressed_files,
    error_pages,
    local_time,
    security_headers,
    start,
    text_encoding,
)
from service.web.accountability import routes as accountability
from service.web.accounts import (
    account_list_pages,
    confirm_pages,
    log_in_pages,
    new_address_pages,
    own_account_pages,
    own_second_step_pages,
    session_watch,
)
from service.web.accounts import routes as accounts
from service.web.agreements import routes as agreements
from service.web.alarms import routes as alarms
from service.web.audit import routes as audit
from service.web.csrf import protection
from service.web.dashboard import routes as dashboard
from service.web.duty import routes as duty
from service.web.form_cookie import FormCookie
from service.web.intake import views as intake
from service.web.invitations import answer, assignment, evaluation, link_act_pages
from service.web.languages import choice as language_choice
from service.web.languages import routes as languages
from service.web.mail_templates import routes as mail_templates
from service.web.partner_consent import routes as partner_consent
from service.web.partners import routes as partners
from service.web.private_log import PrivateFlask
from service.web.registry import routes as registry
from service.web.retention import routes as retention
from service.web.sign_on import routes as sign_on
from service.web.status import views as status
from service.web.triage import routes as triage

BODY_LIMIT = 300_000
BLUEPRINTS = (
    start.blueprint,
    languages.blueprint,
    accountability.blueprint,
    intake.blueprint,
    status.blueprint,
    answer.blueprint,
    assignment.blueprint,
    link_act_pages.blueprint,
    evaluation.blueprint,
    partner_consent.blueprint,
    accounts.blueprint,
    log_in_pages.blueprint,
    sign_on.blueprint,
    confirm_pages.blueprint,
    own_account_pages.blueprint,
    own_second_step_pages.blueprint,
    account_list_pages.blueprint,
    new_address_pages.blueprint,
    triage.blueprint,
    registry.blueprint,
    partners.blueprint,
    dashboard.blueprint,
    duty.blueprint,
    alarms.blueprint,
    audit.blueprint,
    retention.blueprint,
    agreements.blueprint,
    mail_templates.blueprint,
)


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    """Give the application; settings come from the environment unless they are handed in.

    Tests replace `app.config["CLOCK"]`, a callable that gives the present moment (aware UTC).
    Raises UnsafeSettings, and WrongKeys before anything is served.
    """
    settings = settings or read_settings()
    app = PrivateFlask("service.web")
    app.config.from_mapping(_flask_settings(settings))
    app.session_interface = FormCookie()
    app.extensions["engine"] = engine or _own_engine(settings)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        bureau_name=settings.bureau_name,
        duty_phone=settings.duty_phone,
        has_house_style=bool(settings.house_style),
    )
    registry_words.translate_with(gettext)
    # The language first: what the others refuse is told in it.
    parts = (language_choice, security_headers, local_time, error_pages, text_encoding, access)
    for part in (*parts, compressed_files, audit_trail, session_watch):
        part.install(app)
    protection.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _own_engine(settings: Settings) -> Engine:
    engine = connect(settings.database_url, data_key_ring(settings))
    with reading(engine) as session:
        check_keys(session)
    # A process that is forked off must open connections of its own.
    engine.dispose()
    return engine


def _flask_settings(settings: Settings) -> dict[str, object]:
    host = urlsplit(settings.base_url).hostname or "localhost"
    development = settings.development
    return {
        "SETTINGS": settings,
        "CLOCK": lambda: datetime.now(UTC),
        "SECRET_KEY": key_of(settings),
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "MAX_FORM_MEMORY_SIZE": BODY_LIMIT,
        "TRUSTED_HOSTS": [host, "localhost", "127.0.0.1"] if development else [host],
        "SESSION_COOKIE_NAME": "schakel_form" if development else "__Host-schakel_form",
        "SESSION_COOKIE_SECURE": not development,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        # Our own Referrer-Policy keeps browsers from sending what this check compares.
        "WTF_CSRF_SSL_STRICT": False,
    }
