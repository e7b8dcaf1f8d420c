"""The sweep: warning, breach, escalation, each once, and after a long silence only the highest."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.requests.record_call_back import record_call_back
from service.database import writing
from service.domain.actor import Actor
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW

MINUTE = timedelta(minutes=1)


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
