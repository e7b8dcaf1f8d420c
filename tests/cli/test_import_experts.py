"""Importing experts: all or nothing, errors by row, a dry run that writes nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from expert_registry.profile_export import export_profiles
from expert_registry.sample_experts import sample_rows
from expert_registry.tables import Expert
from service.database import connect, reading
from service.storage import outbox_mail
from service.storage.mail_link import LinkPurpose, MailLink
from tests.cli.conftest import Command
from tests.conftest import RING
from tests.sample_case import NOW
from tests.web.story import Story

Row = dict[str, object]


@pytest.fixture
def good() -> Row:
    sample = next(sample_rows(datetime(2026, 12, 24, tzinfo=UTC)))
    terms = {"themes": sample["themes"], "support_kinds": sample["support_kinds"]}
    return {"id": "X1", "partner": "NGB", "summary": "Ervaring met onrust rond opvang."} | terms


def write(folder: Path, *rows: Row) -> str:
    path = folder / "experts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_a_dry_run_says_what_would_change(schakel: Command, tmp_path: Path, good: Row) -> None:
    file = write(tmp_path, good)
    dry = json.loads(schakel("import-experts", file, "--dry-run", "--json").stdout)
    assert (dry["created"], dry["dry_run"]) == (1, True)
    assert "experts                      126" in schakel("status").stdout
    result = schakel("import-experts", file)
    assert (result.exit_code, result.stdout.split(",")[0]) == (0, "1 added")
    assert "experts                      127" in schakel("status").stdout


def test_one_bad_row_stops_all_and_is_named(schakel: Command, tmp_path: Path, good: Row) -> None:
    bad = good | {"id": "X2", "partner": "onbekend"}
    result = schakel("import-experts", write(tmp_path, good, bad))
    assert result.exit_code == 2
    assert "row 2, partner" in result.stderr
    assert "experts                      126" in schakel("status").stdout


def test_another_encoding_is_named(schakel: Command, tmp_path: Path) -> None:
    path = tmp_path / "experts.csv"
    path.write_bytes("id;partner;summary\nX1;NGB;Zo\xebven\n".encode("latin-1"))
    result = schakel("import-experts", str(path))
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_another_address_ends_the_links_at_the_former_one(schakel: Command, tmp_path: Path) -> None:
    schakel("migrate")
    engine = connect(f"sqlite:///{tmp_path / 'var' / 'schakel.sqlite3'}", RING)
    story = Story(engine, lambda: NOW).invited()
    story.link(LinkPurpose.ANSWER)
    with reading(engine) as session:
        former = session.get_one(Expert, story.experts[0]).email
        (row,) = (one for one in map(json.loads, export_profiles(session)) if one["id"] == "T1")
    for address, ended in ((former, False), ("ander@partner.example", True)):
        file = write(tmp_path, row | {"email": address, "role_title": "Adviseur"})
        assert "1 changed" in schakel("import-experts", file).stdout
        with reading(engine) as session:
            link = session.scalars(select(MailLink)).one()
            assert (link.revoked_at is not None) is ended
            assert outbox_mail.of_request(session, story.request_id)[-1].kind == (
                "invitation_reminder" if ended else "invitation"
            )
    engine.dispose()
