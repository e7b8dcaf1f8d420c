"""Who owns a case: taking it and handing it over."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.domain.actor import Actor, Role
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount

OWNER_ROLES = (Role.COORDINATOR, Role.DEPUTY_COORDINATOR)


def take_case(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Make the actor the owner of the case."""
    previous, request.owner_id = request.owner_id, actor.id
    record(
        session, now, request, "take_case", actor, facts={"from": previous, "to": request.owner_id}
    )


def hand_over(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    new_owner_id: int,
    note: str = "",
) -> None:
    """Make somebody else the owner. Raises InvalidChoice unless that is an active coordinator."""
    new_owner = session.get(UserAccount, new_owner_id)
    if new_owner is None or not new_owner.active or new_owner.role not in OWNER_ROLES:
        raise InvalidChoice("new_owner", _("Kies een coördinator uit de lijst."))
    previous, request.owner_id = request.owner_id, new_owner_id
    facts = {"from": previous, "to": new_owner_id}
    record(session, now, request, "hand_over", actor, facts=facts, note=note)
