"""Collect what a mail says, as plain values, at the moment of sending."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from expert_registry.tables import Partner, SupportKind
from service.actions.mail.mail_subject import MailSubject, Receiver, Row
from service.domain.hold import NO_MANDATE
from service.domain.language import gettext as _
from service.domain.link_path import PRIVACY_PATH
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.mail.facts import (
    Appointment,
    Bureau,
    Link,
    MailFacts,
    Person,
    PlannedStep,
    Referral,
)
from service.storage import deadline as deadlines
from service.storage import duty_shift
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment
from service.storage.outbox_mail import RecipientKind
from service.storage.referral import ReferralTarget

Collector = Callable[[Session, datetime, MailSubject], dict[str, Any]]
ASSIGNMENT_ENDED = "assignment_ended"

_FIRST_STEPS = (Step.ACKNOWLEDGEMENT, Step.TRIAGE)
_WHEN_MATCHED = (Step.PROPOSAL, Step.FIRST_CONTACT)


def collect_facts(
    session: Session,
    now: datetime,
    subject: MailSubject,
    receiver: Receiver,
    bureau: Bureau,
    base_url: str,
    links: Mapping[str, Link],
) -> MailFacts:
    """Give the facts of a mail: what its kind needs and nothing more."""
    mail, request = subject.mail, subject.request
    collect = _COLLECTORS.get(mail.kind)
    case = f"/aanvragen/{request.reference}"
    return MailFacts(
        to_name=receiver.name,
        to_address=receiver.address,
        audience=mail.recipient_kind,
        bureau=bureau,
        reference=request.reference,
        urgency=Urgency(request.urgency).label,
        case_url=f"{base_url}/bureau{case if receiver.opens_cases else ''}",
        privacy_url="" if mail.recipient_kind == RecipientKind.STAFF else base_url + PRIVACY_PATH,
        opens_case=receiver.opens_cases,
        links=links,
        **(collect(session, now, subject) if collect else {}),
    )


def _receipt(session: Session, now: datetime, subject: MailSubject) -> dict[str, Any]:
    """What is promised, in the words of the page; nothing that nobody is there to keep."""
    request, held = subject.request, subject.request.held
    acute = request.urgency == Urgency.U1
    steps = _FIRST_STEPS if held else _FIRST_STEPS + _WHEN_MATCHED
    running = deadlines.running(session, request.id, *steps)
    kept = not acute or bool(duty_shift.shifts_from(session, now))
    return {
        "held": held,
        "reason": NO_MANDATE if request.hold_reasons == [NO_MANDATE] else "",
        "planned": tuple(_promised(row) for row in running if kept),
        "nobody_on_duty": acute and not duty_shift.on_call(session, now),
    }


def _invitation(session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    invitation = _present(subject.invitation)
    kinds = [session.get(SupportKind, slug) for slug in subject.request.support_kinds]
    support = tuple(kind.label_nl for kind in kinds if kind is not None)
    return {"answer_by": invitation.answer_by, "support": support}


def _accepted_requester(session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    assignment = _present(subject.assignment)
    return {
        "expert": _expert(session, assignment),
        "first_contact_at": assignment.first_contact_at,
        "appointment": _appointment(assignment, cancelled=False),
    }


def _accepted_expert(_session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    assignment, request = _present(subject.assignment), subject.request
    return {
        "requester": Person(
            request.requester_name,
            request.requester_role,
            _("gemeente {name}").format(name=request.municipality),
            request.requester_email,
            request.requester_phone,
        ),
        "first_contact_at": assignment.first_contact_at,
        "appointment": _appointment(assignment, cancelled=False),
    }


def _ended(_session: Session, now: datetime, subject: MailSubject) -> dict[str, Any]:
    """An appointment that is over already is not cancelled any more; the bureau has none."""
    assignment = subject.assignment
    if assignment is None:
        return {"reason": subject.mail.facts.get("reason", "")}
    facts: dict[str, Any] = {"reason": ASSIGNMENT_ENDED}
    to_staff = subject.mail.recipient_kind == RecipientKind.STAFF
    if now < assignment.first_contact_at and not to_staff:
        facts["first_contact_at"] = assignment.first_contact_at
        facts["appointment"] = _appointment(assignment, cancelled=True)
    return facts


def _answer_by(_session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    return {"answer_by": _present(subject.invitation).answer_by}


def _cancelled(session: Session, now: datetime, subject: MailSubject) -> dict[str, Any]:
    return _ended(session, now, subject) | {"act": subject.mail.facts.get("act", "")}


def _ended_by_name(session: Session, now: datetime, subject: MailSubject) -> dict[str, Any]:
    """Which expert helps no longer: another one may help with the same request."""
    expert = _expert(session, _present(subject.assignment))
    return _ended(session, now, subject) | {"expert": expert}


def _answer_undone(session: Session, now: datetime, subject: MailSubject) -> dict[str, Any]:
    """An answer that was taken back; what was a yes may stand in a calendar."""
    ended = _ended(session, now, subject) if subject.assignment else {}
    reason = "accepted" if subject.assignment else "declined"
    return ended | {"answer_by": _present(subject.invitation).answer_by, "reason": reason}


def _deadline(_session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    return {
        "step": _planned(_present(subject.deadline)),
        "level": subject.mail.facts.get("level", ""),
    }


def _referral(session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    target = session.get_one(ReferralTarget, subject.mail.facts["signal"])
    return {"referral": Referral(target.refer_to, target.phone, target.url)}


def _partner_consent(_session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    consent = _present(subject.consent)
    return {
        "answer_by": consent.answer_by,
        "partner": consent.partner.name,
        "experts_asked": len(consent.expert_ids),
        "reason": subject.mail.facts.get("outcome", ""),
    }


def _act(_session: Session, _now: datetime, subject: MailSubject) -> dict[str, Any]:
    return {"act": subject.mail.facts["purpose"]}


_COLLECTORS: Mapping[str, Collector] = {
    "receipt": _receipt,
    "invitation": _invitation,
    "invitation_reminder": _invitation,
    "answer_extended": _answer_by,
    "answer_later": _answer_by,
    "answer_undone": _answer_undone,
    "acceptance_undone": _ended_by_name,
    "stand_down": _ended,
    "accepted_requester": _accepted_requester,
    "accepted_expert": _accepted_expert,
    "refused_expert": _ended,
    "handed_back": _ended_by_name,
    "appointment_cancelled": _cancelled,
    "deadline_warning": _deadline,
    "deadline_breach": _deadline,
    "referred_on": _referral,
    "act_link": _act,
    "partner_consent_asked": _partner_consent,
    "partner_consent_reminder": _partner_consent,
    "partner_consent_answered": _partner_consent,
    "partner_consent_ended": _partner_consent,
}


def _promised(row: Deadline) -> PlannedStep:
    return PlannedStep(Step(row.step).promise, row.due_at)


def _planned(row: Deadline) -> PlannedStep:
    return PlannedStep(Step(row.step).label, row.due_at)


def _present(row: Row | None) -> Row:
    if row is None:
        raise LookupError("the mail names no such row")
    return row


def _expert(session: Session, assignment: Assignment) -> Person:
    found = assignment.expert
    organisation = session.get_one(Partner, found.partner_id).name
    return Person(found.name, found.role_title, organisation, found.email, found.phone)


def _appointment(assignment: Assignment, *, cancelled: bool) -> Appointment:
    return Appointment(
        uid=f"assignment-{assignment.id}",
        sequence=assignment.calendar_sequence,
        starts_at=assignment.first_contact_at,
        cancelled=cancelled,
    )
