"""Rows of before the columns were sealed: sealed by the migration, and in clear on the way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Connection, Engine, MetaData, Table, select
from sqlalchemy.orm import Session

from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import use_keys
from expert_registry.tables import Partner
from service.database import connect, wipe_former_rows
from service.migrations.schema import configuration, upgrade_schema
from service.storage.key_probe import WrongKeys
from service.storage.match_run import Candidate, MatchRun
from service.storage.request import SupportRequest
from service.storage.request_vector import RequestVector
from tests.sample_case import NOW

BEFORE = "0006"
TOLD = "Zwaluwstaart bij het gemeentehuis"
REASONS = [{"kind": "phrase", "text": TOLD}]
VECTOR = b"\x00Zwaluwstaart\xff"


@pytest.fixture
def filled(bare_database_url: str) -> Iterator[Engine]:
    """A database of before, with a request that was ranked."""
    engine = connect(bare_database_url)
    with engine.execution_options(schakel_writes=True).begin() as connection:
        command.upgrade(configuration(connection), BEFORE)
        _fill(connection, "partner", id="p", contact_email=TOLD, contact_name="")
        _fill(connection, "expert", id=1, partner_id="p", external_id="e", phone=TOLD)
        _fill(connection, "support_request", id=1, owner_id=None, situation=TOLD, avoid="")
        _fill(connection, "match_run", id=1, request_id=1, similar=REASONS, themes=[])
        _fill(
            connection, "candidate", id=1, match_run_id=1, expert_id=1, reasons=REASONS, features={}
        )
        _fill(connection, "request_vector", request_id=1, vector=VECTOR)
    wipe_former_rows(engine)
    yield engine
    engine.dispose()


def _fill(connection: Connection, name: str, **values: Any) -> None:
    table = Table(name, MetaData(), autoload_with=connection)
    made_up: dict[type, Any] = {int: 1, bool: False, float: 0.5, str: "x", list: []}
    for column in table.columns:
        if not column.nullable and column.name not in values:
            kind = list if isinstance(column.type, JSON) else column.type.python_type
            values[column.name] = made_up.get(kind, NOW)
    connection.execute(table.insert().values(values))


def _raw(engine: Engine) -> dict[str, Any]:
    """Some values as the database holds them."""
    places = [
        ("support_request", "situation"),
        ("support_request", "avoid"),
        ("match_run", "similar"),
        ("match_run", "themes"),
        ("candidate", "reasons"),
        ("candidate", "features"),
        ("request_vector", "vector"),
        ("partner", "contact_email"),
        ("expert", "phone"),
    ]
    with engine.connect() as connection:
        return {
            f"{table}.{column}": connection.exec_driver_sql(
                f'SELECT "{column}" FROM {table}'
            ).scalar_one()
            for table, column in places
        }


def test_rows_are_sealed_and_read_as_before(filled: Engine) -> None:
    upgrade_schema(filled)
    raw = _raw(filled)
    empty = {"support_request.avoid": "", "match_run.themes": "[]", "candidate.features": "{}"}
    assert {place: raw.pop(place) for place in empty} == empty
    for place, stored in raw.items():
        begin = stored[:3]
        assert begin in ("s1.", b"s1."), place
    with Session(filled) as session:
        assert session.get_one(SupportRequest, 1).situation == TOLD
        assert session.get_one(MatchRun, 1).similar == REASONS
        assert session.get_one(MatchRun, 1).themes == []
        found = session.get_one(Candidate, 1)
        assert (found.reasons, found.features) == (REASONS, {})
        assert (found.expert.phone, session.get_one(Partner, "p").contact_email) == (TOLD, TOLD)
        assert session.scalars(select(RequestVector.vector)).one() == VECTOR


@pytest.mark.backend("sqlite")
def test_the_file_holds_nothing_of_before(filled: Engine) -> None:
    file = Path(str(filled.url.database))
    assert b"Zwaluwstaart" in file.read_bytes()
    upgrade_schema(filled)
    stored = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert b"Zwaluwstaart" not in stored


def test_going_back_brings_the_rows_back(filled: Engine) -> None:
    before = _raw(filled)
    upgrade_schema(filled)
    with filled.execution_options(schakel_writes=True).begin() as connection:
        command.downgrade(configuration(connection), BEFORE)
    assert _raw(filled) == before


def test_other_keys_are_refused_before_anything_is_written(filled: Engine) -> None:
    upgrade_schema(filled)
    use_keys(KeyRing([new_key()]))
    with pytest.raises(WrongKeys):
        upgrade_schema(filled)
