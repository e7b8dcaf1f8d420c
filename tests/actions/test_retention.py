"""A closed case is kept for 90 days; then its texts and names go, and its figures stay."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.actions.requests.add_note import add_note
from service.actions.requests.end_request import close_request, reopen_request
from service.actions.requests.mark_read import mark_read
from service.actions.retention import steps
from service.database import reading, writing
from service.domain.actor import Actor
from service.domain.errors import StepNotAllowed
from service.domain.retention import Destroyed, RuleCode
from service.jobs import retention
from service.jobs.retention import look_at_retention, run_retention, run_when_due
from service.storage import case_figures, destruction, history_event, invitation, match_run
from service.storage.audit_entry import AuditEntry
from service.storage.destruction import Destruction, RetentionRun
from service.storage.history_event import HistoryEvent
from service.storage.legal_hold import LegalHold
from service.storage.mail_link import MailLink
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.read_mark import ReadMark
from service.storage.request import SupportRequest
from service.storage.user_account import LoginLink
from tests.actions.conftest import NOW
from tests.actions.test_redact_text import NAME, bytes_of, places_of, told  # noqa: F401
from tests.sample_case import INTAKE

DAY = timedelta(days=1)
Submit = Callable[..., SupportRequest]
OWN = (NAME, INTAKE.requester_name, INTAKE.requester_email, INTAKE.requester_phone)


@pytest.fixture
def closed(session: Session, told: SupportRequest, coordinator: Actor) -> int:  # noqa: F811
    """A case with a name in every text, closed at NOW (id)."""
    close_request(session, NOW, told, coordinator, f"Bel {NAME} eerder.")
    link = MailLink(
        token_hash="h1", purpose="status", request_id=told.id, created_at=NOW,
        expires_at=NOW + 90 * DAY,
    )  # fmt: skip
    session.add(link)
    request_id = told.id
    session.commit()
    return request_id


def hold(engine: Engine, request_id: int, actor: Actor) -> None:
    with writing(engine) as session:
        values = {"request_id": request_id, "set_at": NOW, "set_by_id": actor.id}
        session.add(LegalHold(**values, reason="Een klacht."))


def left_of(engine: Engine) -> set[str]:
    return {place for word in OWN for place in places_of(engine, word)}


def figures(engine: Engine, now: datetime) -> tuple[object, ...]:
    with reading(engine) as session:
        return (
            case_figures.case_facts(session, None),
            case_figures.clock_facts(session, None, now),
            case_figures.invitation_answers(session, None),
            case_figures.open_cases(session),
            match_run.proposed_among_first(session, 3),
            invitation.outcomes_by_partner(session),
        )


def test_after_89_days_nothing_goes_and_after_91_everything(engine: Engine, closed: int) -> None:
    before = figures(engine, NOW)
    run_retention(engine, NOW + 89 * DAY)
    assert {"support_request.situation", "case_note.text"} <= left_of(engine)
    run_retention(engine, NOW + 91 * DAY)
    assert left_of(engine) == set()
    assert figures(engine, NOW) == before
    if engine.dialect.name == "sqlite":
        assert not any(word.encode() in bytes_of(engine) for word in OWN)
    with reading(engine) as session:
        request = session.get_one(SupportRequest, closed)
        assert (request.erased_at, request.municipality) == (NOW + 91 * DAY, "Zeist")
        assert history_event.of_request(session, closed)[-1].kind == "erased_after_term"
        left = select(func.count()).where(OutboxMail.request_id == closed)
        assert session.scalar(left) == 0


def test_a_hold_keeps_the_case_its_mails_and_links_until_it_is_lifted(
    engine: Engine, closed: int, coordinator: Actor
) -> None:
    hold(engine, closed, coordinator)
    before = left_of(engine)
    late = NOW + 500 * DAY
    run_retention(engine, late)
    assert left_of(engine) == before
    with reading(engine) as session:
        assert session.get(MailLink, "h1") is not None
    with writing(engine) as session:
        session.scalars(select(LegalHold)).one().lifted_at = late
    run_retention(engine, late)
    assert left_of(engine) == set()


def test_what_is_open_stays(
    engine: Engine,
    session: Session,
    told: SupportRequest,  # noqa: F811
) -> None:
    session.rollback()
    before = left_of(engine)
    run_retention(engine, NOW + 500 * DAY)
    assert left_of(engine) == before


def test_a_run_that_is_killed_half_way_is_finished_by_the_next(
    engine: Engine,
    session: Session,
    submit: Submit,
    coordinator: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = []
    for number in range(5):
        request = submit(form_token=f"form-{number}")
        close_request(session, NOW, request, coordinator)
        ids.append(request.id)
    session.commit()
    monkeypatch.setattr(steps, "BATCH", 2)
    real = steps.erase_case

    def dying(
        session: Session, now: datetime, request: SupportRequest, why: str
    ) -> list[Destroyed]:
        if request.id == ids[3]:
            raise KeyboardInterrupt
        return real(session, now, request, why)

    late = NOW + 91 * DAY
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(steps, "erase_case", dying)
        run_retention(engine, late)
    assert erased(engine) == ids[:2], "whole pieces only"
    assert run_retention(engine, late).destroyed
    assert erased(engine) == ids
    assert run_retention(engine, late).destroyed == []
    with reading(engine) as session:
        runs = session.scalars(select(RetentionRun).order_by(RetentionRun.id)).all()
        assert [run.complete for run in runs] == [False, True, True]
        told_of = session.scalars(
            select(Destruction).where(Destruction.rule == RuleCode.CASE_CONTACT)
        )
        assert sorted(number for row in told_of for number in row.record_ids) == ids


def erased(engine: Engine) -> list[int]:
    with reading(engine) as session:
        query = select(SupportRequest.id).where(SupportRequest.erased_at.is_not(None))
        return sorted(session.scalars(query))


def test_a_dry_run_tells_what_a_run_does_and_does_nothing(engine: Engine, closed: int) -> None:
    with writing(engine) as session:
        old = {"user_id": 1, "used_at": None}
        for number in range(3):
            session.add(LoginLink(token_hash=f"l{number}", expires_at=NOW - 40 * DAY, **old))
    late, before = NOW + 91 * DAY, left_of(engine)
    looked = look_at_retention(engine, late)
    assert left_of(engine) == before
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Destruction)) == 0
    assert run_retention(engine, late) == looked
    assert {one.rule for one in looked.destroyed} >= {
        RuleCode.CASE_TEXT, RuleCode.CASE_CONTACT, RuleCode.CASE_READING, RuleCode.CASE_MESSAGES,
        RuleCode.MAILS, RuleCode.LOG_INS,
    }  # fmt: skip


def test_what_was_destroyed_is_told_without_content(engine: Engine, closed: int) -> None:
    run_retention(engine, NOW + 91 * DAY)
    with reading(engine) as session:
        rows = destruction.latest(session, 100)
        notes = next(row for row in rows if row.table_name == "case_note")
        assert (notes.rule, notes.count, len(notes.record_ids)) == ("case_messages", 1, 1)
        entries = session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.kind == "destroyed")
        )
        assert sorted(entries) == sorted(str(row.id) for row in rows)


def test_what_is_written_in_an_erased_case_goes_as_well(
    engine: Engine, closed: int, coordinator: Actor
) -> None:
    run_retention(engine, NOW + 91 * DAY)
    with writing(engine) as session:
        case = session.get_one(SupportRequest, closed)
        add_note(session, NOW + 100 * DAY, case, coordinator, f"{NAME} belde nog.")
    run_retention(engine, NOW + 189 * DAY)
    assert "case_note.text" in left_of(engine)
    run_retention(engine, NOW + 191 * DAY)
    assert left_of(engine) == set()


def test_an_erased_case_cannot_be_reopened(engine: Engine, closed: int, coordinator: Actor) -> None:
    run_retention(engine, NOW + 91 * DAY)
    with writing(engine) as session, pytest.raises(StepNotAllowed):
        request = session.get_one(SupportRequest, closed)
        reopen_request(session, NOW + 92 * DAY, request, coordinator)


def test_a_mail_that_is_leaving_keeps_its_case_for_now(engine: Engine, closed: int) -> None:
    late = NOW + 91 * DAY
    with writing(engine) as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.request_id == closed)).first()
        assert mail is not None
        mail.state, mail.next_attempt_at = MailState.SENDING, late + timedelta(minutes=1)
    run_retention(engine, late)
    assert erased(engine) == []
    run_retention(engine, late + DAY)
    assert erased(engine) == [closed]


def test_the_worker_runs_it_once_a_day(engine: Engine, closed: int) -> None:
    late = NOW + 89 * DAY
    run_when_due(engine, late)
    assert run_when_due(engine, late + timedelta(hours=22)) == 0
    assert run_when_due(engine, late + 2 * DAY) > 0
    assert retention.RUN_EVERY < DAY


def test_who_looks_into_an_erased_case_is_forgotten_too(
    engine: Engine, closed: int, coordinator: Actor
) -> None:
    run_retention(engine, NOW + 91 * DAY)
    with writing(engine) as session:
        mark_read(session, coordinator.id or 0, closed, 1)
    for days, left in ((180, 1), (181, 0)):
        run_retention(engine, NOW + days * DAY)
        with reading(engine) as session:
            assert session.scalar(select(func.count()).select_from(ReadMark)) == left


def test_two_runs_at_once_erase_each_case_once(
    engine: Engine, session: Session, submit: Submit, coordinator: Actor
) -> None:
    ids = []
    for number in range(6):
        request = submit(form_token=f"form-{number}")
        close_request(session, NOW, request, coordinator)
        ids.append(request.id)
    session.commit()
    runs = [
        threading.Thread(target=run_retention, args=(engine, NOW + 91 * DAY)) for _each in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert erased(engine) == ids
    with reading(engine) as session:
        kinds = select(HistoryEvent.request_id).where(HistoryEvent.kind == "erased_after_term")
        assert sorted(session.scalars(kinds)) == ids
