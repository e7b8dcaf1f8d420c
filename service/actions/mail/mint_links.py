"""Make the personal links of a mail, at each sending anew: only the hash of a token is kept."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.mail.mail_subject import MailSubject
from service.domain.language import gettext as _
from service.domain.link_path import link_path
from service.mail.facts import Link
from service.storage.mail_link import LinkPurpose, MailLink, hash_token, new_token
from service.storage.outbox_mail import RecipientKind

KEPT = timedelta(days=90)
# The answer-by time decides whether an answer counts; after it the page can still explain.
EXPLAINS_AFTER_ANSWER_BY = timedelta(days=30)
ACT_WITHIN = timedelta(hours=24)

_PURPOSES: dict[str, tuple[LinkPurpose, ...]] = {
    "receipt": (LinkPurpose.STATUS,),
    "question": (LinkPurpose.STATUS,),
    "invitation": (LinkPurpose.ANSWER,),
    "question_reminder": (LinkPurpose.STATUS,),
    "invitation_reminder": (LinkPurpose.ANSWER,),
    "answer_extended": (LinkPurpose.ANSWER,),
    "answer_undone": (LinkPurpose.ANSWER,),
    "answer_later": (LinkPurpose.STATUS,),
    "acceptance_undone": (LinkPurpose.STATUS,),
    "handed_back": (LinkPurpose.STATUS,),
    "accepted_requester": (LinkPurpose.REFUSE_EXPERT, LinkPurpose.STATUS),
    "accepted_expert": (LinkPurpose.ASSIGNMENT, LinkPurpose.HAND_BACK),
    "evaluation_requester": (LinkPurpose.EVALUATE,),
    "evaluation_expert": (LinkPurpose.EVALUATE,),
    "partner_consent_asked": (LinkPurpose.PARTNER_CONSENT,),
    "partner_consent_reminder": (LinkPurpose.PARTNER_CONSENT,),
}


def mint_links(
    session: Session, now: datetime, subject: MailSubject, base_url: str
) -> dict[str, Link]:
    """Store a fresh link for each purpose of this mail; give the addresses by purpose."""
    return {
        purpose.value: _mint(session, now, subject, purpose, base_url)
        for purpose in purposes_of(subject)
    }


def unminted_links(now: datetime, subject: MailSubject) -> dict[str, Link]:
    """Give the links of this mail for looking at it: words in the place of the address."""
    words = _("[persoonlijke link]")
    return {
        purpose.value: Link(words, _expires_at(now, subject, purpose))
        for purpose in purposes_of(subject)
    }


def purposes_of(subject: MailSubject) -> tuple[LinkPurpose, ...]:
    """Give what the links of this mail are for; refusing is offered only while it is possible."""
    mail = subject.mail
    if mail.kind == "act_link":
        return (LinkPurpose(mail.facts["purpose"]),)
    purposes = _PURPOSES.get(mail.kind, ())
    if mail.recipient_kind != RecipientKind.REQUESTER:
        # Its status link is the requester's alone, also where others get the same kind of mail.
        purposes = tuple(p for p in purposes if p is not LinkPurpose.STATUS)
    if subject.request.refusal_used_at is not None:
        return tuple(p for p in purposes if p is not LinkPurpose.REFUSE_EXPERT)
    return purposes


def _mint(
    session: Session,
    now: datetime,
    subject: MailSubject,
    purpose: LinkPurpose,
    base_url: str,
) -> Link:
    token, until, mail = new_token(), _expires_at(now, subject, purpose), subject.mail
    session.add(
        MailLink(
            token_hash=hash_token(token),
            purpose=purpose,
            request_id=mail.request_id,
            invitation_id=mail.invitation_id,
            assignment_id=mail.assignment_id,
            evaluation_id=mail.evaluation_id,
            partner_consent_id=mail.partner_consent_id,
            created_at=now,
            expires_at=until,
        )
    )
    return Link(base_url + link_path(purpose, token), until)


def _expires_at(now: datetime, subject: MailSubject, purpose: LinkPurpose) -> datetime:
    if purpose is LinkPurpose.ANSWER and subject.invitation is not None:
        return subject.invitation.answer_by + EXPLAINS_AFTER_ANSWER_BY
    if purpose is LinkPurpose.PARTNER_CONSENT and subject.consent is not None:
        return subject.consent.answer_by + EXPLAINS_AFTER_ANSWER_BY
    if subject.mail.kind == "act_link":
        return now + ACT_WITHIN
    return now + KEPT
