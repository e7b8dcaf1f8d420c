"""The samples: nobody real, and somebody on duty at every moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.domain.actor import Role
from service.domain.duty import Shift, gaps, overlaps
from service.rehearsal.sample_data import (
    ASKED_EACH_TIME,
    extend_duty_roster,
    load_first_look,
    load_sample_data,
)
from service.storage import user_account
from service.storage.duty_shift import DutyShift, on_call
from service.storage.user_account import UserAccount

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def shifts(session: Session) -> list[Shift]:
    rows = session.scalars(select(DutyShift).order_by(DutyShift.starts_at))
    return [Shift(row.user_id, row.starts_at, row.ends_at) for row in rows]


def test_every_role_has_somebody(session: Session) -> None:
    load_sample_data(session, NOW)
    for role in Role:
        assert user_account.with_role(session, role), role


def test_all_addresses_are_artificial(session: Session) -> None:
    load_sample_data(session, NOW)
    addresses = [
        *session.scalars(select(UserAccount.email)),
        *session.scalars(select(Expert.email)),
    ]
    assert len(addresses) > 130
    assert all(address.endswith(".example") for address in addresses)


def test_loading_again_adds_nothing(session: Session) -> None:
    load_sample_data(session, NOW)
    before = len(shifts(session)), len(session.scalars(select(UserAccount)).all())
    load_sample_data(session, NOW)
    assert (len(shifts(session)), len(session.scalars(select(UserAccount)).all())) == before


@pytest.mark.backend("sqlite")
@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC),  # Monday, just before the change of duty
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC),  # at the change of duty
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),  # just before the clock goes forward
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # in the hour that comes twice
        datetime(2028, 2, 29, 12, tzinfo=UTC),
    ],
)
def test_coordinator_and_deputy_take_turns_without_a_gap(session: Session, now: datetime) -> None:
    load_sample_data(session, now)
    found = shifts(session)
    assert all(shift.is_real for shift in found)
    assert gaps(found) == overlaps(found) == ()
    assert found[0].starts_at <= now
    assert found[-1].ends_at >= now + timedelta(days=730)
    assert all(a.person_id != b.person_id for a, b in pairwise(found))
    assert on_call(session, now)[0].role in (
        Role.COORDINATOR,
        Role.DEPUTY_COORDINATOR,
    )


@pytest.mark.backend("sqlite")
@pytest.mark.parametrize("days_later", [1, 8, 400, 900])
def test_the_roster_is_extended_from_where_it_ends(session: Session, days_later: int) -> None:
    load_sample_data(session, NOW)
    later = NOW + timedelta(days=days_later)
    extend_duty_roster(session, later)
    session.flush()
    found = [shift for shift in shifts(session) if shift.ends_at > later]
    assert found[0].starts_at <= later
    assert found[-1].ends_at >= later + timedelta(days=730)
    assert all(shift.is_real for shift in found)
    assert gaps(found) == overlaps(found) == ()


def test_a_first_look_has_one_partner_that_is_asked_each_time(session: Session) -> None:
    load_first_look(session, NOW)
    partners = session.scalars(select(Partner)).all()
    assert [one.id for one in partners if not one.standing_consent] == [ASKED_EACH_TIME]
    session.get_one(Partner, ASKED_EACH_TIME).standing_consent = True
    load_first_look(session, NOW)
    assert session.get_one(Partner, ASKED_EACH_TIME).standing_consent
