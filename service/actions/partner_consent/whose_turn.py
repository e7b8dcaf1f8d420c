"""Which requests stand still until a partner answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import has_begun
from service.actions.invitations.plan_wave import still_to_ask
from service.domain.partner_consent import partner_is_to_act
from service.domain.request_status import Status
from service.storage import invitation as invitations
from service.storage import partner_consent as consents
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def partners_to_act(
    session: Session, now: datetime, requests: Sequence[SupportRequest]
) -> dict[int, list[str]]:
    """Give per request (id) the names of the partners that have the ball; the others are left out.

    Nobody is asked at that moment, and nobody can be before one of them agrees.
    """
    proposed = {r.id: r for r in requests if r.status == Status.PROPOSED}
    waiting: dict[int, list[PartnerConsent]] = {}
    for consent in consents.waiting_for_answer(session, now, list(proposed)):
        waiting.setdefault(consent.request_id, []).append(consent)
    return {
        request_id: list(dict.fromkeys(consent.partner.name for consent in found))
        for request_id, found in waiting.items()
        if _stands_still(session, proposed[request_id], found)
    }


def _stands_still(
    session: Session, request: SupportRequest, waiting: Sequence[PartnerConsent]
) -> bool:
    left = still_to_ask(session, request, invitations.of_request(session, request.id))
    awaited = [expert_id for consent in waiting for expert_id in consent.expert_ids]
    return partner_is_to_act(left, awaited, has_begun(session, request))
