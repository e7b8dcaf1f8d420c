"""Whether consent holds, and when a profile is due for review."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from expert_registry.consent import consent_problem, review_is_due
from expert_registry.expert import ExpertProfile

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
PROFILE = ExpertProfile(
    external_id="X1",
    partner_id="ngb",
    summary="Ervaring.",
    themes=("voetbal",),
    support_kinds=(),
    consent_what="Opname in het register",
    consent_version="2",
    consent_at=NOW,
)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"consent_at": None}, "geen toestemming"),
        ({"consent_what": None}, "geen toestemming"),
        ({"consent_what": ""}, "geen toestemming"),
        ({"consent_version": "1"}, "oudere tekst"),
        ({"consent_version": None}, "oudere tekst"),
        ({"consent_at": datetime(2026, 3, 14, 12, 0, 1, tzinfo=UTC)}, "pas later"),
    ],
)
def test_consent(change: dict[str, Any], problem: str | None) -> None:
    found = consent_problem(replace(PROFILE, **change), NOW, current_version="2")
    assert (found is None) if problem is None else (found is not None and problem in found)


@pytest.mark.parametrize(
    ("review_due", "due"),
    [
        (None, True),
        (date(2026, 3, 13), True),
        (date(2026, 3, 14), True),
        (date(2026, 3, 15), False),
    ],
)
def test_review(review_due: date | None, due: bool) -> None:
    assert review_is_due(replace(PROFILE, review_due=review_due), NOW.date()) is due
