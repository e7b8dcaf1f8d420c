"""What must hold for the mails of a rehearsal as a whole."""

import re
from collections import Counter
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.alarm import AlarmKind
from service.rehearsal.mailbox import LINK
from service.rehearsal.received_mails import part_text
from service.rehearsal.story import CONFIDENTIAL, FORM, QUESTION, SITUATION
from service.storage.outbox_mail import MailState, OutboxMail

# Reminders depend on how long the rehearsal took, not on what was played.
REMINDERS = frozenset(
    {"deadline_warning", "deadline_breach", "invitation_reminder", "partner_consent_reminder"}
)
# So do alarms, on a slow machine or after a kill; except this one, however slow it is.
NEVER_RIGHT = frozenset({AlarmKind.CASE_WITHOUT_NEXT_STEP})
EXPECTED = Counter(
    {
        ("receipt", "requester"): 1,
        ("duty_alert", "staff"): 1,
        ("partner_consent_asked", "partner"): 1,
        ("partner_consent_answered", "staff"): 1,
        ("invitation", "expert"): 3,
        ("stand_down", "expert"): 1,
        ("accepted_requester", "requester"): 1,
        ("accepted_expert", "expert"): 1,
        ("evaluation_requester", "requester"): 1,
        ("evaluation_expert", "expert"): 1,
    }
)
TOKEN = re.compile(r"[A-Za-z0-9_-]{40,}")
BEFORE_ACCEPTANCE = (
    "invitation",
    "stand_down",
    "duty_alert",
    "partner_consent_asked",
    "partner_consent_answered",
)


def missing_mails(session: Session, received: list[EmailMessage]) -> list[str]:
    """Give the kinds and states of the mails in the outbox that did not arrive, or not yet.

    A mail that arrived may stand as cancelled: its sender was killed before it could say so, and
    by then the mail had done its work.
    """
    arrived = _by_message_id(received)
    return [
        f"{row.kind} ({row.state})"
        for row in session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if row.state not in (MailState.SENT, MailState.CANCELLED)
        or (row.message_id not in arrived and not _lapsed_reminder(row))
    ]


def _lapsed_reminder(row: OutboxMail) -> bool:
    return row.kind in REMINDERS and row.state == MailState.CANCELLED


def wrong_mails(session: Session, received: list[EmailMessage], *, repeats: bool) -> list[str]:
    """Give what is wrong with the mails, in words; with `repeats` one may arrive more than once."""
    rows = {row.message_id: row for row in session.scalars(select(OutboxMail))}
    arrived = _by_message_id(received)
    problems = _other_than_expected(list(rows.values()))
    problems += [f"a mail that is not in the outbox: {key}" for key in arrived if key not in rows]
    for key, mails in arrived.items():
        if key in rows:
            kind = rows[key].kind
            problems += [f"{kind}: {problem}" for problem in _problems(kind, mails[0])]
            if len(mails) > 1 and not repeats:
                problems.append(f"{kind}: arrived {len(mails)} times")
    return problems


def _other_than_expected(rows: list[OutboxMail]) -> list[str]:
    found = Counter((row.kind, row.recipient_kind) for row in rows if not _depends_on_time(row))
    differing = sorted(key for key in EXPECTED | found if EXPECTED[key] != found[key])
    return [
        f"{kind} to {receiver}: {found[kind, receiver]} instead of {EXPECTED[kind, receiver]}"
        for kind, receiver in differing
    ]


def _depends_on_time(row: OutboxMail) -> bool:
    of_time = row.kind == "alarm" and row.facts["alarm"] not in NEVER_RIGHT
    return of_time or row.kind in REMINDERS


def _problems(kind: str, mail: EmailMessage) -> list[str]:
    subject, text, html = str(mail["Subject"]), part_text(mail, "plain"), part_text(mail, "html")
    problems = [f"the subject tells {word!r}" for word in CONFIDENTIAL if word in subject]
    if TOKEN.search(subject) or LINK.search(subject):
        problems.append("the subject holds a link")
    if mail["Auto-Submitted"] != "auto-generated":
        problems.append("it does not say that it was sent by a machine")
    problems += [f"a link is in the text only: {path}" for path in _only_in_text(text, html)]
    if kind in BEFORE_ACCEPTANCE:
        told = [word for word in _full_text() if word in text or word in html]
        problems += [f"it tells {word[:20]!r} before an acceptance" for word in told]
    return problems


def _full_text() -> tuple[str, ...]:
    return (SITUATION, QUESTION, FORM["requester_name"], FORM["requester_email"])


def _only_in_text(text: str, html: str) -> list[str]:
    return [link.rsplit("/", 1)[0] for link in LINK.findall(text) if link not in html]


def _by_message_id(received: list[EmailMessage]) -> dict[str, list[EmailMessage]]:
    found: dict[str, list[EmailMessage]] = {}
    for mail in received:
        key = str(mail["Message-ID"]).strip("<> ").split("@")[0]
        found.setdefault(key, []).append(mail)
    return found
