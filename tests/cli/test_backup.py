"""`schakel backup` makes a copy that can be used, and ends old ones."""

import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.cli.database_copy import copy_database
from service.cli.refusal import CannotDo
from service.database import connect
from service.migrations.schema import check_schema
from tests.cli.conftest import Command
from tests.databases import postgresql_programs

OLD = "schakel-20200101T000000Z.sqlite3"


@pytest.fixture
def migrated(schakel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    assert schakel("migrate").exit_code == 0
    return schakel


def test_a_copy_is_whole_and_for_its_owner_only(migrated: Command, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    result = migrated("backup", str(folder))
    (file,) = folder.iterdir()
    assert (result.exit_code, result.stdout) == (0, f"written: {file}\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    engine = connect(f"sqlite:///{file}")
    check_schema(engine)
    engine.dispose()


def test_old_ones_go_and_other_files_stay(migrated: Command, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in (OLD, "notes.txt"):
        (folder / name).write_text("x")
    assert migrated("backup", str(folder)).exit_code == 0
    assert (folder / OLD).exists()
    (first,) = (file for file in folder.iterdir() if file.name not in (OLD, "notes.txt"))
    first.unlink()
    assert f"removed: {folder / OLD}" in migrated("backup", str(folder), "--keep-days", "7").stdout
    assert len(list(folder.iterdir())) == 2 and (folder / "notes.txt").exists()


def test_a_folder_that_cannot_be_made_is_told(migrated: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused = migrated("backup", str(tmp_path / "file" / "deeper"))
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (2, True)


@pytest.mark.backend("postgresql")
def test_postgresql_is_dumped_by_its_own_program(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = postgresql_programs() / "pg_dump"
    monkeypatch.setenv("PATH", str(found.parent))
    file = tmp_path / "one.pgdump"
    copy_database(engine, file)
    listed = subprocess.run(
        [found.parent / "pg_restore", "--list", file], capture_output=True, text=True, check=True
    )
    assert "support_request" in listed.stdout
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotDo, match="pg_dump is not on the PATH"):
        copy_database(engine, file)
