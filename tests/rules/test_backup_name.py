"""Which backups are too old, read from their names."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.backup_name import backup_name, expired, made_at

NOW = datetime(2026, 11, 24, 9, 0, 0, tzinfo=UTC)


def test_a_name_tells_its_moment() -> None:
    name = backup_name(NOW, "sqlite3")
    assert (name, made_at(name)) == ("schakel-20261124T090000Z.sqlite3", NOW)


@pytest.mark.parametrize(
    "name",
    [
        "schakel.sqlite3",
        "schakel-20261124T090000Z.sqlite3.part",
        "schakel-20261399T090000Z.pgdump",
        "x-schakel-20200101T090000Z.sqlite3",
        "notes.txt",
    ],
)
def test_another_file_has_no_moment_and_never_expires(name: str) -> None:
    assert made_at(name) is None
    assert expired([name], NOW, 1) == []


@pytest.mark.parametrize("ending", ["pgdump", "sqlite3.part"])
@pytest.mark.parametrize(("hours", "gone"), [(0, False), (7 * 24, False), (7 * 24 + 1, True)])
def test_older_than_seven_days_goes(hours: int, gone: bool, ending: str) -> None:
    name = backup_name(NOW - timedelta(hours=hours), ending)
    assert expired([name], NOW, 7) == ([name] if gone else [])
