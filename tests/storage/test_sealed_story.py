"""Of a whole case nothing that somebody typed stands in the database in a readable form."""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session

from expert_registry.errors import CannotUnseal
from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import use_keys
from expert_registry.tables import Expert, Partner
from service.actions.evaluation.record_evaluation import record_evaluation
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import confirm_contact
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.answer_consent import agree
from service.actions.requests.add_information import add_information
from service.actions.requests.add_note import add_note
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import close_request
from service.actions.requests.record_call_back import record_call_back
from service.cli.database_copy import copy_database
from service.database import connect
from service.domain.actor import PARTNER, expert
from service.domain.invitation import DeclineReason
from service.storage import request as requests
from service.storage import request_vector
from service.storage.all_tables import all_tables
from service.storage.case_note import CaseNote
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.key_probe import KeyProbe, WrongKeys, check_keys
from service.storage.match_run import Candidate
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from service.storage.resealing import sealed_columns, sealed_tables
from tests.conftest import RING
from tests.databases import PostgresqlServer, postgresql_programs
from tests.sample_case import NOW, store_run
from tests.web.story import Story

PLANTED = "Zwaluwstaart"
"""A word of its own in each text, so that what leaks can be named."""

WRITTEN = [
    "naam",
    "functie",
    "mail",
    "telefoon",
    "tweede",
    "situatie",
    "vraag",
    "omvang",
    "gedaan",
    "liever_niet",
    "toelichting",
    "notitie",
    "terugbellen",
    "samenvatting",
    "akkoord",
    "nee_want",
    "collega",
    "lessen",
    "eindles",
    "reden",
    "fragment",
    "partnermail",
    "deskundigenmail",
    "deskundigentelefoon",
]
VECTOR = b"\x00\x00\x80?Zwaluwstaart-vector\x00\x00"


def planted(where: str) -> str:
    return f"{PLANTED}-{where}"


@pytest.fixture
def played(engine: Engine, reference_data: None) -> Story:
    """A case from form to evaluation, with the planted word wherever something can be typed."""
    story = Story(engine, lambda: NOW)
    with Session(engine.execution_options(schakel_writes=True)) as session, session.begin():
        session.add(KeyProbe(id=1, words="schakel"))
        partner = session.get_one(Partner, "politieacademie")
        partner.standing_consent, partner.contact_name = False, planted("partnermail")
        for found in session.scalars(select(Expert)):
            found.email, found.phone = planted("deskundigenmail"), planted("deskundigentelefoon")
    story.submitted(
        requester_name=planted("naam"),
        requester_role=planted("functie"),
        requester_email=planted("mail"),
        requester_phone=planted("telefoon"),
        second_contact=planted("tweede"),
        situation=planted("situatie"),
        question=planted("vraag"),
        expected_size=planted("omvang"),
        done_so_far=planted("gedaan"),
        avoid=planted("liever_niet"),
    )
    with Session(engine.execution_options(schakel_writes=True)) as session, session.begin():
        _go_on(session, story, requests.lock(session, story.request_id))
    return story


def _go_on(session: Session, story: Story, request: SupportRequest) -> None:
    who = story.coordinator
    record_call_back(session, NOW, request, who, note=planted("terugbellen"))
    add_information(session, NOW, request, planted("toelichting"))
    add_note(session, NOW, request, who, planted("notitie"))
    _read_by_the_model(session, story)
    decide_to_match(session, NOW, request, who)
    approve_list(session, NOW, request, who, story.experts, planted("samenvatting"), 1, 1)
    for consent in session.scalars(select(PartnerConsent)):
        agree(session, NOW, consent, story.experts, PARTNER, note=planted("akkoord"))
    invite_next(session, NOW, request, who)
    first = session.scalars(select(Invitation)).one()
    declined = expert(first.expert_id)
    texts = {"note": planted("nee_want"), "suggestion": planted("collega")}
    decline_invitation(session, NOW, first, DeclineReason.NO_TIME, declined, **texts)
    second = session.scalars(select(Invitation).where(Invitation.state == "open")).one()
    moment, helper = NOW + timedelta(days=1), expert(second.expert_id)
    accept_invitation(session, NOW, second, moment, helper, reason=planted("reden"))
    confirm_contact(session, NOW, session.scalars(select(Assignment)).one(), helper)
    close_request(session, NOW, request, who, planted("eindles"))
    session.flush()
    for asked in session.scalars(select(Evaluation)).all():
        record_evaluation(
            session, NOW, asked, usefulness=5, would_use_again=True, helped_decision=None,
            hours=None, lessons=planted("lessen"),
        )  # fmt: skip


def _read_by_the_model(session: Session, story: Story) -> None:
    reason = {"kind": "phrase", "text": planted("fragment")}
    rows = [{"expert_id": found, "reasons": [reason]} for found in story.experts]
    store_run(session, story.request_id, rows, similar=[{"words": planted("fragment")}])
    request_vector.keep(session, story.request_id, "m", VECTOR)


def everything_stored(engine: Engine) -> bytes:
    """All bytes that the database shows to whoever has its files or a dump of it."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    address = make_url(engine.url).render_as_string(hide_password=False)
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return b"".join(_copied(connection, name) for (name,) in tables.fetchall())


def _copied(connection: psycopg.Connection[tuple[str]], name: str) -> bytes:
    with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as rows:
        return b"".join(bytes(part) for part in rows)


def ways_to_write(word: str) -> Iterator[bytes]:
    """A word as it is, in hexadecimal, and in base64 wherever it may begin."""
    plain = word.encode()
    yield plain
    yield plain.hex().encode()
    for before in range(3):
        yield base64.b64encode(b"\0" * before + plain)[4 if before else 0 : -4]


def test_the_story_wrote_each_planted_word(played: Story) -> None:
    with Session(played.engine) as session:
        seen = _all_that_is_read(session)
    assert [word for word in WRITTEN if planted(word) not in seen] == []
    assert VECTOR.decode("latin-1") in seen


def _all_that_is_read(session: Session) -> str:
    rows = [session.execute(select(table)).all() for table in all_tables().sorted_tables]
    found = (value for table in rows for row in table for value in row)
    return "\n".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in found)


def test_nothing_planted_stands_in_the_files_or_in_a_dump(played: Story) -> None:
    stored = everything_stored(played.engine)
    assert played.request().reference.encode() in stored
    for way in ways_to_write(PLANTED):
        assert way not in stored, way


def test_restored_without_the_key_it_reveals_nothing_and_is_not_served(played: Story) -> None:
    use_keys(KeyRing([new_key()]))
    with Session(played.engine) as session:
        for table in (SupportRequest, CaseNote, Evaluation, Candidate, PartnerConsent, Expert):
            with pytest.raises(CannotUnseal) as refused:
                session.scalars(select(table)).all()
            assert PLANTED not in str(refused.value)
    with Session(played.engine) as session, pytest.raises(WrongKeys, match="SCHAKEL_DATA_KEYS"):
        check_keys(session)


def test_with_the_right_keys_the_probe_is_silent(played: Story) -> None:
    with Session(played.engine) as session:
        check_keys(session)


@pytest.fixture
def restored(
    played: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """A database of its own that was made from a backup of the case."""
    backup, programs = tmp_path / "backup", postgresql_programs()
    monkeypatch.setenv("PATH", str(programs))
    copy_database(played.engine, backup)
    with ExitStack() as stack:
        address = f"sqlite:///{backup}"
        if played.engine.dialect.name == "postgresql":
            server: PostgresqlServer = request.getfixturevalue("postgresql_server")
            address = stack.enter_context(server.bare())
            into = f"--dbname={address.replace('+psycopg', '')}"
            subprocess.run([programs / "pg_restore", into, backup], check=True)
        copy = connect(address)
        yield copy
        copy.dispose()


def test_a_backup_that_is_restored_without_the_key_reveals_nothing(
    played: Story, restored: Engine
) -> None:
    reference = played.request().reference
    use_keys(KeyRing([new_key()]))
    stored = everything_stored(restored)
    assert reference.encode() in stored
    assert not any(way in stored for way in ways_to_write(PLANTED))
    with Session(restored) as session, pytest.raises(WrongKeys):
        check_keys(session)
    refused = {place for place in sealed_places() if not readable(restored, *place)}
    assert len(refused) > 25 and ("support_request", "situation") in refused
    use_keys(RING)
    assert all(readable(restored, *place) for place in sealed_places())


def sealed_places() -> list[tuple[str, str]]:
    return [(table.name, name) for table in sealed_tables() for name in sealed_columns(table)]


def readable(engine: Engine, table: str, name: str) -> bool:
    """Whether all that stands in a column can be read; also where nothing does."""
    with Session(engine) as session:
        try:
            session.execute(select(all_tables().tables[table].c[name])).all()
        except CannotUnseal:
            return False
    return True
