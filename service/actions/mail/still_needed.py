"""Whether the reason of a mail still holds when its turn comes; if not, it is never sent."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.mail.mail_subject import MailSubject
from service.domain.invitation import InvitationState
from service.domain.partner_consent import ConsentState
from service.domain.request_status import LIVE_ASSIGNMENT, OPEN_STATES, Act, Status, can
from service.storage import outbox_mail
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import MailState


def still_needed(session: Session, now: datetime, subject: MailSubject) -> bool:
    """Say whether the mail must still go out; kinds without a rule here always go out."""
    if subject.mail.kind == "stand_down":
        return _was_asked(session, subject)
    if subject.mail.kind == "acceptance_undone":
        return _has_left(session, subject, "accepted_requester")
    if subject.mail.kind == "partner_consent_ended":
        asked_anew = _partner_may_answer(now, subject)
        return not asked_anew and _has_left(session, subject, "partner_consent_asked")
    rule = _RULES.get(subject.mail.kind)
    return rule is None or rule(now, subject)


def _was_asked(session: Session, subject: MailSubject) -> bool:
    """Whom no invitation can have reached need not be told that it has ended."""
    return subject.mail.assignment_id is not None or _has_left(session, subject, "invitation")


def _has_left(session: Session, subject: MailSubject, kind: str) -> bool:
    """Whether an earlier mail of this kind about the same subject may have arrived."""
    return any(
        other.kind == kind
        and other.invitation_id == subject.mail.invitation_id
        and other.partner_consent_id == subject.mail.partner_consent_id
        and (other.state in (MailState.SENT, MailState.SENDING) or other.uncertain)
        for other in outbox_mail.of_request(session, subject.request.id)
    )


def _waits_for_answer(now: datetime, subject: MailSubject) -> bool:
    invitation = subject.invitation
    return (
        invitation is not None
        and invitation.state == InvitationState.OPEN
        and now < invitation.answer_by
    )


def _partner_may_answer(now: datetime, subject: MailSubject) -> bool:
    consent = subject.consent
    return consent is not None and consent.state == ConsentState.OPEN and now < consent.answer_by


def _assignment_lives(_now: datetime, subject: MailSubject) -> bool:
    return subject.assignment is not None and subject.assignment.state in LIVE_ASSIGNMENT


def _clock_runs(_now: datetime, subject: MailSubject) -> bool:
    return subject.deadline is not None and subject.deadline.running


def _not_evaluated(_now: datetime, subject: MailSubject) -> bool:
    return subject.evaluation is not None and subject.evaluation.answered_at is None


def _request_open(_now: datetime, subject: MailSubject) -> bool:
    return subject.request.status in OPEN_STATES


def _act_possible(_now: datetime, subject: MailSubject) -> bool:
    status = Status(subject.request.status)
    lives = subject.assignment is not None and subject.assignment.state in LIVE_ASSIGNMENT
    match subject.mail.facts["purpose"]:
        case LinkPurpose.WITHDRAW:
            return can(status, Act.WITHDRAW)
        case LinkPurpose.REOPEN:
            return can(status, Act.REOPEN)
        case LinkPurpose.REFUSE_EXPERT:
            return lives and subject.request.refusal_used_at is None
    return lives


def _in_state(status: Status) -> Callable[[datetime, MailSubject], bool]:
    return lambda _now, subject: subject.request.status == status


_RULES: Mapping[str, Callable[[datetime, MailSubject], bool]] = {
    "duty_alert": _request_open,
    "question": _in_state(Status.AWAITING_REQUESTER),
    "invitation": _waits_for_answer,
    "question_reminder": _in_state(Status.AWAITING_REQUESTER),
    "requester_silent": _in_state(Status.AWAITING_REQUESTER),
    "invitation_reminder": _waits_for_answer,
    "answer_extended": _waits_for_answer,
    "answer_later": _waits_for_answer,
    "answer_undone": _waits_for_answer,
    "accepted_requester": _assignment_lives,
    "accepted_expert": _assignment_lives,
    "deadline_warning": _clock_runs,
    "deadline_breach": _clock_runs,
    "list_low": _request_open,
    "list_exhausted": _request_open,
    "request_closed": _in_state(Status.CLOSED),
    "referred_on": _in_state(Status.REFERRED),
    "no_match": _in_state(Status.NO_MATCH),
    "request_withdrawn": _in_state(Status.WITHDRAWN),
    "act_link": _act_possible,
    "partner_consent_asked": _partner_may_answer,
    "partner_consent_reminder": _partner_may_answer,
    "partner_consent_answered": _request_open,
    "evaluation_requester": _not_evaluated,
    "evaluation_expert": _not_evaluated,
}
