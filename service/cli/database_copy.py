"""A copy of a database in one file: SQLite page by page, PostgreSQL by pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from service.cli.refusal import CannotDo


def copy_database(engine: Engine, file: Path) -> None:
    """Write a copy of the database as it is at one moment, while others go on writing.

    Raises CannotDo, with the reason, where the copy is not whole or pg_dump is missing.
    """
    if engine.dialect.name == "sqlite":
        _sqlite(engine, file)
    else:
        _dump(engine, file)


def _sqlite(engine: Engine, file: Path) -> None:
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(file)) as copy:
        try:
            cast(sqlite3.Connection, source.driver_connection).backup(copy)
            whole = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.Error as error:
            raise CannotDo(f"the copy failed ({type(error).__name__})") from None
    if not whole:
        raise CannotDo("the copy is not whole; nothing was kept")


def _dump(engine: Engine, file: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CannotDo("pg_dump is not on the PATH; install the client of PostgreSQL")
    url = engine.url.set(drivername="postgresql", password=None)
    environment = dict(os.environ)
    if engine.url.password:
        # Never on the command line, where everybody on the machine reads it.
        environment["PGPASSWORD"] = str(engine.url.password)
    address = url.render_as_string(hide_password=False)
    command = [program, "--format=custom", f"--file={file}", f"--dbname={address}"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotDo(f"pg_dump failed: {last}")
