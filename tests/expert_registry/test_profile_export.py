"""Export and import are each other's inverse."""

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from expert_registry.profile_export import export_profiles
from expert_registry.profile_import import import_profiles
from expert_registry.sample_experts import load_sample_experts
from expert_registry.tables import Expert

NOW = datetime(2026, 3, 14, 12, 0, 0, 123456, tzinfo=UTC)


def test_what_was_exported_comes_back_unchanged(registry: Session) -> None:
    load_sample_experts(registry, NOW)
    exported = list(export_profiles(registry))
    registry.execute(delete(Expert))
    registry.expire_all()
    report = import_profiles(registry, exported)
    assert (report.created, report.errors) == (126, [])
    assert list(export_profiles(registry)) == exported


def test_exported_lines_change_nothing_when_imported_at_once(registry: Session) -> None:
    load_sample_experts(registry, NOW)
    report = import_profiles(registry, export_profiles(registry))
    assert (report.unchanged, report.written) == (126, False)
