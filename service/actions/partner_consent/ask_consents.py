"""Ask partners without standing consent whether their experts on the list may be asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.invitations.plan_wave import PASSING, may_be_asked_around, still_to_ask
from service.actions.mail.queue import queue_partner_mail, queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call, partner_contacts
from service.actions.matching.eligibility import Eligibility, check_experts
from service.actions.partner_consent.consent_clock import start_consent_clock
from service.actions.requests.change_status import record
from service.domain.actor import SYSTEM, Actor
from service.domain.partner_consent import Consent, ConsentState
from service.storage import invitation as invitations
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def ask_consents(session: Session, now: datetime, request: SupportRequest) -> None:
    """Ask each such partner once for all its experts on the list who were not named to it yet.

    Whoever may not be asked for another reason is not named, except who is only away or busy.
    Nothing happens while nobody may be invited either: no free place, on hold, no summary.
    """
    session.flush()
    if not may_ask(session, request):
        return
    left = still_to_ask(session, request, invitations.of_request(session, request.id))
    partners = _to_consult(session, left)
    if not partners:
        return
    verdicts = check_experts(session, now, request, left)
    for partner in partners:
        own = [e for e in left if _may_be_named(verdicts[e], partner)]
        if own:
            _ask(session, now, request, partner, own)


def may_ask(session: Session, request: SupportRequest) -> bool:
    """Say whether partners may be asked: a place is free and nothing holds the inviting."""
    if not may_be_asked_around(request):
        return False
    return invitations.taken_places(session, request.id) < request.places


def mail_consent(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Mail the question to who speaks for the partner; without an address the owner is told."""
    contacts = partner_contacts(session, consent.partner)
    if not contacts:
        close_as_unreachable(session, now, request, consent)
    queue_partner_mail(session, now, "partner_consent_asked", consent, contacts)


def remind_partner(session: Session, now: datetime, consent: PartnerConsent) -> None:
    """Mail the partner that the time is nearly over, while its answer is waited for."""
    if consent.state == ConsentState.OPEN:
        contacts = partner_contacts(session, consent.partner)
        queue_partner_mail(session, now, "partner_consent_reminder", consent, contacts)


def close_as_unreachable(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Close a question that no partner can read and tell the owner, who can call.

    Its clock runs on: what was agreed with the partner is not done.
    """
    consent.state = ConsentState.UNDELIVERABLE
    record_consent(session, now, request, "consent_undeliverable", consent, SYSTEM)
    tell_owner(session, now, request, consent)


def record_consent(
    session: Session,
    now: datetime,
    request: SupportRequest,
    kind: str,
    consent: PartnerConsent,
    actor: Actor,
    note: str = "",
) -> None:
    """Add what happened with a consent to the history of the request."""
    facts = {
        "consent_id": consent.id,
        "partner_id": consent.partner_id,
        "count": len(consent.expert_ids),
        "agreed": len(consent.agreed_ids),
    }
    record(session, now, request, kind, actor, facts=facts, note=note)


def tell_owner(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Mail the owner of the case what became of a consent."""
    receivers = owner_or_on_call(session, now, request)
    facts = {"outcome": consent.state}
    queue_staff_mail(
        session, now, "partner_consent_answered", request, receivers, consent=consent, facts=facts
    )


def _to_consult(session: Session, expert_ids: Iterable[int]) -> Sequence[Partner]:
    own = select(Expert.partner_id).where(Expert.id.in_(expert_ids))
    consulted = (Partner.id.in_(own), Partner.standing_consent.is_(False))
    return session.scalars(select(Partner).where(*consulted).order_by(Partner.id)).all()


def _may_be_named(verdict: Eligibility, partner: Partner) -> bool:
    own = verdict.partner_id == partner.id and verdict.partner is Consent.NOT_ASKED
    return own and PASSING.issuperset(verdict.blocked_kinds)


def _ask(
    session: Session,
    now: datetime,
    request: SupportRequest,
    partner: Partner,
    expert_ids: Sequence[int],
) -> None:
    consent = PartnerConsent(
        request_id=request.id,
        partner_id=partner.id,
        state=ConsentState.OPEN,
        expert_ids=list(expert_ids),
        agreed_ids=[],
        asked_at=now,
        answer_by=now,
    )
    session.add(consent)
    session.flush()
    start_consent_clock(session, now, request, consent)
    record_consent(session, now, request, "consent_asked", consent, SYSTEM)
    mail_consent(session, now, request, consent)
