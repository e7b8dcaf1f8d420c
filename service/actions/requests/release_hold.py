"""Release a held request, so that it may be embedded and matched."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.storage.request import SupportRequest


def release_hold(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, note: str = ""
) -> None:
    """Release the request; its ranking follows at once. A request not on hold stays as it is."""
    if not request.held:
        return
    request.held = False
    request.ranking_due_at = now
    facts = {"hold_reasons": request.hold_reasons}
    record(session, now, request, "release_hold", actor, facts=facts, note=note)
