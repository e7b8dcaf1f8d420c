"""What the tables promise on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from expert_registry.errors import NaiveDatetime
from expert_registry.tables import Expert, Partner, bump_version, registry_version

SUMMER_TIME = timezone(timedelta(hours=2))


def add_expert(session: Session, consent_at: datetime) -> None:
    session.add(Partner(id="ngb", name="NGB"))
    session.flush()
    session.add(
        Expert(
            external_id="X1",
            partner_id="ngb",
            name="Deskundige 001",
            summary="Ervaring.",
            themes=["asielopvang"],
            support_kinds=[],
            consent_at=consent_at,
        )
    )
    session.commit()
    session.expire_all()


def test_an_instant_comes_back_as_aware_utc(session: Session) -> None:
    add_expert(session, datetime(2026, 7, 1, 10, 30, tzinfo=SUMMER_TIME))
    stored = session.scalars(select(Expert.consent_at)).one()
    assert stored == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert stored.tzinfo is UTC


def test_a_datetime_without_time_zone_is_refused(session: Session) -> None:
    naive = datetime(2026, 7, 1, 10, 30)
    with pytest.raises(StatementError) as refused:
        add_expert(session, naive)
    assert isinstance(refused.value.orig, NaiveDatetime)


def test_the_limits_of_a_new_expert_are_those_of_the_agreement(session: Session) -> None:
    add_expert(session, datetime(2026, 7, 1, tzinfo=UTC))
    expert = session.scalars(select(Expert)).one()
    assert (expert.max_active, expert.cooldown_days, expert.max_per_quarter) == (2, 14, 4)


def test_the_version_rises_with_each_change(session: Session) -> None:
    assert registry_version(session) == 0
    bump_version(session)
    bump_version(session)
    assert registry_version(session) == 2
