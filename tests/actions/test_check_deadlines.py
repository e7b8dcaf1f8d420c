"""The sweep: warning, breach, escalation, each once, and after a long silence only the highest."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.notices.send_notice import text_of
from service.actions.requests.record_call_back import record_call_back
from service.database import writing
from service.domain.actor import Actor
from service.domain.channel import Channel, NoticeLevel
from service.domain.urgency import Urgency
from service.storage.history_event import HistoryEvent
from service.storage.notice import Notice
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def staff_mails(session: Session) -> list[tuple[str, str, str]]:
    session.flush()
    rows = session.execute(
        select(OutboxMail, UserAccount.email)
        .join(UserAccount, UserAccount.id == OutboxMail.recipient_id)
        .where(OutboxMail.recipient_kind == "staff", OutboxMail.kind.like("deadline%"))
        .order_by(OutboxMail.id)
    )
    return [(mail.kind, mail.facts["step"], email) for mail, email in rows]


def test_warning_then_deputy_then_programme_manager(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    submit()
    check_deadlines(session, NOW + 2 * MINUTE)
    for minutes in (89, 90, 91, 119, 120, 121, 179, 180, 181):
        check_deadlines(session, NOW + minutes * MINUTE)
    of_step = [m for m in staff_mails(session) if m[1] == "acknowledgement"]
    assert of_step == [
        ("deadline_warning", "acknowledgement", "co@bureau.example"),
        ("deadline_breach", "acknowledgement", "a@bureau.example"),
        ("deadline_breach", "acknowledgement", "l@bureau.example"),
    ]


def test_after_three_days_of_silence_only_the_highest_level_hears_of_it_once(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    submit()
    for _sweep in range(3):
        check_deadlines(session, NOW + timedelta(days=3))
    of_step = [m for m in staff_mails(session) if m[1] == "acknowledgement"]
    assert of_step == [("deadline_breach", "acknowledgement", "l@bureau.example")]


def test_a_step_that_was_done_is_never_escalated(
    session: Session, submit: Callable[..., SupportRequest], coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW + MINUTE, request, coordinator)
    check_deadlines(session, NOW + timedelta(days=3))
    assert not [m for m in staff_mails(session) if m[1] == "acknowledgement"]


def test_a_killed_sweep_leaves_nothing_half_done(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest]
) -> None:
    submit()
    session.commit()
    try:
        with writing(engine) as sweep:
            assert check_deadlines(sweep, NOW + 91 * MINUTE) > 0
            sweep.flush()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert not staff_mails(session)
    session.commit()
    with writing(engine) as sweep:
        assert check_deadlines(sweep, NOW + 91 * MINUTE) > 0
    session.expire_all()
    assert len([m for m in staff_mails(session) if m[1] == "acknowledgement"]) == 1


def test_a_clock_that_is_set_back_does_nothing_twice(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    submit()
    for minutes in (91, 10, 91, 121, 30, 121):
        check_deadlines(session, NOW + minutes * MINUTE)
    of_step = [m[0] for m in staff_mails(session) if m[1] == "acknowledgement"]
    assert of_step == ["deadline_warning", "deadline_breach"]


def test_two_workers_after_three_days_do_everything_once_most_urgent_first(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest]
) -> None:
    # All of one second, stored in the order of least haste.
    urgencies = [urgency for urgency in reversed(Urgency) for _each in range(6)]
    for number, urgency in enumerate(urgencies):
        submit(form_token=f"form-{number}", urgency=urgency)
    session.commit()
    later = NOW + timedelta(days=30)
    barrier = Barrier(2)

    def sweep(_worker: int) -> None:
        barrier.wait(timeout=10)
        handled = 1
        while handled:
            with writing(engine) as own:
                handled = check_deadlines(own, later, limit=5)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))
    session.expire_all()
    told = Counter(
        (mail.request_id, mail.facts["step"], mail.kind, mail.facts["level"])
        for mail in session.scalars(select(OutboxMail).where(OutboxMail.kind.like("deadline%")))
    )
    # Only the highest step that applies, and each once.
    assert set(told.values()) == {1}
    assert {(kind, level) for _case, _step, kind, level in told} == {
        ("deadline_breach", "programme_manager")
    }
    # The receipt, too, was never sent: five clocks per case.
    assert len(told) == 5 * len(urgencies)
    acted = session.execute(
        select(SupportRequest.urgency, func.min(HistoryEvent.id))
        .join(SupportRequest, SupportRequest.id == HistoryEvent.request_id)
        .where(HistoryEvent.kind == "deadline_escalated")
        .group_by(SupportRequest.urgency)
        .order_by(func.min(HistoryEvent.id))
    )
    assert [urgency for urgency, _first in acted] == list(Urgency)


def test_one_case_that_fails_is_put_off_and_its_neighbours_are_done_once(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    first, broken, last = (submit(form_token=f"form-{number}") for number in range(3))
    broken.agreement = {"version": "broken"}
    session.flush()
    later = NOW + 91 * MINUTE
    assert [check_deadlines(session, later) for _sweep in range(3)] == [3, 0, 0]
    warned = session.execute(
        select(HistoryEvent.request_id, func.count())
        .where(HistoryEvent.kind == "deadline_warned")
        .group_by(HistoryEvent.request_id)
        .order_by(HistoryEvent.request_id)
    ).all()
    assert [tuple(row) for row in warned] == [(first.id, 1), (last.id, 1)]
    assert check_deadlines(session, later + MINUTE) == 1


def test_a_due_clock_more_costs_no_round_trip_more(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest]
) -> None:
    asked: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    counts = []
    for cases in (2, 12):
        for number in range(cases):
            submit(form_token=f"form-{cases}-{number}")
        session.commit()
        asked.clear()
        with writing(engine) as sweep:
            assert check_deadlines(sweep, NOW + 30 * DAY) == cases
        # Rows of one kind are written together, on SQLite one by one: that is no round trip.
        counts.append(Counter(asked)["SELECT"])
    assert counts[0] == counts[1] <= 6


def test_channels_hear_their_levels_with_reference_urgency_and_step_only(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    request = submit()
    every, deputy = Channel("every", "x", frozenset(NoticeLevel)), Channel("deputy", "x")
    deputy = replace(deputy, levels=frozenset({NoticeLevel.DEPUTY}))
    for minutes in (90, 120, 180):
        check_deadlines(session, NOW + minutes * MINUTE, channels=(every, deputy))
    session.flush()
    rows = session.scalars(select(Notice).order_by(Notice.id)).all()
    of_step = [(n.channel, n.kind) for n in rows if n.facts["step"] == "acknowledgement"]
    assert of_step == [
        ("every", "deadline_warning"),
        ("every", "deadline_breach"),
        ("deputy", "deadline_breach"),
        ("every", "deadline_breach"),
    ]
    breach = next(n for n in rows if n.kind == "deadline_breach" and n.facts["step"] == "receipt")
    assert text_of(breach) == f"{request.reference} (U2): te laat met automatische bevestiging."


def test_a_notice_and_its_fact_are_one_transaction(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest]
) -> None:
    submit()
    session.commit()
    channel = Channel("every", "x", frozenset(NoticeLevel))
    with pytest.raises(KeyboardInterrupt), writing(engine) as sweep:
        assert check_deadlines(sweep, NOW + 121 * MINUTE, channels=(channel,))
        sweep.flush()
        assert sweep.scalar(select(func.count()).select_from(Notice))
        raise KeyboardInterrupt
    assert not session.scalar(select(func.count()).select_from(Notice))
