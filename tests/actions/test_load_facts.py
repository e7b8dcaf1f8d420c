"""How busy an expert is, counted from what was asked and done."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.matching.load_facts import NO_LOAD, Load, load_of, load_of_everyone
from service.domain.invitation import InvitationState
from service.domain.request_status import AssignmentState
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW

DAY = timedelta(days=1)
# 1 October 2026, 00:30 in Amsterdam: this quarter there, the one before in UTC.
QUARTER = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
ACCEPTED, DECLINED, OPEN = (
    InvitationState.ACCEPTED,
    InvitationState.DECLINED,
    InvitationState.OPEN,
)


def asked(
    session: Session, request: SupportRequest, expert: int, attempt: int, state: str, at: datetime
) -> Invitation:
    invitation = Invitation(
        request_id=request.id,
        expert_id=expert,
        attempt=attempt,
        state=state,
        sent_at=at,
        answer_by=at + DAY,
    )
    session.add(invitation)
    session.flush()
    return invitation


def helped(
    session: Session, invitation: Invitation, state: str, contact: bool, ended: datetime | None
) -> None:
    at = invitation.sent_at
    session.add(
        Assignment(
            invitation_id=invitation.id,
            request_id=invitation.request_id,
            expert_id=invitation.expert_id,
            state=state,
            accepted_at=at,
            first_contact_at=at,
            confidentiality_declared_at=at,
            no_conflict_declared_at=at,
            contacted_at=at if contact else None,
            ended_at=ended,
        )
    )
    session.flush()


def test_what_an_expert_carries(
    session: Session, submit: Callable[..., SupportRequest], experts: list[int]
) -> None:
    own, other = submit(), submit(form_token="form-2")
    busy, never = experts[0], experts[1]
    former = asked(session, other, busy, 1, ACCEPTED, QUARTER - DAY)
    ended = QUARTER - timedelta(hours=1)
    helped(session, former, AssignmentState.CLOSED, contact=True, ended=ended)
    under_way = asked(session, other, busy, 2, ACCEPTED, QUARTER)
    helped(session, under_way, AssignmentState.CONTACTED, contact=True, ended=None)
    refused = asked(session, other, busy, 3, ACCEPTED, QUARTER + DAY)
    helped(session, refused, AssignmentState.REFUSED, contact=False, ended=NOW - DAY)
    asked(session, other, busy, 4, DECLINED, QUARTER + 2 * DAY)
    asked(session, other, busy, 5, OPEN, NOW - DAY)
    asked(session, own, busy, 1, OPEN, NOW - 2 * DAY)
    carried = Load(
        active=1,
        open_invitations=1,
        started_this_quarter=1,
        last_ended_on=date(2026, 9, 30),
        last_asked_at=NOW - DAY,
        asked_this_quarter=5,
    )
    assert load_of(session, NOW, [busy, never], own.id) == {busy: carried, never: NO_LOAD}
    assert load_of_everyone(session, NOW, own.id) == {busy: carried}
    assert load_of_everyone(session, NOW, None)[busy].open_invitations == 2
