"""Take an act back that was done by mistake: state, clocks and mails follow from the history."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import continue_inviting
from service.actions.requests.change_status import record
from service.actions.undo.undo_answer import undo_acceptance, undo_decline
from service.actions.undo.undo_call_back import undo_call_back
from service.actions.undo.undo_contact import undo_check_in, undo_contact
from service.domain.actor import Actor
from service.domain.errors import ChangedMeanwhile
from service.domain.request_status import OPEN_STATES
from service.domain.undo import UNDONE, CannotUndo, PastAct, Situation, standing_acts, why_not
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest

Undo = Callable[[Session, datetime, SupportRequest, PastAct, Actor], None]


def undo_act(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    event_id: int,
    reason: str,
) -> None:
    """Take back the act of this event of the history, with the reason.

    Raises CannotUndo with what stands in the way, and ChangedMeanwhile when something builds on
    the act by now.
    """
    events = [past_act(event) for event in history_event.of_request(session, request.id)]
    act = next((act for act in standing_acts(events) if act.id == event_id), None)
    if act is None:
        raise ChangedMeanwhile
    obstacle = why_not(act, situation(session, request, act), now)
    if obstacle is not None:
        raise CannotUndo(obstacle, act.kind)
    # Before anything follows from it, so that the history tells it in the order in which it was.
    facts = {key: act.facts[key] for key in _SUBJECT if key in act.facts}
    facts["undone_event"] = act.id
    record(session, now, request, UNDONE[act.kind], actor, facts=facts, note=reason)
    _UNDO[act.kind](session, now, request, act, actor)
    session.flush()
    continue_inviting(session, now, request)


def past_act(event: HistoryEvent) -> PastAct:
    """Give an event of the history as the value that the rules decide on."""
    return PastAct(event.id, event.kind, event.actor_kind, event.facts, event.from_status)


def situation(session: Session, request: SupportRequest, act: PastAct) -> Situation:
    """Give how the case stands now, for the question whether this act can be taken back."""
    filled = invitations.taken_places(session, request.id) >= request.places
    invited = act.facts.get("invitation_id")
    found = session.get(Invitation, invited) if invited else None
    return Situation(
        is_open=request.status in OPEN_STATES,
        place_free=not filled,
        answer_by=found.answer_by if found else None,
    )


def _continue(
    _session: Session, _now: datetime, request: SupportRequest, _act: PastAct, _actor: Actor
) -> None:
    request.inviting_on_hold = False


_SUBJECT = ("expert_id", "invitation_id", "assignment_id")
_UNDO: dict[str, Undo] = {
    "call_back": undo_call_back,
    "inviting_held": _continue,
    "invitation_accepted": undo_acceptance,
    "invitation_declined": undo_decline,
    "contact_confirmed": undo_contact,
    "check_in": undo_check_in,
}
