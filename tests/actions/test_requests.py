"""What happens to a request before and after the invitations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.requests.add_information import add_information
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.change_status import check_revision
from service.actions.requests.correct_request import correct_tags
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import declare_no_match, reopen_request
from service.actions.requests.erase_text import erase_text
from service.actions.requests.own_case import hand_over, take_case
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.refer_on import refer_on
from service.actions.requests.release_hold import release_hold
from service.domain.actor import Actor
from service.domain.errors import (
    ChangedMeanwhile,
    InvalidChoice,
    StepNotAllowed,
    StillOnHold,
    SummaryMissing,
)
from service.domain.intake import Phase
from service.domain.urgency import Urgency
from service.storage import added_information, deadline, history_event
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.case_readings import mail_kinds
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
Submit = Callable[..., SupportRequest]


def running(session: Session, request: SupportRequest) -> dict[str, deadline.Deadline]:
    session.flush()
    return {row.step: row for row in deadline.running(session, request.id)}


def test_a_new_request_has_receipt_alert_clocks_and_a_ranking_due(
    session: Session, submit: Submit
) -> None:
    request = submit()
    assert mail_kinds(session) == ["receipt", "duty_alert"]
    assert set(running(session, request)) == {
        "receipt",
        "acknowledgement",
        "triage",
        "proposal",
        "first_contact",
    }
    assert running(session, request)["acknowledgement"].due_at == NOW + 2 * HOUR
    assert (request.status, request.ranking_due_at, request.held) == ("submitted", NOW, False)
    (event,) = history_event.of_request(session, request.id)
    assert (event.kind, event.actor_kind, event.to_status) == ("submit", "requester", "submitted")


def test_the_same_form_twice_is_one_request(session: Session, submit: Submit) -> None:
    assert submit(form_token="same") is submit(form_token="same", question="Anders?")
    assert mail_kinds(session).count("receipt") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"referral_signals": ("acute-danger",)},
        {"crisis_structure_active": True},
        {"mayor_informed": False},
    ],
)
def test_a_held_request_is_not_ranked_until_released(
    session: Session, submit: Submit, coordinator: Actor, experts: list[int], changes: dict
) -> None:
    request = submit(**changes)
    assert (request.held, request.ranking_due_at) == (True, None)
    with pytest.raises(StillOnHold):
        decide_to_match(session, NOW, request, coordinator)
    with pytest.raises(StillOnHold):
        approve_list(session, NOW, request, coordinator, experts, "Kort.", 1)
    with pytest.raises(StillOnHold):
        invite_next(session, NOW, request, coordinator)
    release_hold(session, NOW + HOUR, request, coordinator, "Verkeerd aangekruist")
    assert (request.held, request.ranking_due_at) == (False, NOW + HOUR)


def test_a_call_back_ends_the_acknowledgement_and_gives_an_owner(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW + HOUR, request, coordinator, "Gesproken")
    assert (request.status, request.owner_id) == ("acknowledged", coordinator.id)
    assert "acknowledgement" not in running(session, request)


def test_a_question_pauses_the_bureau_and_the_answer_starts_it_again(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    due_before = running(session, request)["triage"].due_at
    ask_requester(session, NOW + HOUR, request, coordinator, "Waar staan zij?")
    assert request.status == "awaiting_requester"
    assert running(session, request)["triage"].paused
    assert running(session, request)["triage"].next_check_at is None
    add_information(session, NOW + 3 * HOUR, request, "Op het plein.")
    assert request.status == "acknowledged"
    triage = running(session, request)["triage"]
    assert (triage.due_at, triage.paused) == (due_before + 2 * HOUR, False)
    texts = [row.text for row in added_information.of_request(session, request.id)]
    assert texts == ["Waar staan zij?", "Op het plein."]
    assert mail_kinds(session)[-2:] == ["question", "information_added"]


def test_another_urgency_restarts_the_open_clocks_now_and_ranks_again(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    request.ranking_due_at = None
    correct_tags(
        session, NOW + HOUR, request, coordinator, ["voetbal"], [], Phase.RISING, Urgency.U1
    )
    assert running(session, request)["triage"].due_at == NOW + 2 * HOUR
    assert request.ranking_due_at == NOW + HOUR


def test_correcting_nothing_leaves_no_trace(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    revision = request.revision
    correct_tags(
        session,
        NOW,
        request,
        coordinator,
        request.themes,
        request.support_kinds,
        Phase(request.phase),
        Urgency(request.urgency),
    )
    assert request.revision == revision


def test_referring_on_tells_the_requester_and_stops_the_clocks(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    with pytest.raises(InvalidChoice):
        refer_on(session, NOW, request, coordinator, "nowhere")
    refer_on(session, NOW, request, coordinator, "mayor-position")
    assert (request.status, request.referred_to) == ("referred", "mayor-position")
    assert set(running(session, request)) == {"receipt"}
    assert mail_kinds(session)[-1] == "referred_on"


def test_an_ended_request_can_be_reopened_with_fresh_clocks(
    session: Session, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed()
    declare_no_match(session, NOW, request, coordinator)
    with pytest.raises(StepNotAllowed):
        add_information(session, NOW, request, "Nog iets")
    later = NOW + timedelta(days=2)
    reopen_request(session, later, request, coordinator)
    assert request.status == "triage"
    assert running(session, request)["triage"].started_at == later


def test_a_case_is_taken_and_handed_over(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    take_case(session, NOW, request, coordinator)
    deputy = session.scalars(select(UserAccount).filter_by(email="a@bureau.example")).one()
    hand_over(session, NOW, request, coordinator, deputy.id, "Piketwissel")
    assert request.owner_id == deputy.id
    manager = session.scalars(select(UserAccount).filter_by(email="l@bureau.example")).one()
    for nobody in (manager.id, 9999):
        with pytest.raises(InvalidChoice):
            hand_over(session, NOW, request, coordinator, nobody)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expert_ids": []}, "expert_ids"),
        ({"expert_ids": [1, 1]}, "expert_ids"),
        ({"expert_ids": [999999]}, "expert_ids"),
        ({"summary": "  "}, "summary"),
        ({"summary": "x" * 1501}, "summary"),
        ({"places": 0}, "places"),
        ({"places": 6}, "places"),
        ({"places": 2, "parallel": 8}, "parallel"),
    ],
)
def test_a_list_that_cannot_be_is_refused_at_its_field(
    session: Session,
    submit: Submit,
    coordinator: Actor,
    experts: list[int],
    changes: dict,
    field: str,
) -> None:
    request = submit()
    decide_to_match(session, NOW, request, coordinator)
    values = {"expert_ids": experts, "summary": "Kort.", "places": 1} | changes
    with pytest.raises(InvalidChoice) as refused:
        approve_list(session, NOW, request, coordinator, **values)
    assert refused.value.field == field


def test_no_invitation_without_a_summary(
    session: Session, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed()
    request.neutral_summary = ""
    with pytest.raises(SummaryMissing):
        invite_next(session, NOW, request, coordinator)


def test_erasing_takes_every_free_text_and_keeps_the_events(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    add_information(session, NOW, request, "Een naam die hier niet hoort")
    record_call_back(session, NOW, request, coordinator, "Een notitie")
    erase_text(session, NOW, request, coordinator)
    session.flush()
    session.expire_all()
    assert request.text() == ""
    assert not added_information.of_request(session, request.id)
    events = history_event.of_request(session, request.id)
    assert [event.kind for event in events][-1] == "erase_text"
    assert not any(event.note for event in events)


def test_an_old_page_is_recognised(session: Session, submit: Submit, coordinator: Actor) -> None:
    request = submit()
    seen = request.revision
    check_revision(request, seen)
    take_case(session, NOW, request, coordinator)
    with pytest.raises(ChangedMeanwhile):
        check_revision(request, seen)
