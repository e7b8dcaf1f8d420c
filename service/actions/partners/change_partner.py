"""Change what is agreed with a partner: who speaks for it, standing consent, its limit."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.renew_links import renew_links_of_partner
from service.actions.partner_consent.close_consents import close_consents
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES
from service.storage import partner_event
from service.storage import request as requests
from service.storage.request import SupportRequest
from service.storage.shortlist_entry import ShortlistEntry

HIGHEST_LIMIT = 10


def change_partner(
    session: Session,
    now: datetime,
    partner: Partner,
    actor: Actor,
    *,
    contact_name: str,
    contact_email: str,
    consent_limit: int | None,
    acceptance_prior: float,
) -> None:
    """Store who speaks for the partner, its limit, and the chance of a yes expected beforehand.

    With another address the links at the former one end, and what waits is mailed to the new one.
    Raises InvalidChoice (field `contact_email`) when the partner is to be asked but has none.
    """
    if not contact_email and not partner.standing_consent:
        raise InvalidChoice("contact_email", _no_address())
    before = _details(partner)
    partner.contact_name, partner.contact_email = contact_name, contact_email
    partner.consent_limit, partner.acceptance_prior = consent_limit, acceptance_prior
    if _details(partner) != before:
        partner_event.log_change(session, now, partner.id, "details_changed", actor)
    if partner.contact_email.lower() != before[1].lower():
        renew_links_of_partner(session, now, partner)


def set_standing_consent(
    session: Session, now: datetime, partner: Partner, actor: Actor, standing: bool, reason: str
) -> None:
    """Give or end the standing consent, with the reason; open requests follow at once.

    Given: its experts are asked without the partner, questions that wait are closed. Ended: the
    partner is asked for whoever is on a list and was not invited yet. Raises InvalidChoice
    (field `standing_reason`).
    """
    if not reason.strip():
        raise InvalidChoice("standing_reason", _("Vul in waarom, en met wie dit is afgesproken."))
    if not standing and not partner.contact_email:
        raise InvalidChoice("standing_reason", _no_address())
    # Requests are locked before all else, as everywhere, and in the order of their ids.
    affected = [requests.lock(session, key) for key in _with_its_experts(session, partner.id)]
    session.refresh(partner, with_for_update={"key_share": True})
    if partner.standing_consent == standing:
        return
    partner.standing_consent = standing
    kind = "standing_consent_given" if standing else "standing_consent_ended"
    partner_event.log_change(session, now, partner.id, kind, actor, reason.strip())
    session.flush()
    for request in affected:
        if standing:
            close_consents(session, now, request, partner.id)
        continue_inviting(session, now, request)


def _with_its_experts(session: Session, partner_id: str) -> list[int]:
    """The open requests (ids) with an expert of the partner on their list."""
    listed = (
        select(ShortlistEntry.request_id)
        .join(Expert, Expert.id == ShortlistEntry.expert_id)
        .where(Expert.partner_id == partner_id)
    )
    is_open = SupportRequest.status.in_(OPEN_STATES)
    query = select(SupportRequest.id).where(is_open, SupportRequest.id.in_(listed))
    return list(session.scalars(query.order_by(SupportRequest.id)))


def _details(partner: Partner) -> tuple[str, str, int | None, float]:
    contact = partner.contact_name, partner.contact_email
    return (*contact, partner.consent_limit, partner.acceptance_prior)


def _no_address() -> str:
    return _("Zonder vaste toestemming is een e-mailadres nodig. Daar vragen wij om akkoord.")
