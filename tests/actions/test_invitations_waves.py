"""Waves whose size follows from urgency, what was seen of the partners, and silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.invitations.plan_wave import acceptance_by_partner, plan_wave
from service.actions.matching.approve_list import approve_list
from service.actions.requests.correct_request import correct_tags
from service.domain.actor import Actor, expert
from service.domain.intake import Phase
from service.domain.invitation import DeclineReason
from service.domain.urgency import Urgency
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.invitation import Invitation
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from tests.actions.case_readings import open_now
from tests.actions.conftest import NOW
from tests.sample_case import store_run

HOUR = timedelta(hours=1)
Proposed = Callable[..., SupportRequest]


def mailed(session: Session, request: SupportRequest) -> None:
    for invitation in invitations.open_of_request(session, request.id):
        invitation.mailed_at = invitation.mailed_at or invitation.sent_at


def say_no(session: Session, invitation: Invitation) -> None:
    actor = expert(invitation.expert_id)
    decline_invitation(session, NOW + HOUR, invitation, DeclineReason.NO_TIME, actor)


def low_mails(session: Session) -> int:
    session.flush()
    return len(session.scalars(select(OutboxMail).where(OutboxMail.kind == "list_low")).all())


def facts(session: Session, request: SupportRequest, kind: str) -> list[dict[str, object]]:
    session.flush()
    events = history_event.of_request(session, request.id)
    return [event.facts for event in events if event.kind == kind]


@pytest.mark.parametrize(
    ("urgency", "count"), [(Urgency.U1, 3), (Urgency.U2, 3), (Urgency.U3, 3), (Urgency.U4, 2)]
)
def test_the_first_wave_follows_the_urgency(
    session: Session,
    proposed: Proposed,
    coordinator: Actor,
    experts: list[int],
    urgency: Urgency,
    count: int,
) -> None:
    request = proposed(parallel=None, urgency=urgency)
    invite_next(session, NOW, request, coordinator)
    assert open_now(session, request) == experts[:count]


def test_the_plan_says_how_likely_enough_yeses_are(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None)
    plan = plan_wave(session, NOW, request)
    assert (list(plan.to_ask), plan.needed) == (experts[:3], 1)
    assert plan.chance == pytest.approx(0.875)
    invite_next(session, NOW, request, coordinator)
    assert facts(session, request, "wave_planned") == [{"count": 3, "chance": 88}]


def test_what_was_seen_of_a_partner_counts(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    assert acceptance_by_partner(session)["politieacademie"] == 0.5
    eager = proposed(parallel=None, form_token="a")
    for number, found in enumerate(invite_next(session, NOW, eager, coordinator)):
        found.state = "accepted" if number else "expired"
    session.flush()
    assert acceptance_by_partner(session)["politieacademie"] == pytest.approx(7 / 13)
    assert acceptance_by_partner(session)["omo"] == 0.5


def test_a_decline_is_made_good_and_no_more(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None)
    first, *_others = invite_next(session, NOW, request, coordinator)
    say_no(session, first)
    assert open_now(session, request) == experts[1:4]


def test_silence_at_the_warning_moment_asks_one_more_before_the_deadline(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None)
    invite_next(session, NOW, request, coordinator)
    mailed(session, request)
    check_deadlines(session, NOW + 3 * HOUR - timedelta(seconds=1))
    assert open_now(session, request) == experts[:3]
    for _sweep in range(3):
        check_deadlines(session, NOW + 3 * HOUR)
    assert open_now(session, request) == experts[:4]


def test_what_is_not_acute_asks_one_more_before_the_deadline_too(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None, urgency=Urgency.U4)
    invite_next(session, NOW, request, coordinator)
    mailed(session, request)
    # Two working days from Tuesday 10:00: three quarters is Wednesday 14:30.
    check_deadlines(session, NOW + timedelta(days=1, hours=4, minutes=29))
    assert open_now(session, request) == experts[:2]
    check_deadlines(session, NOW + timedelta(days=1, hours=4, minutes=30))
    assert open_now(session, request) == experts[:3]


def test_a_number_that_the_coordinator_chose_holds(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=1)
    invite_next(session, NOW, request, coordinator)
    mailed(session, request)
    check_deadlines(session, NOW + 3 * HOUR)
    assert open_now(session, request) == experts[:1]


def test_a_number_for_once_does_not_hold_the_rest(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None)
    (first,) = invite_next(session, NOW, request, coordinator, count=1)
    assert request.parallel is None
    say_no(session, first)
    assert open_now(session, request) == experts[1:4]


def test_the_list_is_short_before_the_deadline(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=None)
    approve_list(session, NOW, request, coordinator, experts[:4], "Kort.", 1)
    first, second, _third = invite_next(session, NOW, request, coordinator)
    assert low_mails(session) == 0
    say_no(session, first)
    assert low_mails(session) == 0
    say_no(session, second)
    assert low_mails(session) == 1
    assert open_now(session, request) == experts[2:4]


def test_an_urgency_that_rises_asks_more_at_once(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=1, urgency=Urgency.U4)
    invite_next(session, NOW, request, coordinator)
    tags = (["asielopvang"], ["bestuurlijk-sparren"], Phase.RISING)
    correct_tags(session, NOW + HOUR, request, coordinator, *tags, Urgency.U2)
    assert open_now(session, request) == experts[:3]


def test_nobody_left_is_told_once(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    approve_list(session, NOW, request, coordinator, experts[:2], "Kort.", 1, 1)
    (invitation,) = invite_next(session, NOW, request, coordinator)
    session.get_one(Expert, experts[1]).status = "paused"
    say_no(session, invitation)
    for quarters in range(1, 6):
        check_deadlines(session, NOW + HOUR + quarters * timedelta(minutes=15))
    assert len(facts(session, request, "list_exhausted")) == 1


@pytest.fixture
def mixed(session: Session, experts: list[int]) -> Callable[[SupportRequest, list[float]], None]:
    """Move the last expert to another partner and give all a chance to fit, in order."""

    def _mixed(request: SupportRequest, fits: list[float]) -> None:
        session.get_one(Expert, experts[-1]).partner_id = "ngb"
        chances = zip(experts, fits, strict=True)
        store_run(session, request.id, [{"expert_id": e, "chance": fit} for e, fit in chances])

    return _mixed


def test_one_wave_asks_different_partners_where_they_fit_about_as_well(
    session: Session,
    proposed: Proposed,
    coordinator: Actor,
    experts: list[int],
    mixed: Callable[[SupportRequest, list[float]], None],
) -> None:
    request = proposed(parallel=2)
    mixed(request, [0.9, 0.88, 0.87, 0.86, 0.85])
    invite_next(session, NOW, request, coordinator)
    assert open_now(session, request) == [experts[0], experts[4]]
    assert facts(session, request, "partner_first") == [{"expert_id": experts[4], "passed": 3}]


def test_nobody_passes_who_fits_clearly_better(
    session: Session,
    proposed: Proposed,
    coordinator: Actor,
    experts: list[int],
    mixed: Callable[[SupportRequest, list[float]], None],
) -> None:
    request = proposed(parallel=2)
    mixed(request, [0.9, 0.88, 0.7, 0.6, 0.5])
    invite_next(session, NOW, request, coordinator)
    assert open_now(session, request) == experts[:2]
    assert facts(session, request, "partner_first") == []
