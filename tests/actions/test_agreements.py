"""Versions of the agreement: one after the other, never edited, frozen in each request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.agreements.adopt_agreement import adopt_agreement
from service.actions.agreements.agreement_in_force import (
    agreement_at,
    agreement_of_version,
    latest_agreement,
)
from service.actions.agreements.withdraw_agreement import withdraw_agreement
from service.actions.deadlines import clocks
from service.actions.requests.correct_request import correct_tags
from service.database import reading, writing
from service.domain.actor import SYSTEM, Actor
from service.domain.agreement_json import from_json, to_json
from service.domain.errors import ChangedMeanwhile, InvalidChoice
from service.domain.intake import Phase
from service.domain.service_agreement import ServiceAgreement, Term, Unit, default_agreement
from service.domain.step import Step
from service.domain.time_errors import InvalidAgreement
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage.agreement_version import all_versions
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)


def with_term(
    base: ServiceAgreement, hours: int, step: Step = Step.ACKNOWLEDGEMENT
) -> ServiceAgreement:
    """Give the agreement with another term of U2 for a step."""
    data = to_json(base)
    data["terms"]["U2"][step]["amount"] = hours
    return from_json(data)


def adopt(session: Session, hours: int, begins: datetime = NOW, now: datetime = NOW) -> int:
    latest = latest_agreement(session)
    new = with_term(latest, hours)
    row = adopt_agreement(session, now, SYSTEM, new, begins, latest.version)
    session.flush()
    return row.version


def term_at(session: Session, at: datetime) -> int:
    return agreement_at(session, at).terms[Urgency.U2][Step.ACKNOWLEDGEMENT].amount


def test_the_default_holds_until_the_first_version_begins(
    session: Session, reference_data: None
) -> None:
    assert agreement_at(session, NOW) == default_agreement()
    assert adopt(session, 3, NOW + HOUR) == 2
    second = timedelta(seconds=1)
    moments = (NOW, NOW + HOUR - second, NOW + HOUR, NOW + 9000 * HOUR)
    assert [term_at(session, at) for at in moments] == [2, 2, 3, 3]
    assert agreement_of_version(session, 1) == default_agreement()
    assert agreement_of_version(session, 3) is None


def test_a_new_version_ends_the_former_one_and_leaves_its_content(
    session: Session, coordinator: Actor
) -> None:
    adopt(session, 3)
    first = dict(all_versions(session)[0].content)
    latest = latest_agreement(session)
    row = adopt_agreement(
        session, NOW + HOUR, coordinator, with_term(latest, 5), NOW + 2 * HOUR, latest.version
    )
    assert (row.version, row.made_at, row.made_by_id) == (3, NOW + HOUR, coordinator.id)
    session.flush()
    old, new = all_versions(session)
    assert (old.valid_from, old.valid_until, old.content) == (NOW, NOW + 2 * HOUR, first)
    assert (new.valid_from, new.valid_until) == (NOW + 2 * HOUR, None)
    assert new.content["version"] == 3
    assert [term_at(session, NOW + hours * HOUR) for hours in (0, 1, 2)] == [3, 3, 5]


def test_a_version_is_withdrawn_before_it_begins_and_never_after(
    session: Session, coordinator: Actor
) -> None:
    adopt(session, 3)
    adopt(session, 5, NOW + 2 * HOUR)
    with pytest.raises(ChangedMeanwhile):
        withdraw_agreement(session, NOW, coordinator, 2)
    withdraw_agreement(session, NOW + HOUR, coordinator, 3)
    session.flush()
    old, withdrawn = all_versions(session)
    assert old.valid_until is None
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_by_id) == (NOW + HOUR, coordinator.id)
    assert term_at(session, NOW + 3 * HOUR) == 3
    with pytest.raises(InvalidChoice):
        withdraw_agreement(session, NOW + HOUR, coordinator, 2)
    with pytest.raises(ChangedMeanwhile):
        withdraw_agreement(session, NOW + HOUR, coordinator, 3)
    # its number is not used again, and its time is free
    assert adopt(session, 7, NOW + 2 * HOUR, NOW + HOUR) == 4
    assert [term_at(session, NOW + hours * HOUR) for hours in (1, 2)] == [3, 7]


def test_a_version_that_a_later_rule_would_refuse_still_holds(
    session: Session, submit: Callable[[], SupportRequest]
) -> None:
    adopt(session, 3)
    (stored,) = all_versions(session)
    stored.content = stored.content | {"name": "n" * 81}
    session.flush()
    assert term_at(session, NOW) == 3
    request = submit()
    (row,) = deadlines.running(session, request.id, Step.ACKNOWLEDGEMENT)
    assert row.due_at == NOW + 3 * HOUR
    # The next one is made from it; what was too long has been mended.
    new = with_term(default_agreement(), 4)
    assert adopt_agreement(session, NOW, SYSTEM, new, NOW + HOUR, 2).version == 3


def test_the_only_version_withdrawn_brings_the_default_back(
    session: Session, reference_data: None
) -> None:
    adopt(session, 3, NOW + HOUR)
    withdraw_agreement(session, NOW, SYSTEM, 2)
    session.flush()
    assert term_at(session, NOW + 2 * HOUR) == 2
    assert latest_agreement(session) == default_agreement()


BASE = default_agreement()
REFUSED = [
    (BASE, NOW, "agreement", "Er is niets veranderd."),
    (with_term(BASE, 3), NOW - HOUR, "valid_from", "Dit moment is voorbij."),
    (with_term(BASE, 3), NOW + 800 * 24 * HOUR, "valid_from", "binnen twee jaar"),
    (replace(BASE, partners={**BASE.partners, "knmi": None}), NOW, "partners.knmi", "bestaat niet"),
    (replace(BASE, warn_fraction=1.0), NOW, "warn_fraction", "tussen 0 en 1"),
    (replace(BASE, terms={}), NOW, "terms.U1.receipt", "ontbreekt"),
]


@pytest.mark.parametrize(("agreement", "begins", "place", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_its_place(
    session: Session,
    reference_data: None,
    agreement: ServiceAgreement,
    begins: datetime,
    place: str,
    reason: str,
) -> None:
    with pytest.raises(InvalidAgreement) as refused:
        adopt_agreement(session, NOW, SYSTEM, agreement, begins, 1)
    reasons = {problem.place: problem.reason for problem in refused.value.problems}
    assert reason in reasons[place]
    session.flush()
    assert not all_versions(session)


@pytest.mark.parametrize("begins", [NOW, NOW + HOUR, NOW + 2 * HOUR])
def test_two_versions_never_hold_at_the_same_time(
    session: Session, reference_data: None, begins: datetime
) -> None:
    adopt(session, 3, NOW + 2 * HOUR)
    with pytest.raises(InvalidAgreement) as refused:
        adopt(session, 5, begins)
    assert [problem.place for problem in refused.value.problems] == ["valid_from"]


def test_a_change_of_an_older_version_is_refused(session: Session, reference_data: None) -> None:
    adopt(session, 3)
    with pytest.raises(ChangedMeanwhile):
        adopt_agreement(session, NOW + HOUR, SYSTEM, with_term(BASE, 5), NOW + HOUR, 1)


@pytest.mark.parametrize("stored", [0, 1])
def test_of_those_who_adopt_at_once_one_succeeds(
    engine: Engine, reference_data: None, stored: int
) -> None:
    if stored:
        with writing(engine) as session:
            adopt(session, 9)
    latest, now = 1 + stored, NOW + HOUR

    def attempt(hours: int) -> str:
        try:
            with writing(engine) as session:
                adopt_agreement(session, now, SYSTEM, with_term(BASE, hours), now, latest)
        except ChangedMeanwhile:
            return "changed"
        return "adopted"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(attempt, (3, 4, 5, 6)))
    assert results == ["adopted", "changed", "changed", "changed"]
    with reading(engine) as session:
        assert [row.version for row in all_versions(session)] == [2, 3][: 1 + stored]


def due_of(session: Session, request: SupportRequest, step: Step) -> datetime:
    rows = deadlines.of_request(session, request.id)
    return next(row.due_at for row in rows if row.step == step and row.running)


def test_a_request_keeps_the_agreement_of_its_submission(
    session: Session, submit: Callable[..., SupportRequest], coordinator: Actor
) -> None:
    old = submit(urgency=Urgency.U3)
    adopt(session, 3)
    new = submit(form_token="form-2")
    assert (old.agreement["version"], new.agreement["version"]) == (1, 2)
    assert due_of(session, new, Step.ACKNOWLEDGEMENT) == NOW + 3 * HOUR
    # a change of urgency counts with the terms that were frozen
    tags: tuple[Any, ...] = (old.themes, old.support_kinds, Phase.RISING, Urgency.U2)
    correct_tags(session, NOW, old, coordinator, *tags)
    assert due_of(session, old, Step.ACKNOWLEDGEMENT) == NOW + 2 * HOUR


def test_the_own_term_of_a_partner_reaches_the_clock(
    session: Session, submit: Callable[..., SupportRequest]
) -> None:
    own = {Urgency.U2: {Step.EXPERT_REACTION: Term(90, Unit.MINUTE, "daily")}}
    new = replace(BASE, partner_terms={"politieacademie": own})
    adopt_agreement(session, NOW, SYSTEM, new, NOW, 1)
    request = submit()
    ends = [
        clocks.start_clock(session, NOW, request, Step.EXPERT_REACTION, partner=partner).due_at
        for partner in ("politieacademie", "ngb")
    ]
    assert ends == [NOW + timedelta(minutes=90), NOW + 4 * HOUR]
