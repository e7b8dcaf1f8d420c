"""Add a person to the approved list while experts are being asked."""

from datetime import datetime

from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.requests.change_status import check_not_held, check_open, record
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice, StepNotAllowed
from service.domain.language import gettext as _
from service.storage import shortlist_entry
from service.storage.request import SupportRequest

LONGEST_LIST = 50


def add_to_list(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    expert_id: int,
    position: int | None = None,
) -> None:
    """Put the expert at this place of the list (1 is first), else at the end; the cascade goes on.

    Raises StillOnHold, StepNotAllowed and InvalidChoice (field `added`).
    """
    check_open(request, "list_extended")
    if request.list_approved_at is None:
        raise StepNotAllowed("list_extended", request.status)
    check_not_held(request)
    listed = shortlist_entry.of_request(session, request.id)
    if session.get(Expert, expert_id) is None:
        raise InvalidChoice("added", _("Kies iemand uit de lijst."))
    if any(entry.expert_id == expert_id for entry in listed):
        raise InvalidChoice("added", _("Deze deskundige staat al in de lijst."))
    if len(listed) >= LONGEST_LIST:
        raise InvalidChoice("added", _("De lijst is vol."))
    ordered = [(entry.expert_id, entry.rank_proposed) for entry in listed]
    place = len(ordered) if position is None else min(position - 1, len(ordered))
    ordered.insert(place, (expert_id, None))
    shortlist_entry.replace(session, request.id, ordered)
    request.list_low_warned_at = None
    facts = {"added_id": expert_id, "position": place + 1}
    record(session, now, request, "list_extended", actor, facts=facts)
    session.flush()
    continue_inviting(session, now, request)
