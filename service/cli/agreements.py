"""`schakel agreements`: the versions of the agreement on response times, as JSON files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from service.actions.agreements.adopt_agreement import adopt_agreement, partner_problems
from service.actions.agreements.agreement_in_force import latest_agreement
from service.actions.agreements.withdraw_agreement import withdraw_agreement
from service.cli.chosen_agreement import chosen_agreement
from service.cli.due import Moment
from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.database import reading, writing
from service.domain.actor import SYSTEM
from service.domain.agreement_difference import differences
from service.domain.agreement_json import from_json, to_json
from service.domain.counted_time import day_time
from service.domain.errors import ChangedMeanwhile, InvalidChoice
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement
from service.domain.time_errors import InvalidAgreement
from service.storage.agreement_version import AgreementVersion, all_versions

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def agreements() -> None:
    """Show and make versions of the agreement on response times.

    To make one: `show > FILE`, edit it, `check` it, `adopt` it.
    """


@agreements.command("list")
def list_versions() -> None:
    """List the stored versions and when they hold."""
    _settings, engine = open_installation()
    with reading(engine) as session:
        for row in all_versions(session):
            click.echo(_line(row))


@agreements.command()
@click.argument("version", type=click.IntRange(min=1), required=False)
def show(version: int | None) -> None:
    """Print a version as JSON: the one asked for, or the one that holds now."""
    agreement = chosen_agreement(present(), version)
    click.echo(json.dumps(to_json(agreement), indent=2, ensure_ascii=False))


@agreements.command()
@FILE
def check(file: Path) -> None:
    """Say what is wrong with the agreement in a file, or what it changes."""
    _settings, engine = open_installation()
    with _refusals(), reading(engine) as session:
        agreement = _read(file)
        if problems := partner_problems(session, agreement):
            raise InvalidAgreement(problems)
        changes = differences(latest_agreement(session), agreement)
    click.echo("\n".join(changes) or _("Er is niets veranderd."))


@agreements.command()
@FILE
@click.option("--valid-from", type=Moment(), help="From when on; left out: from now on.")
def adopt(file: Path, valid_from: datetime | None) -> None:
    """Make the agreement in a file a new version, for requests from then on.

    Its `version` is the number of the version that it was made from.
    """
    _settings, engine = open_installation()
    with _refusals():
        agreement = _read(file)
        now = present()
        with writing(engine) as session:
            begins = valid_from or now
            row = adopt_agreement(session, now, SYSTEM, agreement, begins, agreement.version)
            click.echo(_line(row))


@agreements.command()
@click.argument("version", type=click.IntRange(min=1))
def withdraw(version: int) -> None:
    """Withdraw the last version before it begins."""
    _settings, engine = open_installation()
    with _refusals(), writing(engine) as session:
        withdraw_agreement(session, present(), SYSTEM, version)
    click.echo(_("Versie %(version)s is ingetrokken.") % {"version": version})


def _read(file: Path) -> ServiceAgreement:
    try:
        return from_json(json.loads(file.read_text("utf-8-sig")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        reason = _("Dit is geen leesbaar JSON-bestand (%(kind)s).")
        raise CannotDo(reason % {"kind": type(error).__name__}) from None


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except InvalidAgreement as refused:
        raise CannotDo("\n".join(str(problem) for problem in refused.problems)) from None
    except InvalidChoice as refused:
        raise CannotDo(f"{refused.field}: {refused.message}") from None
    except ChangedMeanwhile:
        reason = _("version: dit is niet meer de laatste versie. Begin bij de laatste.")
        raise CannotDo(reason) from None


def _line(row: AgreementVersion) -> str:
    until = day_time(row.valid_until) if row.valid_until else _("nader bericht")
    state = _(" (ingetrokken)") if row.withdrawn_at else ""
    return f"{row.version}  {row.name}: {day_time(row.valid_from)} – {until}{state}"
