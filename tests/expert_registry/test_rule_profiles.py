"""The rules about asking see of a rule profile what they would see of the whole profile."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from expert_registry.availability import load_limit_reached, unavailability
from expert_registry.conflict import ConflictFacts, conflicts
from expert_registry.consent import CURRENT_CONSENT_VERSION, consent_problem
from expert_registry.expert import ExpertProfile
from expert_registry.rule_profiles import rule_profiles
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert

# Saturday 28 November 2026.
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def filled_expert() -> Expert:
    return Expert(
        external_id="N1",
        partner_id="ngb",
        name="Deskundige 1",
        email="deskundige-1@partner.example",
        summary="Hielp gemeenten.",
        themes=["asielopvang"],
        support_kinds=["bestuurlijk-sparren"],
        max_active=3,
        cooldown_days=9,
        max_per_quarter=5,
        municipality="Zeist",
        region="Utrecht",
        party="Partij",
        home_organisation="Organisatie",
        workdays_only=True,
        previous_offices=[{"municipality": "Soest", "until": "2025-01-01"}],
        interest_municipalities=["Baarn"],
        consent_what="register",
        consent_version=CURRENT_CONSENT_VERSION,
        consent_at=NOW - timedelta(days=30),
        unavailable_since=date(2026, 1, 1),
        unavailable_until=date(2026, 1, 31),
    )


class Watched:
    """A profile that remembers what was read of it."""

    def __init__(self, profile: ExpertProfile) -> None:
        self._profile = profile
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self._profile, name)


def test_every_field_that_a_rule_reads_is_the_stored_one(registry: Session) -> None:
    expert = filled_expert()
    registry.add(expert)
    registry.flush()
    whole = profile_of(expert)
    watched: Any = Watched(whole)
    asked = ConflictFacts("Bunnik", "Utrecht", False, ("Deskundige 9",), "Partij", contested=True)
    unavailability(watched, NOW)
    load_limit_reached(watched, 0, 0, TODAY, 0, NOW)
    consent_problem(watched, NOW)
    conflicts(watched, asked, frozenset(), TODAY)
    assert {"workdays_only", "cooldown_days", "consent_version", "party"} <= watched.read
    ((found, has_address),) = rule_profiles(registry, [whole.expert_id])
    assert {name: getattr(found, name) for name in watched.read} == {
        name: getattr(whole, name) for name in watched.read
    }
    assert has_address
