"""Rules of one invitation: its states and what an answer may do."""

from datetime import datetime
from enum import StrEnum

from service.domain.errors import AlreadyAnswered, DeadLink


class InvitationState(StrEnum):
    """Where one invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    STOOD_DOWN = "stood_down"
    WITHDRAWN = "withdrawn"
    UNDELIVERABLE = "undeliverable"
    NOT_POSSIBLE = "not_possible"


class DeclineReason(StrEnum):
    """Why an expert says no."""

    NO_TIME = "no_time"
    NOT_MY_FIELD = "not_my_field"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    ABSENT = "absent"
    OTHER = "other"


def check_answer(
    state: InvitationState, answer: InvitationState, due: datetime, now: datetime
) -> bool:
    """Say whether the answer is new (True) or the same one again (False).

    Raises AlreadyAnswered for the opposite of a recorded answer and DeadLink when the
    invitation has expired, was withdrawn or the places are filled.
    """
    if state is answer:
        return False
    if state in (InvitationState.ACCEPTED, InvitationState.DECLINED):
        raise AlreadyAnswered(state)
    if state is not InvitationState.OPEN:
        raise DeadLink(state)
    if now >= due:
        raise DeadLink(InvitationState.EXPIRED)
    return True
