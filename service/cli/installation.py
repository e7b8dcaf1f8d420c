"""The settings and the database that a command works with."""

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Engine

from service.config import Settings, data_key_ring, read_settings
from service.database import connect, reading
from service.domain.audit_kind import Origin
from service.migrations.schema import SchemaOutOfDate, check_schema
from service.rehearsal.preparation import prepare_database
from service.storage.audit_entry import coming_from
from service.storage.key_probe import check_keys


def present() -> datetime:
    """Give the present moment (aware UTC)."""
    return datetime.now(UTC)


def open_installation() -> tuple[Settings, Engine]:
    """Give the settings and an engine on a database with the newest schema.

    In development a database that is not ready is made ready, samples included. Raises
    UnsafeSettings, WrongKeys, and SchemaOutOfDate in production.
    """
    settings = read_settings()
    if not settings.development:
        engine = connect(settings.database_url, data_key_ring(settings))
        check_schema(engine)
        return settings, _with_its_keys(engine)
    engine = connect_in_data_folder(settings)
    with suppress(SchemaOutOfDate):
        check_schema(engine)
        return settings, _with_its_keys(engine)
    prepare_database(coming_from(engine, Origin.COMMAND), present(), samples=True)
    return settings, _with_its_keys(engine)


def connect_in_data_folder(settings: Settings) -> Engine:
    """Give an engine after making the data folder (mode 0700), where SQLite keeps its file."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return connect(settings.database_url, data_key_ring(settings))


def _with_its_keys(engine: Engine) -> Engine:
    with reading(engine) as session:
        check_keys(session)
    return coming_from(engine, Origin.COMMAND)
