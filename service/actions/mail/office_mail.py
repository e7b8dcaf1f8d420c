"""Mails about no request: the duty roster, the program itself, and links of accounts."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.actions.accounts.issue_login_link import INVITATION_LASTS, issue_login_link
from service.domain.alarm import AlarmKind
from service.domain.link_path import ADDRESS_PATH, LOGIN_PATH
from service.domain.urgency import Urgency
from service.mail.facts import Bureau, Link, MailFacts, ToldCase
from service.mail.messages import Message, compose
from service.storage import outbox_mail
from service.storage.address_change import AddressChange
from service.storage.mail_template_version import newest_number, words_of
from service.storage.outbox_mail import ALERT_SUMMARY, MailState, OutboxMail, RecipientKind
from service.storage.request import SupportRequest
from service.storage.user_account import LoginLinkPurpose, UserAccount

ACCOUNT_LINK = "account_link"
ADDRESS_CHANGE = "address_change"
CONFIRM = "confirm"
FORGOTTEN_LASTS = timedelta(hours=1)
_PAGES = {
    "duty_handed_over": "/bureau/piket",
    "alarm": "/bureau/meldingen",
    ACCOUNT_LINK: LOGIN_PATH,
    ADDRESS_CHANGE: "/bureau/mijn-account",
    ALERT_SUMMARY: "/bureau",
}


def queue_office_mail(
    session: Session,
    now: datetime,
    kind: str,
    staff_ids: Iterable[int],
    facts: Mapping[str, Any],
) -> None:
    """Queue the same mail to several members of staff; `facts` holds codes, ids and ISO times."""
    version = newest_number(session, kind)
    for staff_id in staff_ids:
        session.add(
            OutboxMail(
                kind=kind,
                template_version=version,
                recipient_kind=RecipientKind.STAFF,
                recipient_id=staff_id,
                request_id=None,
                facts=dict(facts),
                message_id=uuid.uuid4().hex,
                queued_at=now,
                next_attempt_at=now,
            )
        )


def office_message(
    session: Session, now: datetime, mail: OutboxMail, bureau: Bureau, base_url: str
) -> Message | None:
    """Give the mail as a message; None, and the mail is cancelled, for who may not log in."""
    receiver = session.get_one(UserAccount, mail.recipient_id)
    change = _change_of(session, mail)
    if not receiver.active or (change and change.ended_at and mail.facts["why"] == CONFIRM):
        mail.state, mail.next_attempt_at = MailState.CANCELLED, None
        return None
    facts = MailFacts(
        to_name=receiver.name,
        to_address=_address_of(mail, receiver, change),
        audience=mail.recipient_kind,
        bureau=bureau,
        reference="",
        urgency="",
        case_url=f"{base_url}{_PAGES[mail.kind]}",
        **_facts(session, now, mail, receiver, base_url),
    )
    words = words_of(session, mail.kind, mail.template_version)
    return compose(mail.kind, facts, mail.message_id, now, words)


def _change_of(session: Session, mail: OutboxMail) -> AddressChange | None:
    if mail.kind != ADDRESS_CHANGE:
        return None
    return session.get_one(AddressChange, mail.facts["change"])


def _address_of(mail: OutboxMail, receiver: UserAccount, change: AddressChange | None) -> str:
    """A change is told to the address that it was, and confirmed at the one that it becomes."""
    if change is None:
        return receiver.email
    return change.new_email if mail.facts["why"] == CONFIRM else change.old_email


def _facts(
    session: Session, now: datetime, mail: OutboxMail, receiver: UserAccount, base_url: str
) -> dict[str, Any]:
    found = mail.facts
    if mail.kind == ACCOUNT_LINK:
        lasts = FORGOTTEN_LASTS if found["why"] == "forgotten" else INVITATION_LASTS
        token = issue_login_link(session, now, receiver, LoginLinkPurpose.SET_UP, lasts)
        link = Link(f"{base_url}{LOGIN_PATH}{token}", now + lasts)
        return {"act": found["why"], "links": {"set_up": link}}
    if mail.kind == ADDRESS_CHANGE:
        return {"act": found["why"]} | _address_link(session, now, mail, receiver, base_url)
    if mail.kind == "alarm":
        return {"trouble": AlarmKind(found["alarm"]).label}
    if mail.kind == ALERT_SUMMARY:
        return _summary(session, found["mails"])
    return {
        "act": "taken" if found["to"] == mail.recipient_id else "given",
        "from_at": datetime.fromisoformat(found["at"]),
        "until": datetime.fromisoformat(found["until"]),
        "colleague": session.get_one(
            UserAccount, found["from" if found["to"] == mail.recipient_id else "to"]
        ).name,
    }


def _address_link(
    session: Session, now: datetime, mail: OutboxMail, receiver: UserAccount, base_url: str
) -> dict[str, Any]:
    if mail.facts["why"] != CONFIRM:
        return {}
    until = session.get_one(AddressChange, mail.facts["change"]).expires_at
    purpose = LoginLinkPurpose.ADDRESS
    token = issue_login_link(session, now, receiver, purpose, until - now)
    return {"links": {"address": Link(f"{base_url}{ADDRESS_PATH}{token}", until)}}


def _summary(session: Session, mail_ids: list[int]) -> dict[str, Any]:
    """Give the cases of these alerts, the most urgent first."""
    about = {mail.request_id for mail in outbox_mail.with_ids(session, mail_ids)}
    cases = [session.get_one(SupportRequest, request_id) for request_id in about]
    cases.sort(key=lambda case: (case.urgency, case.reference))
    told = (ToldCase(case.reference, Urgency(case.urgency).label) for case in cases)
    return {"alerts": len(mail_ids), "told": tuple(told)}
