"""A small simulation on the real actions: it ends well, repeats itself, and keeps the limits."""

import logging
from typing import Any

import pytest
from sqlalchemy import select

from service.database import reading
from service.domain.request_status import OPEN_STATES
from service.rehearsal.simulation.comparison import compare
from service.rehearsal.simulation.figures import figures
from service.rehearsal.simulation.people import People
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.simulated_run import SimulatedRun
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest

EVERYBODY_SILENT = People(silent=1, accepts={"ngb": 0, "omo": 0, "politieacademie": 0})
FEW = People(list_length=3, longer_lists=0, accepts=EVERYBODY_SILENT.accepts, silent=1)


def played(policy: Policy, people: People, count: int, seed: int = 3) -> dict[str, Any]:
    run = SimulatedRun(policy, people, count, seed)
    run.play()
    with reading(run.engine) as session:
        return figures(session)


def test_every_request_ends_and_every_mail_leaves(caplog: pytest.LogCaptureFixture) -> None:
    run = SimulatedRun(Policy.ADAPTIVE, People(), 4, seed=3)
    with caplog.at_level(logging.WARNING):
        run.play()
    assert caplog.records == []
    with reading(run.engine) as session:
        found = session.scalars(select(SupportRequest.status)).all()
        mails = set(session.scalars(select(OutboxMail.state)))
    assert len(found) == 4
    assert not set(found) & set(OPEN_STATES)
    assert mails <= {MailState.SENT, MailState.CANCELLED}


def test_the_same_seed_gives_the_same_figures() -> None:
    one, other = (played(Policy.WAVES_OF_2, People(), 3) for _ in range(2))
    assert one == other
    assert one["matched"] == one["requests"] == 3
    assert one["load"]["limit_violations"] == 0
    times = one["time_to_acceptance"]["all"]
    assert 0 < times["open_hours"]["median"] <= times["wall_hours"]["median"]
    assert one["breaches"]["acknowledgement"]["all"] == [0, 3]


def test_when_nobody_answers_there_is_no_match() -> None:
    found = played(Policy.WAVES_OF_3, FEW, 1)
    assert found["matched"] == 0
    assert found["time_to_acceptance"]["all"]["no_match_rate"] == 1
    assert found["time_to_acceptance"]["all"]["open_hours"] is None
    assert found["breaches"]["expert_reaction"]["all"] == [3, 3]
    assert found["mails"]["per_match"] is None


def test_policies_are_compared_on_the_same_requests() -> None:
    policies = (Policy.ONE_BY_ONE, Policy.WAVES_OF_3)
    found = compare(policies, People(), 4, seed=3, processes=1)
    slow, quick = found["policies"]
    assert quick["mails"]["invitations_per_match"] > slow["mails"]["invitations_per_match"]
    same, sooner = found["ratios"]["one-by-one"], found["ratios"]["waves-of-3"]
    assert (same["median_open_hours"]["all"], same["per_match"]) == (1, 1)
    assert sooner["median_open_hours"]["all"] < 1 < sooner["invitations_per_match"]
