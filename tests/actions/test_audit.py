"""The auditor finds what went wrong, raises an alarm once, and clears it when it is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.alarms import audit as audit_step
from service.actions.alarms.audit import audit
from service.actions.alarms.findings import findings, urgent_codes
from service.actions.deadlines import check_deadlines as sweep
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.experts.set_absence import set_absence
from service.actions.invitations.invite_wave import invite_next
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.record_call_back import record_call_back
from service.database import writing
from service.domain.actor import Actor
from service.domain.alarm import JOB_LIMITS, AlarmKind
from service.domain.channel import Channel
from service.domain.urgency import Urgency
from service.storage import alarm as alarms
from service.storage import deadline as deadlines
from service.storage.alarm import Alarm
from service.storage.deadline import Deadline
from service.storage.duty_shift import DutyShift
from service.storage.heartbeat import beat
from service.storage.notice import Notice
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
Submit = Callable[..., SupportRequest]


def alive(session: Session, now: datetime, worker: str = "host") -> None:
    for job in ("worker", *JOB_LIMITS):
        beat(session, worker, job, now, 0)


def all_mails_left(session: Session) -> None:
    session.flush()
    for mail in session.scalars(select(OutboxMail)):
        mail.state, mail.next_attempt_at = MailState.SENT, None


def ranked(session: Session) -> None:
    session.flush()
    for request in session.scalars(select(SupportRequest)):
        request.ranking_due_at = None


def kinds(session: Session, now: datetime) -> set[str]:
    session.flush()
    return {finding.kind.value for finding in findings(session, now)}


@pytest.fixture
def request_of_now(session: Session, submit: Submit) -> SupportRequest:
    """A request that is ranked and of which every mail has left."""
    request = submit()
    ranked(session)
    all_mails_left(session)
    alive(session, NOW)
    return request


def test_all_is_well(session: Session, request_of_now: SupportRequest) -> None:
    assert kinds(session, NOW) == set()


def test_a_clock_that_nobody_looks_at_is_found_after_a_minute(
    session: Session, request_of_now: SupportRequest
) -> None:
    # The receipt ends after one minute, and is warned of at 45 seconds.
    for seconds, found in ((104, set()), (106, {"deadline_missed"})):
        alive(session, NOW + seconds * SECOND)
        assert kinds(session, NOW + seconds * SECOND) == found


def test_a_clock_of_which_the_check_fails_is_found_although_it_is_put_off(
    session: Session, request_of_now: SupportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(sweep, "act_on_deadline", fail)
    for seconds in range(45, 240, 5):
        check_deadlines(session, NOW + seconds * SECOND)
    alive(session, NOW + 4 * MINUTE)
    assert "deadline_missed" in kinds(session, NOW + 4 * MINUTE)


def test_a_breach_that_was_noticed_late_is_remembered_for_an_hour(
    session: Session, request_of_now: SupportRequest
) -> None:
    late = NOW + 3 * MINUTE
    check_deadlines(session, late)
    for after, found in ((0 * HOUR, {"deadline_late"}), (HOUR, set())):
        alive(session, late + after)
        all_mails_left(session)
        assert kinds(session, late + after) - {"case_without_owner", "deadline_missed"} == found


def test_a_breach_that_was_noticed_in_time_is_none(
    session: Session, request_of_now: SupportRequest
) -> None:
    for seconds in (45, 61, 119):
        check_deadlines(session, NOW + seconds * SECOND)
        alive(session, NOW + seconds * SECOND)
        assert kinds(session, NOW + seconds * SECOND) == set()


MAILS = [
    # Urgency, attempts, minutes until the next attempt, minutes later, whether it is too late.
    (Urgency.U1, 0, 0, 1.9, False),
    (Urgency.U1, 0, 0, 2.1, True),
    (Urgency.U1, 2, 5, 2.1, True),
    (Urgency.U2, 0, 0, 14.9, False),
    (Urgency.U2, 0, 0, 15.1, True),
    (Urgency.U3, 3, 60, 15.1, True),
    (Urgency.U3, 0, 600, 500, False),  # it waits for the morning
    (Urgency.U3, 0, 600, 616, True),
]


@pytest.mark.parametrize(("urgency", "attempts", "next_in", "later", "found"), MAILS)
def test_a_mail_that_does_not_leave(
    session: Session,
    submit: Submit,
    urgency: Urgency,
    attempts: int,
    next_in: float,
    later: float,
    found: bool,
) -> None:
    submit(urgency=urgency)
    all_mails_left(session)
    mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "receipt")).one()
    mail.state, mail.attempts = MailState.QUEUED, attempts
    mail.next_attempt_at = NOW + next_in * MINUTE
    assert ("mail_late" in kinds(session, NOW + later * MINUTE)) is found


def test_a_mail_to_an_expert_that_waited_for_the_morning_has_its_time_from_then(
    session: Session, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U3)
    night = NOW + 13 * HOUR  # 23:00; the quiet hours end at 07:00
    [invitation] = invite_next(session, night, request, coordinator)
    all_mails_left(session)
    mail = session.scalars(
        select(OutboxMail).where(OutboxMail.invitation_id == invitation.id)
    ).one()
    morning = night + 8 * HOUR
    mail.state, mail.attempts, mail.next_attempt_at = MailState.QUEUED, 1, morning + MINUTE
    assert "mail_late" not in kinds(session, morning + 14 * MINUTE)
    assert "mail_late" in kinds(session, morning + 16 * MINUTE)


def test_a_mail_to_a_colleague_that_failed_is_found(
    session: Session, request_of_now: SupportRequest
) -> None:
    mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_alert")).one()
    mail.state = MailState.FAILED
    assert kinds(session, NOW) == {"mail_failed"}


def test_a_case_without_an_owner_after_the_first_term(
    session: Session, request_of_now: SupportRequest, coordinator: Actor
) -> None:
    request = request_of_now
    assert "case_without_owner" not in kinds(session, NOW + 119 * MINUTE)
    assert "case_without_owner" in kinds(session, NOW + 121 * MINUTE)
    record_call_back(session, NOW + 121 * MINUTE, request, coordinator)
    assert "case_without_owner" not in kinds(session, NOW + 122 * MINUTE)


def test_a_case_without_a_next_step(
    session: Session, request_of_now: SupportRequest, coordinator: Actor
) -> None:
    request = request_of_now
    record_call_back(session, NOW, request, coordinator)
    session.flush()
    assert "case_without_next_step" not in kinds(session, NOW)
    for row in deadlines.running(session, request.id):
        row.cancelled_at, row.next_check_at = NOW, None
    assert kinds(session, NOW) == {"case_without_next_step"}
    ask_requester(session, NOW, request, coordinator, "Hoe laat begint de raad?")
    all_mails_left(session)
    assert "case_without_next_step" not in kinds(session, NOW)


def test_a_ranking_that_does_not_come_or_fails_again_and_again(
    session: Session, submit: Submit
) -> None:
    request = submit()
    all_mails_left(session)
    assert "ranking_late" not in kinds(session, NOW + 4 * MINUTE)
    assert "ranking_late" in kinds(session, NOW + 5 * MINUTE)
    request.ranking_due_at = NOW + 6 * MINUTE  # put off after a failure
    assert "ranking_late" in kinds(session, NOW + 5.5 * MINUTE)
    ranked(session)
    assert "ranking_late" not in kinds(session, NOW + 9 * MINUTE)


def test_a_held_request_waits_for_no_ranking(session: Session, submit: Submit) -> None:
    submit(mayor_informed=False)
    assert "ranking_late" not in kinds(session, NOW + HOUR)


def notice(session: Session, state: MailState) -> None:
    session.add(
        Notice(
            channel="duty",
            kind="alarm",
            reference="mail_late",
            facts={},
            state=state,
            queued_at=NOW,
            next_attempt_at=NOW if state == MailState.QUEUED else None,
        )
    )


@pytest.mark.parametrize(
    ("state", "minutes", "found"),
    [
        (MailState.QUEUED, 14, False),
        (MailState.QUEUED, 16, True),
        (MailState.FAILED, 1, True),
        (MailState.FAILED, 24 * 60 + 1, False),
        (MailState.SENT, 60, False),
        (MailState.CANCELLED, 60, False),
    ],
)
def test_a_notice_that_does_not_arrive(
    session: Session, reference_data: None, state: MailState, minutes: float, found: bool
) -> None:
    notice(session, state)
    assert ("notice_failed" in kinds(session, NOW + minutes * MINUTE)) is found


@pytest.mark.parametrize(
    ("ends_in_days", "kind"), [(2, "roster_gap_soon"), (5, "roster_gap_week"), (8, "")]
)
def test_a_gap_in_the_roster_is_seen_ahead(
    session: Session, coordinator: Actor, ends_in_days: float, kind: str
) -> None:
    alive(session, NOW)
    session.scalars(select(DutyShift)).one().ends_at = NOW + ends_in_days * DAY
    found = findings(session, NOW)
    assert [finding.kind.value for finding in found] == ([kind] if kind else [])
    # It lies ahead: nothing of the program is in trouble.
    assert urgent_codes(found) == []


@pytest.mark.parametrize(
    ("days", "status", "found"),
    [
        (27, "active", False),
        (28, "active", True),
        (55, "active", True),
        (56, "active", False),
        (28, "paused", False),
    ],
)
def test_an_absence_is_to_be_confirmed_after_four_weeks(
    session: Session, experts: list[int], coordinator: Actor, days: int, status: str, found: bool
) -> None:
    expert = session.get_one(Expert, experts[0])
    expert.unavailable_since, expert.status = (NOW - days * DAY).date(), status
    assert ("absence_to_confirm" in kinds(session, NOW)) is found


def test_a_confirmed_absence_is_no_news_for_four_weeks(
    session: Session, experts: list[int], coordinator: Actor
) -> None:
    expert = session.get_one(Expert, experts[0])
    set_absence(session, NOW - 30 * DAY, expert, (NOW + 90 * DAY).date(), coordinator)
    alive(session, NOW)
    audit(session, NOW, (Channel("duty", "jsons://x.example"),))
    assert standing(session) == [("absence_to_confirm", str(expert.id))]
    assert not session.scalars(select(Notice)).all()
    mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "alarm")).all()
    assert coordinator.id in {mail.recipient_id for mail in mails}
    assert all(mail.facts == {"alarm": "absence_to_confirm"} for mail in mails)
    set_absence(session, NOW, expert, expert.unavailable_until, coordinator)
    all_mails_left(session)
    audit(session, NOW + MINUTE / 2)
    assert standing(session) == []


def standing(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(row.kind, row.subject) for row in alarms.standing(session)]


def test_an_alarm_is_raised_once_seen_again_and_cleared(
    session: Session, request_of_now: SupportRequest
) -> None:
    channel = Channel("duty", "jsons://x.example")
    mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_alert")).one()
    mail.state = MailState.FAILED
    assert [audit(session, NOW + n * SECOND, (channel,)) for n in range(3)] == [1, 0, 0]
    [row] = alarms.standing(session)
    assert (row.kind, row.raised_at, row.seen_at) == ("mail_failed", NOW, NOW + 2 * SECOND)
    [notice] = session.scalars(select(Notice)).all()
    assert (notice.channel, notice.reference) == ("duty", "mail_failed")
    mail.state = MailState.SENT
    assert audit(session, NOW + 3 * SECOND, (channel,)) == 0
    assert standing(session) == []
    mail.state = MailState.FAILED
    assert audit(session, NOW + 4 * SECOND, (channel,)) == 1
    assert len(session.scalars(select(Alarm)).all()) == 2


def test_many_of_a_kind_are_told_once(session: Session, submit: Submit) -> None:
    channel = Channel("duty", "jsons://x.example")
    for number in range(30):
        submit(form_token=f"form-{number}")
    ranked(session)
    all_mails_left(session)
    late = NOW + 2 * MINUTE
    alive(session, late)
    assert audit(session, late, (channel,)) == 20
    [notice] = session.scalars(select(Notice)).all()
    assert notice.reference == "deadline_missed"
    mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "alarm")).all()
    assert [mail.facts["alarm"] for mail in mails] == ["deadline_missed"] * len(mails)
    assert len(mails) == 1
    # One is over, and another of the ten that were not told takes its place: no news by mail.
    row = session.scalars(select(Deadline).order_by(Deadline.next_check_at, Deadline.id)).first()
    assert row is not None
    row.next_check_at, row.met_at = None, late
    assert audit(session, late + SECOND, (channel,)) == 1
    assert len(standing(session)) == 20
    assert len(session.scalars(select(Notice)).all()) == 1


def test_trouble_with_mail_is_not_told_by_mail(
    session: Session, request_of_now: SupportRequest
) -> None:
    mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_alert")).one()
    mail.state = MailState.FAILED
    audit(session, NOW)
    assert not session.scalars(select(OutboxMail).where(OutboxMail.kind == "alarm")).all()


def test_a_gap_is_one_alarm_while_the_clock_goes_on(session: Session, coordinator: Actor) -> None:
    session.scalars(select(DutyShift)).one().ends_at = NOW + DAY
    for minutes in (0, 1, 24 * 60 + 1):
        alive(session, NOW + minutes * MINUTE)
        audit(session, NOW + minutes * MINUTE)
        all_mails_left(session)
    assert standing(session) == [("roster_gap_soon", "no-end")]
    assert len(session.scalars(select(Alarm)).all()) == 1


def test_a_worker_that_is_down_is_an_alarm_until_it_is_back(
    session: Session, coordinator: Actor
) -> None:
    alive(session, NOW, "one")
    alive(session, NOW, "other")
    for seconds, found in ((60, []), (61, [("worker_down", "other")])):
        alive(session, NOW + seconds * SECOND, "one")
        audit(session, NOW + seconds * SECOND)
        assert standing(session) == found
    alive(session, NOW + 62 * SECOND, "other")
    audit(session, NOW + 62 * SECOND)
    assert standing(session) == []


def test_the_log_names_references_and_codes(
    session: Session, submit: Submit, caplog: pytest.LogCaptureFixture
) -> None:
    request = submit()
    late = NOW + 20 * MINUTE
    alive(session, late)
    with caplog.at_level("INFO", logger=audit_step.__name__):
        audit(session, late)
    assert f"alarm: deadline_missed {request.reference} receipt" in caplog.text
    assert "@" not in caplog.text and request.municipality not in caplog.text


def test_two_auditors_at_once_raise_it_once(
    engine: Engine, session: Session, request_of_now: SupportRequest
) -> None:
    mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_alert")).one()
    mail.state = MailState.FAILED
    session.commit()
    barrier = Barrier(4)

    def run(_auditor: int) -> int:
        barrier.wait(timeout=10)
        with writing(engine) as own:
            return audit(own, NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 1
    assert AlarmKind.MAIL_FAILED in {kind for kind, _subject in standing(session)}
