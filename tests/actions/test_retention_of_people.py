"""Profiles, accounts and rows that go by their age."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, ExpertVector, Partner, registry_version
from service.actions.invitations.invite_wave import invite_next
from service.actions.requests.end_request import withdraw_request
from service.database import reading, writing
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.jobs.retention import run_retention
from service.storage import audit_entry, invitation
from service.storage.alarm import Alarm
from service.storage.attempt_count import AttemptCount
from service.storage.duty_shift import DutyShift
from service.storage.heartbeat import Heartbeat
from service.storage.history_event import HistoryEvent
from service.storage.legal_hold import LegalHold
from service.storage.notice import Notice
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_event import PartnerEvent
from service.storage.request import SupportRequest
from service.storage.user_account import LoginLink, UserAccount
from service.storage.user_session import UserSession
from tests.actions.conftest import NOW
from tests.actions.test_redact_text import bytes_of, places_of

DAY = timedelta(days=1)
YEAR = 365 * DAY
Submit = Callable[..., SupportRequest]


@pytest.fixture
def withdrawn(session: Session, experts: list[int]) -> int:
    """An expert who withdrew, with a vector, which a run has seen at NOW (id)."""
    expert = session.get_one(Expert, experts[0])
    expert.status, expert.past_cases = "withdrawn", ["Een zaak van Deskundige 1."]
    vector = {"text_hash": "h", "dimension": 1, "vector": b"Deskundige 1"}
    session.add(ExpertVector(expert_id=expert.id, model_id="test", **vector))
    session.commit()
    return experts[0]


def test_a_profile_goes_a_year_after_its_withdrawal_was_seen(
    engine: Engine, withdrawn: int
) -> None:
    run_retention(engine, NOW)
    run_retention(engine, NOW + YEAR - DAY)
    assert "expert.name" in places_of(engine, "Deskundige 1")
    with reading(engine) as session:
        before = registry_version(session)
    run_retention(engine, NOW + YEAR)
    assert places_of(engine, "Deskundige 1") == places_of(engine, "deskundige-1@") == set()
    if engine.dialect.name == "sqlite":
        assert b"deskundige-1@" not in bytes_of(engine)
    with reading(engine) as session:
        expert = session.get_one(Expert, withdrawn)
        assert (expert.name, expert.partner_id) == ("Gewiste deskundige", "politieacademie")
        assert registry_version(session) > before, "the indexes in memory are made anew"
    assert run_retention(engine, NOW + YEAR + DAY).destroyed == []


def test_who_comes_back_in_time_stays(engine: Engine, withdrawn: int) -> None:
    run_retention(engine, NOW)
    for at, status in ((NOW + 300 * DAY, "active"), (NOW + 301 * DAY, "withdrawn")):
        with writing(engine) as session:
            session.get_one(Expert, withdrawn).status = status
        run_retention(engine, at)
    run_retention(engine, NOW + YEAR + DAY)
    assert "expert.name" in places_of(engine, "Deskundige 1")


@pytest.mark.parametrize("held", [True, False])
def test_who_is_still_asked_or_part_of_a_held_case_stays(
    engine: Engine,
    session: Session,
    proposed: Submit,
    coordinator: Actor,
    experts: list[int],
    held: bool,
) -> None:
    request = proposed()
    invite_next(session, NOW, request, coordinator)
    session.flush()
    asked = invitation.open_of_request(session, request.id)[0]
    asked.expert.status, asked.expert.withdrawn_since = "withdrawn", NOW
    if held:
        withdraw_request(session, NOW, request, coordinator)
        values = {"request_id": request.id, "set_at": NOW, "set_by_id": coordinator.id}
        session.add(LegalHold(**values, reason="Een klacht."))
    name = asked.expert.name
    session.commit()
    run_retention(engine, NOW + 2 * YEAR)
    assert "expert.name" in places_of(engine, name)


def test_a_closed_account_goes_when_the_log_names_it_no_longer(
    engine: Engine, session: Session, reference_data: None
) -> None:
    users = [
        UserAccount(name=f"Collega {n}", email=f"c{n}@bureau.example", role="coordinator")
        for n in range(3)
    ]
    session.add_all(users)
    session.flush()
    users[0].active = users[1].active = False
    one, two = users[0].id, users[1].id
    session.commit()
    with writing(engine) as fresh:
        about = AuditKind.ACCOUNT, "link", Subject.ACCOUNT, two
        audit_entry.note(fresh, NOW, None, *about)
    run_retention(engine, NOW + DAY)
    assert places_of(engine, "c0@bureau") == set()
    assert (
        places_of(engine, "c1@bureau") == places_of(engine, "c2@bureau") == {"user_account.email"}
    )
    with reading(engine) as fresh:
        gone = fresh.get_one(UserAccount, one)
        assert (gone.name, gone.email) == ("Gewist account", f"erased-{one}")
    run_retention(engine, NOW + 4 * YEAR)
    run_retention(engine, NOW + 4 * YEAR)
    assert places_of(engine, "c1@bureau") == set()
    assert places_of(engine, "c2@bureau") != set()


def of_age(user_id: int, at: datetime) -> list[Any]:
    """A row of each kind that goes by its age, as old as this."""
    mail = {"kind": "alarm", "template_version": 0, "recipient_kind": "staff", "facts": {}}
    stamp = at.isoformat()
    return [
        OutboxMail(**mail, message_id=stamp, state="sent", queued_at=at),
        Notice(channel="x", kind="alarm", reference="", state="sent", queued_at=at),
        LoginLink(token_hash=stamp, user_id=user_id, expires_at=at),
        AttemptCount(kind="link", subject_hash=stamp, count=1, ends_at=at),
        UserSession(
            token_hash=stamp,
            user_id=user_id,
            created_at=at,
            expires_at=at,
            last_seen_at=at,
            confirmed_at=at,
        ),
        Alarm(kind="mail_late", subject=stamp, raised_at=at, seen_at=at, cleared_at=at),
        Heartbeat(worker=stamp, job="worker", at=at),
        DutyShift(user_id=user_id, starts_at=at - DAY, ends_at=at),
        PartnerEvent(partner_id="ngb", at=at, kind="details_changed", note="Nieuw nummer."),
    ]


@pytest.mark.parametrize(
    ("table", "days"),
    [
        (OutboxMail, 90), (Notice, 90), (LoginLink, 30), (UserSession, 30), (Alarm, 90),
        (AttemptCount, 1),
        (Heartbeat, 30), (DutyShift, 365), (PartnerEvent, 1095),
    ],
)  # fmt: skip
@pytest.mark.backend("sqlite")
def test_rows_go_by_their_age(engine: Engine, reference_data: None, table: Any, days: int) -> None:
    with writing(engine) as session:
        user = UserAccount(name="Collega", email="c@bureau.example", role="coordinator")
        session.add(user)
        session.flush()
        assert session.get(Partner, "ngb")
        session.add_all(of_age(user.id, NOW))

    def left() -> int:
        with reading(engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    run_retention(engine, NOW + (days - 1) * DAY)
    assert left() == 1
    run_retention(engine, NOW + days * DAY)
    assert left() == 0


def test_the_log_of_a_held_case_does_not_expire(
    engine: Engine, session: Session, submit: Submit, coordinator: Actor
) -> None:
    request_id = submit().id
    values = {"request_id": request_id, "set_at": NOW, "set_by_id": coordinator.id}
    session.add(LegalHold(**values, reason="Een klacht."))
    session.commit()
    with writing(engine) as fresh:
        case = AuditKind.CASE_ACT, "close", Subject.CASE
        audit_entry.note(fresh, NOW - DAY, coordinator, *case, 9)
        audit_entry.note(fresh, NOW + DAY, coordinator, *case, request_id)
    run_retention(engine, NOW + 4 * YEAR)
    with reading(engine) as fresh:
        kept = [
            link.fact.subject_id
            for link in audit_entry.links(fresh)
            if link.fact.kind == "case_act"
        ]
        assert kept == [str(request_id)]
        assert fresh.scalar(select(func.count()).select_from(HistoryEvent))
