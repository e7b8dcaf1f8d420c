"""A registry change after the ranking: ranked anew while the coordinator has not chosen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.rank_again import rank_again
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import withdraw_request
from service.actions.requests.start_triage import start_triage
from service.domain.actor import REQUESTER, Actor
from service.storage.request import SupportRequest
from tests.actions.case_readings import events
from tests.actions.conftest import NOW
from tests.sample_case import store_run

MINUTE = timedelta(minutes=1)
LATER = NOW + 10 * MINUTE

Submit = Callable[..., SupportRequest]


def ranked(session: Session, request: SupportRequest, version: int = 3) -> SupportRequest:
    """The request as a ranking on this version of the registry leaves it."""
    request.ranking_due_at = None
    store_run(session, request.id, registry_version=version)
    return request


@pytest.mark.parametrize(
    ("version", "wait", "due"),
    [
        (4, timedelta(), MINUTE),  # just ranked: a minute later, with all that changes meanwhile
        (4, 0.5 * MINUTE, MINUTE),
        (4, 2 * MINUTE, 2 * MINUTE),
        (9, 2 * MINUTE, 2 * MINUTE),
        (3, 2 * MINUTE, None),  # nothing changed
        (2, 2 * MINUTE, None),  # another worker is ahead
    ],
)
def test_when_a_ranking_is_made_anew(
    session: Session, submit: Submit, version: int, wait: timedelta, due: timedelta | None
) -> None:
    request = ranked(session, submit())
    assert rank_again(session, NOW + wait, version) == (0 if due is None else 1)
    assert request.ranking_due_at == (None if due is None else NOW + due)
    assert events(session, request).count("registry_changed") == (0 if due is None else 1)


def test_more_changes_before_it_is_due_change_nothing(session: Session, submit: Submit) -> None:
    request = ranked(session, submit())
    assert rank_again(session, NOW, 4) == 1
    assert [rank_again(session, NOW + 0.3 * MINUTE, version) for version in (5, 6)] == [0, 0]
    assert request.ranking_due_at == NOW + MINUTE
    # Ranked on version 6, when it was due: the next change counts anew.
    ranked(session, request, 6)
    assert rank_again(session, LATER, 6) == 0
    assert rank_again(session, LATER, 7) == 1
    assert events(session, request).count("registry_changed") == 2


def test_it_is_ranked_again_until_the_list_is_chosen(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: start_triage(session, NOW, request, coordinator),
        lambda: decide_to_match(session, NOW, request, coordinator),
    ]
    for version, step in enumerate(steps, start=1):
        step()
        ranked(session, request, version)
        assert rank_again(session, LATER, version + 1) == 1


def test_after_the_choice_the_proposal_stays(
    session: Session, proposed: Submit, coordinator: Actor
) -> None:
    request = ranked(session, proposed())
    assert rank_again(session, LATER, 4) == 0
    invite_next(session, NOW, request, coordinator)
    assert rank_again(session, LATER, 4) == 0
    assert request.ranking_due_at is None


def test_load_is_no_change_of_the_registry(
    session: Session, submit: Submit, proposed: Submit, coordinator: Actor
) -> None:
    waiting = ranked(session, submit(form_token="form-2"))
    before = session.get_one(Expert, 1).revision
    invite_next(session, NOW, proposed(form_token="form-3"), coordinator)
    assert session.get_one(Expert, 1).revision == before
    assert rank_again(session, LATER, 3) == 0
    assert waiting.ranking_due_at is None


@pytest.mark.parametrize("state", ["held", "erased", "ended", "never ranked"])
def test_what_needs_no_ranking_gets_none(session: Session, submit: Submit, state: str) -> None:
    request = submit()
    if state != "never ranked":
        ranked(session, request)
    if state == "held":
        request.held = True
    elif state == "erased":
        request.text_erased_at = NOW
    elif state == "ended":
        withdraw_request(session, NOW, request, REQUESTER)
    due = request.ranking_due_at
    assert rank_again(session, LATER, 4) == 0
    assert request.ranking_due_at == due
