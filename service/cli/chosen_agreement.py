"""The agreement that a command counts with: a stored version, or the one of the program."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from service.actions.agreements.agreement_in_force import agreement_at, agreement_of_version
from service.config import UnsafeSettings, read_settings
from service.database import connect, reading
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement, default_agreement
from service.migrations.schema import SchemaOutOfDate, check_schema


def chosen_agreement(at: datetime, version: int | None) -> ServiceAgreement:
    """Give the version asked for, or else the one that holds at that moment (aware).

    Without a database that is the default, and nothing is made; where there is one that cannot
    be read, standard error says so. Raises click.BadParameter for a version that does not exist.
    """
    found = _stored(at, version)
    if found is not None:
        return found
    default = default_agreement()
    if version in (None, default.version):
        return default
    reason = _("Versie %(version)s bestaat niet.") % {"version": version}
    raise click.BadParameter(reason, param_hint="--agreement")


def _stored(at: datetime, version: int | None) -> ServiceAgreement | None:
    try:
        engine = _existing_database()
        if engine is None:
            return None
        check_schema(engine)
        with reading(engine) as session:
            if version is None:
                return agreement_at(session, at)
            return agreement_of_version(session, version)
    except (UnsafeSettings, SchemaOutOfDate, SQLAlchemyError, ImportError):
        notice = _("De database is nu niet te lezen. Er is geteld met de standaardafspraak.")
        click.echo(notice, err=True)
        return None


def _existing_database() -> Engine | None:
    url = read_settings().database_url
    with suppress(SQLAlchemyError):
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            return None
    return connect(url)
