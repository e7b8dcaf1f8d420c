"""Two experts race for one place: exactly one gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.invite_wave import invite_next
from service.database import writing
from service.domain.actor import Actor, expert
from service.domain.errors import DeadLink, PlaceTaken
from service.storage import invitation as invitations
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW


def test_three_experts_accept_one_place_at_the_same_moment(
    engine: Engine,
    session: Session,
    proposed: Callable[..., SupportRequest],
    coordinator: Actor,
) -> None:
    request = proposed(places=1, parallel=3)
    sent = [invitation.id for invitation in invite_next(session, NOW, request, coordinator)]
    session.commit()
    barrier = Barrier(len(sent))

    def accept(invitation_id: int) -> str:
        barrier.wait(timeout=10)
        try:
            with writing(engine) as own:
                invitation = own.get_one(Invitation, invitation_id)
                moment = NOW + timedelta(hours=2)
                accept_invitation(own, NOW, invitation, moment, expert(invitation.expert_id))
        except (DeadLink, PlaceTaken):
            return "too late"
        return "in"

    with ThreadPoolExecutor(len(sent)) as pool:
        outcomes = sorted(pool.map(accept, sent))
    assert outcomes == ["in", "too late", "too late"]
    session.expire_all()
    states = sorted(found.state for found in invitations.of_request(session, request.id))
    assert states == ["accepted", "stood_down", "stood_down"]
