"""The states of a request and the one table of allowed steps between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.errors import StepNotAllowed


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    TRIAGE = "triage"
    AWAITING_REQUESTER = "awaiting_requester"
    REFERRED = "referred"
    MATCHING = "matching"
    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    ACTIVE = "active"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    WITHDRAWN = "withdrawn"
    NO_MATCH = "no_match"


class Act(StrEnum):
    """A step that moves a request to another state."""

    SUBMIT = "submit"
    CALL_BACK = "call_back"
    START_TRIAGE = "start_triage"
    DECIDE_TO_MATCH = "decide_to_match"
    ASK_REQUESTER = "ask_requester"
    RESUME = "resume"
    REFER_ON = "refer_on"
    APPROVE_LIST = "approve_list"
    INVITE = "invite"
    EXHAUST_LIST = "exhaust_list"
    FILL_PLACES = "fill_places"
    CONFIRM_CONTACT = "confirm_contact"
    CHECK_IN = "check_in"
    FREE_PLACE = "free_place"
    FIND_NOBODY = "find_nobody"
    CLOSE = "close"
    EVALUATE = "evaluate"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    UNDO = "undo"


@dataclass(frozen=True)
class Transition:
    """One allowed step: from where, by which act, to where."""

    source: Status
    target: Status
    act: Act


def _from(*sources: Status, act: Act, to: Status) -> list[Transition]:
    return [Transition(source, to, act) for source in sources]


S, A = Status, Act
_PREPARING = (S.ACKNOWLEDGED, S.TRIAGE, S.MATCHING, S.PROPOSED)
_UNDER_WAY = (S.INVITED, S.ACCEPTED, S.CONTACTED, S.ACTIVE)
ENDED_STATES = (S.CLOSED, S.EVALUATED, S.REFERRED, S.NO_MATCH, S.WITHDRAWN)
OPEN_STATES = (S.SUBMITTED, S.AWAITING_REQUESTER, *_PREPARING, *_UNDER_WAY)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, S.SUBMITTED, A.SUBMIT),
    Transition(S.SUBMITTED, S.ACKNOWLEDGED, A.CALL_BACK),
    *_from(S.SUBMITTED, S.ACKNOWLEDGED, act=A.START_TRIAGE, to=S.TRIAGE),
    *_from(S.SUBMITTED, S.ACKNOWLEDGED, S.TRIAGE, act=A.DECIDE_TO_MATCH, to=S.MATCHING),
    *_from(*_PREPARING, act=A.ASK_REQUESTER, to=S.AWAITING_REQUESTER),
    *(Transition(S.AWAITING_REQUESTER, target, A.RESUME) for target in _PREPARING),
    *_from(
        S.SUBMITTED, S.AWAITING_REQUESTER, *_PREPARING, S.INVITED, act=A.REFER_ON, to=S.REFERRED
    ),
    *_from(S.MATCHING, S.PROPOSED, act=A.APPROVE_LIST, to=S.PROPOSED),
    *_from(S.PROPOSED, S.INVITED, act=A.INVITE, to=S.INVITED),
    Transition(S.INVITED, S.PROPOSED, A.EXHAUST_LIST),
    *(
        Transition(source, target, A.FILL_PLACES)
        for source in (S.PROPOSED, S.INVITED)
        for target in (S.ACCEPTED, S.CONTACTED, S.ACTIVE)
    ),
    Transition(S.ACCEPTED, S.CONTACTED, A.CONFIRM_CONTACT),
    *_from(S.ACCEPTED, S.CONTACTED, act=A.CHECK_IN, to=S.ACTIVE),
    *_from(S.ACCEPTED, S.CONTACTED, S.ACTIVE, act=A.FREE_PLACE, to=S.INVITED),
    *_from(S.ACCEPTED, S.CONTACTED, S.ACTIVE, act=A.EXHAUST_LIST, to=S.PROPOSED),
    *_from(S.TRIAGE, S.MATCHING, S.PROPOSED, S.INVITED, act=A.FIND_NOBODY, to=S.NO_MATCH),
    *_from(S.SUBMITTED, S.AWAITING_REQUESTER, *_PREPARING, *_UNDER_WAY, act=A.CLOSE, to=S.CLOSED),
    Transition(S.CLOSED, S.EVALUATED, A.EVALUATE),
    *_from(*OPEN_STATES, act=A.WITHDRAW, to=S.WITHDRAWN),
    *_from(*ENDED_STATES, act=A.REOPEN, to=S.TRIAGE),
    Transition(S.ACKNOWLEDGED, S.SUBMITTED, A.UNDO),
    Transition(S.CONTACTED, S.ACCEPTED, A.UNDO),
    Transition(S.ACTIVE, S.CONTACTED, A.UNDO),
)

_ALLOWED = {(t.source, t.act, t.target) for t in TRANSITIONS}


def next_status(current: Status, act: Act, target: Status | None = None) -> Status:
    """Give the state after the act; an act with several outcomes needs the target.

    Raises StepNotAllowed where the table has no such step.
    """
    found = [t.target for t in TRANSITIONS if t.source is current and t.act is act]
    if target is None and len(found) == 1:
        return found[0]
    if target is None or (current, act, target) not in _ALLOWED:
        raise StepNotAllowed(act, current)
    return target


def can(current: Status, act: Act) -> bool:
    """Say whether the act is possible in this state."""
    return any(t.source is current and t.act is act for t in TRANSITIONS)


class AssignmentState(StrEnum):
    """Where the link between a request and one expert stands."""

    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    ACTIVE = "active"
    CLOSED = "closed"
    REFUSED = "refused"
    HANDED_BACK = "handed_back"
    UNDONE = "undone"


LIVE_ASSIGNMENT = (AssignmentState.ACCEPTED, AssignmentState.CONTACTED, AssignmentState.ACTIVE)
NEVER_HELPED = (AssignmentState.REFUSED, AssignmentState.UNDONE)


def status_from_places(
    places: int, live: Sequence[AssignmentState], open_invitations: int
) -> Status:
    """Give the state that follows from the places, the live assignments and the open invitations.

    While a place is free the request is being asked around (`invited`), or back with the
    coordinator (`proposed`) when nobody is asked any more; when all places are filled it is
    as far as the assignment that is least far.
    """
    if len(live) < places:
        return Status.INVITED if open_invitations else Status.PROPOSED
    return Status(min(live, key=LIVE_ASSIGNMENT.index))


def act_towards(current: Status, target: Status) -> Act | None:
    """Give the act by which a request follows its places to the target; None if it is there."""
    if current is target:
        return None
    following = (
        Act.INVITE,
        Act.EXHAUST_LIST,
        Act.FILL_PLACES,
        Act.CONFIRM_CONTACT,
        Act.CHECK_IN,
        Act.FREE_PLACE,
        Act.UNDO,
    )
    for act in following:
        if (current, act, target) in _ALLOWED:
            return act
    raise StepNotAllowed(f"follow_places to {target}", current)
