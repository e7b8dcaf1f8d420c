"""`schakel import-experts`: bring a file of profiles into the registry."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.cli.installation import open_installation, present


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check the file and say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def import_experts(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Add or update experts from a file.

    FILE is CSV or JSON lines. All experts in it are stored, or none: each error is named with
    its row and column; with any error nothing is written and the exit status is 2. Who gets another
    address gets new links for what is still to be done; those at the former one end. A running
    worker makes the vectors; without one, use `schakel index rebuild`.
    """
    from expert_registry.profile_import import import_profiles
    from service.actions.mail.renew_links import renew_links_of_expert
    from service.database import writing

    _settings, engine = open_installation()
    with writing(engine) as session:
        former = _addresses(session)
        report = import_profiles(session, file, dry_run=dry_run)
        now = present()
        for expert_id, address in _addresses(session).items():
            if address != former.get(expert_id, address):
                renew_links_of_expert(session, now, expert_id)
    errors = [error._asdict() for error in report.errors]
    if as_json:
        click.echo(json.dumps(asdict(report) | {"errors": errors}, ensure_ascii=False, indent=2))
    else:
        for error in report.errors:
            click.echo(f"row {error.row}, {error.field}: {error.message_nl}", err=True)
        done = "would be" if dry_run else "were" if not errors else "would have been"
        click.echo(
            f"{report.created} added, {report.updated} changed, {report.unchanged} unchanged "
            f"{done}; {len(errors)} errors"
        )
    ctx.exit(2 if errors else 0)


def _addresses(session: Session) -> dict[int, str]:
    from expert_registry.tables import Expert

    rows = session.execute(select(Expert.id, Expert.email)).all()
    return {expert_id: address.lower() for expert_id, address in rows}
