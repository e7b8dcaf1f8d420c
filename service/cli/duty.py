"""`schakel duty`: the duty roster from a file."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo


@click.group()
def duty() -> None:
    """Plan who is on duty.

    The roster itself is a page of the bureau, under Piket. There shifts are added, changed and
    handed over; from here a whole roster is read from a file.
    """


@duty.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check the file and say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def import_file(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Add the shifts of a file.

    FILE is CSV with the columns email, start and end; times are local, as in 2026-11-30 09:00.
    All shifts in it are stored, or none. Each error is named with its row and column; a roster
    with a gap or an overlap is refused with the place. Then the exit status is 2.
    """
    from service.actions.duty.add_shifts import import_roster
    from service.database import writing
    from service.domain.errors import RosterRefused

    _settings, engine = open_installation()
    problems: list[str] = []
    try:
        with writing(engine) as session:
            added, errors = import_roster(session, present(), _text(file), dry_run=dry_run)
    except RosterRefused as refusal:
        added, errors, problems = 0, [], [str(problem) for problem in refusal.problems]
    if as_json:
        found = {"added": added, "errors": [asdict(e) for e in errors], "problems": problems}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for error in errors:
            click.echo(f"row {error.row}, {error.field}: {error.message}", err=True)
        for problem in problems:
            click.echo(problem, err=True)
        click.echo(f"{added} shifts {'would be' if dry_run else 'were'} added")
    ctx.exit(2 if errors or problems else 0)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDo("the file is not UTF-8 text; save it as CSV UTF-8") from None
