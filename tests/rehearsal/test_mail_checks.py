"""The checks of the mails find what is missing, unexpected or told to the wrong people."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.mail.office_mail import queue_office_mail
from service.actions.requests.submit_request import submit_request
from service.domain.actor import Role
from service.domain.alarm import AlarmKind
from service.rehearsal import story
from service.rehearsal.mail_checks import missing_mails, wrong_mails
from service.rehearsal.sample_data import load_sample_data
from service.storage import user_account
from service.storage.outbox_mail import MailState, OutboxMail
from tests.rehearsal.test_stage import INTAKE

pytestmark = pytest.mark.backend("sqlite")
NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)
LINK = "http://127.0.0.1:8000/status/abc"


@pytest.fixture
def sent(session: Session) -> dict[str, EmailMessage]:
    """A receipt and an alert that were sent as they should be, by kind."""
    load_sample_data(session, NOW)
    submit_request(session, NOW, INTAKE, "form-1")
    session.flush()
    mails = {}
    for row in session.scalars(select(OutboxMail)):
        row.state = MailState.SENT
        mails[row.kind] = _mail(row)
    assert set(mails) == {"receipt", "duty_alert"}
    return mails


def _mail(row: OutboxMail) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "Uw aanvraag is ontvangen"
    mail["Message-ID"] = f"<{row.message_id}@bureau.example>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"Bekijk uw aanvraag: {LINK}")
    mail.add_alternative(f'<a href="{LINK}">Bekijk uw aanvraag</a>', subtype="html")
    return mail


def problems(
    session: Session, sent: dict[str, EmailMessage], *more: EmailMessage, repeats: bool = False
) -> list[str]:
    found = wrong_mails(session, [*sent.values(), *more], repeats=repeats)
    return [line for line in found if "instead of" not in line]


def test_nothing_is_wrong_with_these(session: Session, sent: dict[str, EmailMessage]) -> None:
    assert missing_mails(session, list(sent.values())) == []
    assert problems(session, sent) == []


def test_mails_that_were_not_queued_are_named(
    session: Session, sent: dict[str, EmailMessage]
) -> None:
    found = wrong_mails(session, list(sent.values()), repeats=False)
    assert "invitation to expert: 0 instead of 3" in found


@pytest.mark.parametrize("kind", AlarmKind)
def test_an_alarm_on_a_slow_machine_is_no_mistake(
    session: Session, sent: dict[str, EmailMessage], kind: AlarmKind
) -> None:
    administrator = user_account.with_role(session, Role.ADMIN)[0].id
    queue_office_mail(session, NOW, "alarm", [administrator], {"alarm": kind})
    session.flush()
    found = wrong_mails(session, list(sent.values()), repeats=False)
    told = "alarm to staff: 1 instead of 0" in found
    assert told == (kind is AlarmKind.CASE_WITHOUT_NEXT_STEP)


def test_a_mail_that_did_not_arrive_is_missing(
    session: Session, sent: dict[str, EmailMessage]
) -> None:
    assert missing_mails(session, [sent["receipt"]]) == ["duty_alert (sent)"]


def test_a_mail_that_waits_is_missing(session: Session, sent: dict[str, EmailMessage]) -> None:
    session.scalars(select(OutboxMail).where(OutboxMail.kind == "receipt")).one().state = "queued"
    assert missing_mails(session, list(sent.values())) == ["receipt (queued)"]


def test_a_repeat_is_wrong_unless_a_worker_was_killed(
    session: Session, sent: dict[str, EmailMessage]
) -> None:
    assert problems(session, sent, sent["receipt"]) == ["receipt: arrived 2 times"]
    assert problems(session, sent, sent["receipt"], repeats=True) == []


@pytest.mark.parametrize(
    ("kind", "header", "value", "problem"),
    [
        ("receipt", "Subject", f"Van {story.REQUESTER_NAME}", "the subject tells"),
        ("receipt", "Subject", f"Klik {LINK}", "holds a link"),
        ("receipt", "Subject", "x" * 43, "holds a link"),
        ("receipt", "Auto-Submitted", "no", "sent by a machine"),
    ],
)
def test_a_wrong_header_is_found(
    session: Session,
    sent: dict[str, EmailMessage],
    kind: str,
    header: str,
    value: str,
    problem: str,
) -> None:
    sent[kind].replace_header(header, value)
    assert any(problem in line for line in problems(session, sent))


def test_the_full_text_before_an_acceptance_is_found(
    session: Session, sent: dict[str, EmailMessage]
) -> None:
    sent["duty_alert"].clear_content()
    sent["duty_alert"].set_content(story.QUESTION)
    assert any("before an acceptance" in line for line in problems(session, sent))
