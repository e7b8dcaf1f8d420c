"""Set and lift a legal hold: while it stands nothing of the request is destroyed."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice, UnderLegalHold
from service.domain.language import gettext as _
from service.storage import legal_hold
from service.storage import request as requests
from service.storage.legal_hold import LegalHold
from service.storage.request import SupportRequest


def set_hold(session: Session, now: datetime, reference: str, actor: Actor, reason: str) -> None:
    """Hold the request with this number; its history and the audit log tell it.

    Raises InvalidChoice (field `reference` or `hold_reason`).
    """
    request = requests.by_reference(session, reference.strip().upper())
    if request is None:
        raise InvalidChoice("reference", _("Deze aanvraag bestaat niet. Kijk het nummer na."))
    if not reason.strip() or actor.id is None:
        raise InvalidChoice("hold_reason", _("Vul in waarom deze aanvraag bewaard moet blijven."))
    request = requests.lock(session, request.id)
    if legal_hold.standing(session, request.id):
        raise InvalidChoice("reference", _("Op deze aanvraag rust al een bewaarplicht."))
    if request.erased_at:
        raise InvalidChoice("reference", _("Deze aanvraag is al gewist."))
    values = {"request_id": request.id, "set_at": now, "set_by_id": actor.id}
    session.add(LegalHold(**values, reason=reason.strip()))
    record(session, now, request, "legal_hold_set", actor)


def lift_hold(session: Session, now: datetime, hold_id: int, actor: Actor, reason: str) -> None:
    """Lift a hold. One that was lifted already stays as it is.

    Raises InvalidChoice (field `lift_reason`) without a reason, LookupError for an unknown hold.
    """
    hold = session.get(LegalHold, hold_id)
    if hold is None:
        raise LookupError(f"no hold {hold_id}")
    request = requests.lock(session, hold.request_id)
    session.refresh(hold)
    if hold.lifted_at:
        return
    if not reason.strip():
        raise InvalidChoice("lift_reason", _("Vul in waarom de bewaarplicht eindigt."))
    hold.lifted_at, hold.lifted_by_id, hold.lift_reason = now, actor.id, reason.strip()
    record(session, now, request, "legal_hold_lifted", actor)


def check_may_erase(session: Session, request: SupportRequest) -> None:
    """Raise UnderLegalHold when nothing of this request may be destroyed."""
    if legal_hold.standing(session, request.id):
        raise UnderLegalHold
