"""The sample experts are many, varied, allowed to be asked, and plainly not real."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.consent import consent_problem
from expert_registry.sample_experts import load_sample_experts
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, Municipality

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_they_are_artificial_and_consented(registry: Session) -> None:
    report = load_sample_experts(registry, NOW)
    experts = registry.scalars(select(Expert)).all()
    assert (report.created, report.errors, len(experts)) == (126, [], 126)
    assert all(one.name.startswith("Deskundige ") for one in experts)
    assert all(one.email.endswith(".example") for one in experts)
    assert all(one.phone.startswith("000-") for one in experts)
    assert not any(consent_problem(profile_of(one), NOW) for one in experts)


def test_they_are_varied(registry: Session) -> None:
    load_sample_experts(registry, NOW)
    experts = registry.scalars(select(Expert)).all()
    regions = {place.name: place.in_region for place in registry.scalars(select(Municipality))}
    mayors = [one for one in experts if one.municipality]
    assert {regions[one.municipality or ""] for one in mayors} == {True, False}
    assert {one.duty for one in experts} == {True, False}
    assert {one.max_active for one in experts} == {1, 2, 3}


def test_loading_later_leaves_them_as_they_are(registry: Session) -> None:
    load_sample_experts(registry, NOW)
    expert = registry.scalars(select(Expert).where(Expert.external_id == "AE001")).one()
    expert.name = "Deskundige met een nieuwe naam"
    report = load_sample_experts(registry, datetime(2027, 1, 1, tzinfo=UTC))
    assert (report.created, report.updated) == (0, 0)
    assert expert.name == "Deskundige met een nieuwe naam"
