"""People who make trouble: they answer at the same second or too late, and the bureau insists."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.invitations.invite_wave import invite_next
from service.database import reading, writing
from service.domain.errors import NothingToInvite
from service.domain.opening_hours import AMSTERDAM
from service.domain.request_status import Status
from service.domain.urgency import Urgency
from service.rehearsal.simulation import open_time
from service.rehearsal.simulation.agenda import Act
from service.rehearsal.simulation.load_limits import limit_violations
from service.rehearsal.simulation.people import People
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.sample_world import coordinator_of
from service.rehearsal.simulation.simulated_run import SimulatedRun
from service.storage.invitation import Assignment, Invitation
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

AT_ONCE = 0.0
EVERYBODY = {"ngb": 1, "omo": 1, "politieacademie": 1}
NOBODY = {"ngb": 0, "omo": 0, "politieacademie": 0}


def insist(number: int, count: int) -> Act:
    """The coordinator wants so many more at once, whatever the rule says."""

    def more(session: Session, now: datetime) -> None:
        request = session.get(SupportRequest, number)
        if request is None or request.status not in (Status.PROPOSED, Status.INVITED):
            return
        try:
            invite_next(session, now, request, coordinator_of(session), count)
        except NothingToInvite:
            return

    return more


def keep_only(run: SimulatedRun, count: int) -> None:
    """All but the first experts have left the registry."""
    with writing(run.engine) as session:
        kept = select(Expert.id).order_by(Expert.id).limit(count)
        session.execute(update(Expert).where(Expert.id.not_in(kept)).values(status="withdrawn"))


def test_whatever_they_do_nobody_carries_more_than_the_limits() -> None:
    people = People(
        requests_per_week=100,
        urgencies={"U1": 0, "U2": 1, "U3": 2, "U4": 2},
        accepts=EVERYBODY,
        silent=0,
        answer_hours={**People().answer_hours, "U2": 5},
        answer_sigma=AT_ONCE,
        bureau_minutes=dict.fromkeys(Urgency, 0),
        longer_lists=0,
    )
    run = SimulatedRun(Policy.ADAPTIVE, people, 7, seed=3)
    keep_only(run, 4)
    for arrival in run.arrivals:
        run.agenda.plan(arrival.at + timedelta(days=4), insist(arrival.number, 4))
    run.play()
    with reading(run.engine) as session:
        assert limit_violations(session) == []
        ends = set(session.scalars(select(SupportRequest.status)))
    # Some found everybody busy, and some answers came when the place was taken.
    assert ends == {Status.CLOSED, Status.NO_MATCH}
    assert run.experts.too_late


def test_a_mail_that_waits_for_the_morning_is_read_then() -> None:
    all_say_no = People(
        urgencies={"U1": 0, "U2": 0, "U3": 1, "U4": 0},
        accepts=NOBODY,
        silent=0,
        answer_hours={**People().answer_hours, "U3": 5},
        answer_sigma=AT_ONCE,
        bureau_minutes=dict.fromkeys(Urgency, 0),
        longer_lists=0,
    )
    run = SimulatedRun(Policy.WAVES_OF_2, all_say_no, 1, seed=3)
    first_day = open_time.after(Urgency.U3, run.arrivals[0].at, 1).astimezone(AMSTERDAM).date()
    at_night = datetime.combine(first_day, time(22, 0), AMSTERDAM).astimezone(UTC)
    run.agenda.plan(at_night, insist(1, 1))
    run.play()
    with reading(run.engine) as session:
        invitation = session.scalars(select(Invitation).where(Invitation.sent_at == at_night)).one()
        assert invitation.mailed_at == at_night + timedelta(hours=9)
        # Five office hours from 08:30.
        assert invitation.answered_at == at_night + timedelta(hours=15, minutes=30)


@pytest.mark.parametrize(("hours", "state"), [(0.2, "agreed"), (3, "expired")])
def test_a_partner_that_is_asked_answers_in_its_own_time(hours: float, state: str) -> None:
    only_they_help = People(
        consent_hours={"ngb": hours, "omo": 0, "politieacademie": 0},
        urgencies={"U1": 0, "U2": 1, "U3": 0, "U4": 0},
        accepts={**NOBODY, "ngb": 1},
        silent=0,
        answer_sigma=AT_ONCE,
        list_length=10,
        longer_lists=0,
    )
    run = SimulatedRun(Policy.ADAPTIVE, only_they_help, 1, seed=3)
    run.play()
    with reading(run.engine) as session:
        (asked,) = session.scalars(select(PartnerConsent))
        assert (asked.partner_id, asked.state) == ("ngb", state)
        helped = session.scalars(select(Assignment)).all()
        assert len(helped) == (state == "agreed")
        for one in helped:
            assert asked.answered_at
            assert one.invitation.sent_at >= asked.answered_at
        left = select(OutboxMail.id).where(OutboxMail.state == MailState.QUEUED)
        assert session.scalars(left).all() == []
    assert run.partners.too_late == (state == "expired")
