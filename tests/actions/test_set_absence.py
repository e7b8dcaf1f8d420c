"""An absence starts today, ends within a year, and reaches the search at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, registry_version
from service.actions.experts.set_absence import set_absence
from service.domain.actor import SYSTEM
from service.domain.errors import InvalidChoice

# Half past midnight on 25 November in Amsterdam, still the 24th in UTC.
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture
def expert(session: Session, experts: list[int]) -> Expert:
    return session.get_one(Expert, experts[0])


def test_an_absence_is_stored_and_the_registry_changes(session: Session, expert: Expert) -> None:
    before, revision = registry_version(session), expert.revision
    set_absence(session, NOW, expert, date(2026, 12, 24), SYSTEM)
    assert (expert.unavailable_since, expert.unavailable_until) == (TODAY, date(2026, 12, 24))
    assert expert.revision == revision + 1
    assert registry_version(session) == before + 1


def test_no_day_ends_the_absence(session: Session, expert: Expert) -> None:
    set_absence(session, NOW, expert, TODAY, SYSTEM)
    set_absence(session, NOW, expert, None, SYSTEM)
    assert (expert.unavailable_since, expert.unavailable_until) == (None, None)


@pytest.mark.parametrize("until", [TODAY, date(2027, 11, 25)])
def test_the_first_and_the_last_possible_day(session: Session, expert: Expert, until: date) -> None:
    set_absence(session, NOW, expert, until, SYSTEM)
    assert expert.unavailable_until == until


@pytest.mark.parametrize("until", [date(2026, 11, 24), date(2027, 11, 26), date.max, date.min])
def test_other_days_are_refused(session: Session, expert: Expert, until: date) -> None:
    with pytest.raises(InvalidChoice) as refusal:
        set_absence(session, NOW, expert, until, SYSTEM)
    assert refusal.value.field == "unavailable_until"
