"""Invitations of experts and the assignments that follow from an acceptance."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, Date, ForeignKey, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, Expert, UtcDateTime
from service.domain.invitation import InvitationState
from service.domain.request_status import LIVE_ASSIGNMENT, AssignmentState
from service.storage.read_once import read_once
from service.storage.request import SupportRequest

ENDED_BY_THE_EXPERT = (
    InvitationState.ACCEPTED,
    InvitationState.DECLINED,
    InvitationState.EXPIRED,
)


class Invitation(Base):
    """One expert asked for one request, with an absolute answer-by time."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("request_id", "expert_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    attempt: Mapped[int] = mapped_column(default=1)
    wave: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=InvitationState.OPEN, index=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decline_reason: Mapped[str | None]
    decline_note: Mapped[str] = mapped_column(SealedText("invitation.decline_note"), default="")
    suggestion: Mapped[str] = mapped_column(SealedText("invitation.suggestion"), default="")
    unavailable_until: Mapped[date | None] = mapped_column(Date)

    expert: Mapped[Expert] = relationship(lazy="joined")
    request: Mapped[SupportRequest] = relationship()


class Assignment(Base):
    """The link between a request and an expert who said yes."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confidentiality_declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    no_conflict_declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    calendar_sequence: Mapped[int] = mapped_column(default=0)

    invitation: Mapped[Invitation] = relationship(lazy="joined")
    expert: Mapped[Expert] = relationship(lazy="joined")
    request: Mapped[SupportRequest] = relationship()


# What a wave asks again and again is built once: building it takes longer than answering it.
_REQUEST: BindParameter[int] = bindparam("request_id")
_OF_REQUEST = (
    select(Invitation)
    .where(Invitation.request_id == _REQUEST)
    .order_by(Invitation.sent_at, Invitation.id)
)
_ASSIGNMENTS = (
    select(Assignment)
    .where(Assignment.request_id == _REQUEST)
    .order_by(Assignment.accepted_at, Assignment.id)
)
_IN_STATES = (
    Assignment.request_id == _REQUEST,
    Assignment.state.in_(bindparam("states", expanding=True)),
)
_STATES = select(Assignment.state).where(*_IN_STATES)
_EXPERTS = select(Assignment.expert_id).where(*_IN_STATES)
_OPEN = (
    select(func.count())
    .select_from(Invitation)
    .where(Invitation.request_id == _REQUEST, Invitation.state == InvitationState.OPEN)
)
_OUTCOMES = (
    select(Expert.partner_id, Invitation.state, func.count())
    .join(Invitation, Invitation.expert_id == Expert.id)
    .where(Invitation.state.in_(ENDED_BY_THE_EXPERT))
    .group_by(Expert.partner_id, Invitation.state)
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[Invitation]:
    """Give the invitations of a request, oldest first."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


def by_ids(session: Session, ids: Collection[int]) -> dict[int, Invitation]:
    """Give these invitations by id."""
    if not ids:
        return {}
    found = session.scalars(select(Invitation).where(Invitation.id.in_(ids)))
    return {invitation.id: invitation for invitation in found}


def open_of_request(session: Session, request_id: int) -> Sequence[Invitation]:
    """Give the invitations of a request that wait for an answer."""
    return [i for i in of_request(session, request_id) if i.state == InvitationState.OPEN]


def outcomes_by_partner(session: Session) -> dict[str, tuple[int, int]]:
    """Give per partner how many invitations were accepted, and how many came to an end at all.

    An end is a yes, a no or no answer in time; what the bureau ended itself says nothing.
    """
    found: dict[str, tuple[int, int]] = {}
    for partner_id, state, count in session.execute(_OUTCOMES):
        accepted, ended = found.get(partner_id, (0, 0))
        yes = count if state == InvitationState.ACCEPTED else 0
        found[partner_id] = (accepted + yes, ended + count)
    return found


@read_once
def assignments_of_request(session: Session, request_id: int) -> Sequence[Assignment]:
    """Give the assignments of a request, in the order of acceptance."""
    return session.scalars(_ASSIGNMENTS, {"request_id": request_id}).all()


def live_assignments(session: Session, request_id: int) -> list[Assignment]:
    """Give the assignments of a request that were not refused, handed back or closed."""
    return [
        found
        for found in assignments_of_request(session, request_id)
        if found.state in LIVE_ASSIGNMENT
    ]


@read_once
def live_states(session: Session, request_id: int) -> Sequence[AssignmentState]:
    """Give the states of the assignments that were not refused, handed back or closed."""
    rows = session.scalars(_STATES, {"request_id": request_id, "states": LIVE_ASSIGNMENT})
    return [AssignmentState(state) for state in rows]


def experts_of_assignments(
    session: Session, request_id: int, states: Collection[AssignmentState]
) -> set[int]:
    """Give whose assignment of a request is in one of these states (expert ids)."""
    return set(session.scalars(_EXPERTS, {"request_id": request_id, "states": states}))


def taken_places(session: Session, request_id: int) -> int:
    """Give how many places of a request are taken by an assignment that is under way."""
    return len(live_states(session, request_id))


def waiting_for_an_answer(session: Session, request_id: int) -> int:
    """Give how many invitations of a request are open."""
    return session.scalar(_OPEN, {"request_id": request_id}) or 0
