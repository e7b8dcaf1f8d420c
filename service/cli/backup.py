"""`schakel backup`: a copy of the database that is whole, and an end to old ones."""

import os
from pathlib import Path

import click
from sqlalchemy import Engine

from service.cli.database_copy import copy_database
from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.domain.backup_name import UNFINISHED, backup_name, expired


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keep-days", type=click.IntRange(1, 3650), help="Remove backups that are older than this."
)
def backup(folder: Path, keep_days: int | None) -> None:
    """Copy the database into a folder, while it is in use.

    The file is named after the moment (UTC) and has mode 0600; SQLite is copied page by page, of
    PostgreSQL pg_dump makes a dump for pg_restore. It holds everything that the database holds:
    keep it as safe. What is erased stays in older backups until they go: with --keep-days those
    of this command in this folder go that are older, once the new one is whole.
    """
    _settings, engine = open_installation()
    now = present()
    ending = "sqlite3" if engine.dialect.name == "sqlite" else "pgdump"
    target = folder / backup_name(now, ending)
    _write(engine, target)
    click.echo(f"written: {target}")
    if keep_days is not None:
        for name in expired((file.name for file in folder.iterdir()), now, keep_days):
            (folder / name).unlink()
            click.echo(f"removed: {folder / name}")


def _write(engine: Engine, target: Path) -> None:
    """A copy that is not whole never carries the name of a backup."""
    part = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise CannotDo(f"{part} cannot be written: {error.strerror}") from None
    try:
        copy_database(engine, part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
        engine.dispose()
