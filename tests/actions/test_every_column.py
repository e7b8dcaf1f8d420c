"""A word of its own in every column about a person: asked for it is given, and then it is gone.

The columns come from the tables themselves, so that a new one cannot be forgotten here.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Engine, LargeBinary, select, update
from sqlalchemy.orm import Session

from expert_registry.sealed import SealedBytes, SealedJson
from expert_registry.tables import Expert, Partner
from service.actions.privacy.erase_person import erase_person
from service.actions.privacy.export_person import export_person
from service.actions.requests.end_request import close_request
from service.actions.requests.mark_read import mark_read
from service.actions.requests.redact_text import redact_text
from service.database import reading, writing
from service.domain.actor import Actor
from service.jobs.retention import run_retention
from service.storage import request_vector
from service.storage.all_tables import all_tables
from service.storage.column_secrecy import SECRECY, Why
from service.storage.passkey import Passkey
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW
from tests.actions.test_redact_text import told  # noqa: F401

pytestmark = pytest.mark.backend("sqlite")

WORD = "zwaluwstaart"
ADDRESS = f"{WORD}@zeist.example"
DAY = timedelta(days=1)
CASE_TABLES = {
    table.name
    for table in all_tables().sorted_tables
    if {"request_id", "match_run_id"} & set(table.columns.keys())
} - {"legal_hold"}
READ_BY_NOBODY = {"request_vector.vector", "expert_vector.vector", "expert_vector.layers"}


def places(*reasons: Why, tables: Iterable[str] | None = None) -> set[str]:
    """The columns that are as confidential as this, in these tables."""
    return {
        place
        for place, why in SECRECY.items()
        if why in reasons and (tables is None or place.partition(".")[0] in tables)
    }


OF_THE_CASE = places(Why.TYPED, Why.READ, tables={*CASE_TABLES, "support_request"})
CONTACT_OF_THE_CASE = places(Why.CONTACT, tables={"support_request"})
OF_AN_EXPERT = places(Why.CONTACT, Why.PROFILE, tables={"expert", "expert_vector"})
OF_A_COLLEAGUE = places(Why.STAFF)
OF_A_PARTNER = places(Why.CONTACT, tables={"partner"})


def plant(session: Session, chosen: Iterable[str]) -> None:
    """Put the word, with the place itself, into these columns of every row."""
    session.flush()
    for place in chosen:
        table, _dot, name = place.partition(".")
        column = all_tables().tables[table].columns[name]
        words: Any = ADDRESS if name.endswith("email") else f"{WORD} {place}"
        if isinstance(column.type, JSON | SealedJson):
            words = [words]
        if isinstance(column.type, LargeBinary | SealedBytes):
            words = words.encode()
        session.execute(update(column.table).values({name: words}))
    session.expire_all()


def found(engine: Engine) -> set[str]:
    """The columns in which the word stands, read as the program does."""
    with reading(engine) as session:
        return {
            f"{table.name}.{column.name}"
            for table in all_tables().sorted_tables
            for column in table.columns
            if any(WORD in _text(value) for value in session.scalars(select(column)))
        }


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.fixture
def closed(
    session: Session,
    told: SupportRequest,  # noqa: F811
    coordinator: Actor,
) -> int:
    """A case that ended, with a row in every table of a case (id)."""
    request_vector.keep(session, told.id, "m", b"x")
    mark_read(session, coordinator.id or 0, told.id, 1)
    close_request(session, NOW, told, coordinator, "Klaar.")
    plant(session, OF_THE_CASE | CONTACT_OF_THE_CASE)
    request_id = told.id
    session.commit()
    return request_id


def test_retention_leaves_no_column_of_a_case(engine: Engine, closed: int) -> None:
    assert found(engine) == OF_THE_CASE | CONTACT_OF_THE_CASE
    run_retention(engine, NOW + 91 * DAY)
    assert found(engine) == set()


def test_erasing_on_request_leaves_none_either(engine: Engine, closed: int) -> None:
    with writing(engine) as session:
        erase_person(session, NOW, ADDRESS)
    assert found(engine) == set()


def test_redacting_reaches_every_text_and_all_that_was_read(
    engine: Engine, closed: int, coordinator: Actor
) -> None:
    with writing(engine) as session:
        redact_text(session, NOW, session.get_one(SupportRequest, closed), coordinator, [WORD])
    assert found(engine) == CONTACT_OF_THE_CASE - {"support_request.second_contact"}


def test_who_asks_gets_every_column_of_a_case(engine: Engine, closed: int) -> None:
    told_to_others = {"partner_consent", "invitation", "match_run", "candidate", "request_vector"}
    own = {place for place in OF_THE_CASE if place.partition(".")[0] not in told_to_others}
    assert exported(engine) >= own | CONTACT_OF_THE_CASE - {"support_request.requester_email"}


def exported(engine: Engine) -> set[str]:
    with writing(engine) as session:
        text = json.dumps(export_person(session, NOW, ADDRESS))
    assert ADDRESS in text
    return {place for place in SECRECY if f"{WORD} {place}" in text}


def test_an_expert_gets_and_loses_every_column(
    engine: Engine, session: Session, experts: list[int]
) -> None:
    session.query(Expert).filter(Expert.id != experts[0]).delete()
    plant(session, OF_AN_EXPERT)
    session.commit()
    assert exported(engine) >= OF_AN_EXPERT - READ_BY_NOBODY - {"expert.email"}
    with writing(engine) as fresh:
        erase_person(fresh, NOW, ADDRESS)
    assert found(engine) == set()


def test_a_colleague_gets_and_loses_every_column(
    engine: Engine, session: Session, coordinator: Actor
) -> None:
    session.query(UserAccount).filter(UserAccount.id != coordinator.id).delete()
    passkey = {"credential_id": b"c", "public_key": b"k", "sign_count": 0, "made_at": NOW}
    session.add(Passkey(user_id=coordinator.id, name="x", **passkey))
    plant(session, OF_A_COLLEAGUE)
    session.get_one(UserAccount, coordinator.id).active = False
    session.commit()
    assert exported(engine) >= OF_A_COLLEAGUE - {"user_account.email"}
    with writing(engine) as fresh:
        erase_person(fresh, NOW, ADDRESS)
    assert found(engine) == set()


def test_the_contact_of_a_partner_gets_every_column(
    engine: Engine, session: Session, reference_data: None
) -> None:
    session.query(Partner).filter(Partner.id != "omo").update({"contact_email": ""})
    plant(session, OF_A_PARTNER)
    session.commit()
    assert exported(engine) >= OF_A_PARTNER - {"partner.contact_email"}
