"""The table of states: what is allowed, what is not, and what follows from the places."""

from itertools import combinations_with_replacement

import pytest

from service.domain.errors import StepNotAllowed
from service.domain.request_status import (
    LIVE_ASSIGNMENT,
    OPEN_STATES,
    TRANSITIONS,
    Act,
    AssignmentState,
    Status,
    act_towards,
    can,
    next_status,
    status_from_places,
)

S, A = Status, Act


@pytest.mark.parametrize(
    ("source", "act", "target"),
    [
        (S.DRAFT, A.SUBMIT, S.SUBMITTED),
        (S.SUBMITTED, A.CALL_BACK, S.ACKNOWLEDGED),
        (S.ACKNOWLEDGED, A.START_TRIAGE, S.TRIAGE),
        (S.TRIAGE, A.DECIDE_TO_MATCH, S.MATCHING),
        (S.MATCHING, A.APPROVE_LIST, S.PROPOSED),
        (S.PROPOSED, A.INVITE, S.INVITED),
        (S.ACCEPTED, A.CONFIRM_CONTACT, S.CONTACTED),
        (S.CONTACTED, A.CHECK_IN, S.ACTIVE),
        (S.ACTIVE, A.CLOSE, S.CLOSED),
        (S.CLOSED, A.EVALUATE, S.EVALUATED),
        (S.EVALUATED, A.REOPEN, S.TRIAGE),
        (S.AWAITING_REQUESTER, A.WITHDRAW, S.WITHDRAWN),
        (S.INVITED, A.FIND_NOBODY, S.NO_MATCH),
    ],
)
def test_an_allowed_step_leads_to_its_state(source: Status, act: Act, target: Status) -> None:
    assert next_status(source, act) is target


@pytest.mark.parametrize(
    ("source", "act"),
    [
        (S.DRAFT, A.INVITE),
        (S.SUBMITTED, A.APPROVE_LIST),
        (S.SUBMITTED, A.INVITE),
        (S.TRIAGE, A.INVITE),
        (S.ACCEPTED, A.REFER_ON),
        (S.ACTIVE, A.ASK_REQUESTER),
        (S.CLOSED, A.WITHDRAW),
        (S.WITHDRAWN, A.CLOSE),
        (S.REFERRED, A.DECIDE_TO_MATCH),
        (S.EVALUATED, A.EVALUATE),
    ],
)
def test_a_step_outside_the_table_is_refused(source: Status, act: Act) -> None:
    assert not can(source, act)
    with pytest.raises(StepNotAllowed):
        next_status(source, act)


@pytest.mark.parametrize("before", [S.ACKNOWLEDGED, S.TRIAGE, S.MATCHING, S.PROPOSED])
def test_a_pause_ends_where_it_began(before: Status) -> None:
    assert next_status(before, A.ASK_REQUESTER) is S.AWAITING_REQUESTER
    assert next_status(S.AWAITING_REQUESTER, A.RESUME, before) is before


@pytest.mark.parametrize("target", [None, S.INVITED, S.SUBMITTED, S.CLOSED])
def test_a_pause_ends_nowhere_else(target: Status | None) -> None:
    with pytest.raises(StepNotAllowed):
        next_status(S.AWAITING_REQUESTER, A.RESUME, target)


def test_every_state_but_the_draft_can_be_reached() -> None:
    assert {t.target for t in TRANSITIONS} == set(Status) - {S.DRAFT}


def test_every_open_state_has_a_way_out() -> None:
    for status in OPEN_STATES:
        assert can(status, A.WITHDRAW)


def test_no_transition_stands_in_the_table_twice() -> None:
    assert len(set(TRANSITIONS)) == len(TRANSITIONS)


AC, CO, AT = AssignmentState.ACCEPTED, AssignmentState.CONTACTED, AssignmentState.ACTIVE


@pytest.mark.parametrize(
    ("places", "live", "open_invitations", "status"),
    [
        (1, [], 2, S.INVITED),
        (1, [], 0, S.PROPOSED),
        (2, [AC], 1, S.INVITED),
        (2, [AT], 0, S.PROPOSED),
        (1, [AC], 0, S.ACCEPTED),
        (1, [CO], 0, S.CONTACTED),
        (2, [CO, AC], 0, S.ACCEPTED),
        (2, [AT, CO], 0, S.CONTACTED),
        (2, [AT, AT], 0, S.ACTIVE),
        (1, [AT, AC], 0, S.ACCEPTED),
    ],
)
def test_the_state_follows_from_the_places(
    places: int, live: list[AssignmentState], open_invitations: int, status: Status
) -> None:
    assert status_from_places(places, live, open_invitations) is status


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (S.PROPOSED, S.INVITED),
        (S.INVITED, S.PROPOSED),
        (S.INVITED, S.ACCEPTED),
        (S.INVITED, S.CONTACTED),
        (S.ACCEPTED, S.INVITED),
        (S.ACCEPTED, S.PROPOSED),
        (S.ACCEPTED, S.CONTACTED),
        (S.CONTACTED, S.ACTIVE),
        (S.ACTIVE, S.PROPOSED),
        (S.PROPOSED, S.ACTIVE),
    ],
)
def test_following_the_places_always_finds_an_act(current: Status, target: Status) -> None:
    act = act_towards(current, target)
    assert act is not None
    assert next_status(current, act, target) is target


@pytest.mark.parametrize("places", [1, 2, 3])
def test_following_the_places_never_fails_from_a_state_that_follows(places: int) -> None:
    """Whatever happens to places, assignments and invitations, there is a step to the new state."""
    lives = [list(c) for n in range(4) for c in combinations_with_replacement(LIVE_ASSIGNMENT, n)]
    outcomes = {status_from_places(places, live, open_now) for live in lives for open_now in (0, 1)}
    forward = (S.PROPOSED, S.INVITED, S.ACCEPTED, S.CONTACTED, S.ACTIVE)
    for current in forward:
        for target in outcomes:
            # A live assignment never goes back to an earlier state while all places are filled.
            if current in forward[2:] and target in forward[2 : forward.index(current)]:
                continue
            assert act_towards(current, target) is not None or current is target


def test_following_the_places_does_nothing_when_already_there() -> None:
    assert act_towards(S.INVITED, S.INVITED) is None
