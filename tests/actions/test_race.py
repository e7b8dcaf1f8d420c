"""Experts race for one place and exactly one gets it; sweeps race and none is stopped."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
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


@pytest.mark.backend("postgresql")
def test_two_sweeps_that_ask_on_never_wait_for_each_other_in_a_circle(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    coordinator: Actor,
    experts: list[int],
) -> None:
    first, second, third, left, right = experts
    lists = [(first, left), (second, right), (third, right), (first, left)]
    for number, listed in enumerate(lists):
        request = submit(form_token=f"form-{number}")
        record_call_back(session, NOW, request, coordinator)
        decide_to_match(session, NOW, request, coordinator)
        approve_list(session, NOW, request, coordinator, listed, "Onrust.", 1, 1)
        invite_next(session, NOW, request, coordinator)
        request.ask_again_at = NOW
    session.commit()
    held = Barrier(2)

    @event.listens_for(engine, "after_cursor_execute")
    def _meet(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # Whoever holds experts waits a moment until the other one does as well.
        if "FROM expert" in statement and "FOR NO KEY UPDATE" in statement:
            with suppress(BrokenBarrierError):
                held.wait(timeout=0.5)

    def sweep(_worker: int) -> int:
        with writing(engine) as own:
            return check_deadlines(own, NOW, limit=2)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(sweep, range(2))) == [2, 2]
