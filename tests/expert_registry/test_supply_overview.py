"""Whom the registry lacks: who counts as supply, and who is never or always proposed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.expert import ExpertProfile
from expert_registry.supply_overview import (
    Proposals,
    can_help,
    never_proposed,
    often_proposed,
    supply_of,
)

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
ABLE = ExpertProfile(
    external_id="X1",
    partner_id="ngb",
    summary="Ervaring.",
    themes=("voetbal",),
    support_kinds=("duiding",),
    consent_what="Opname in het register",
    consent_version=CURRENT_CONSENT_VERSION,
    consent_at=NOW - timedelta(days=1),
)


@pytest.mark.parametrize(
    ("change", "has_address", "counts"),
    [
        ({}, True, True),
        ({"unavailable_until": date(2026, 4, 1)}, True, True),  # comes back
        ({}, False, False),
        ({"status": "paused"}, True, False),
        ({"status": "withdrawn"}, True, False),
        ({"consent_at": None}, True, False),
        ({"consent_version": "0"}, True, False),
    ],
)
def test_who_counts_as_supply(change: dict[str, Any], has_address: bool, counts: bool) -> None:
    assert can_help(replace(ABLE, **change), NOW, has_address=has_address) is counts


def test_supply_is_counted_by_theme_partner_and_kind() -> None:
    profiles = [
        ABLE,
        replace(ABLE, partner_id="omo", themes=("asielopvang", "voetbal"), support_kinds=()),
        replace(ABLE, partner_id="omo", support_kinds=("duiding", "netwerk")),
    ]
    found = supply_of(profiles, ["voetbal", "asielopvang", "boeren"], ["duiding", "netwerk"])
    assert {theme: (s.experts, s.as_main) for theme, s in found.items()} == {
        "voetbal": (3, 2),
        "asielopvang": (1, 1),
        "boeren": (0, 0),
    }
    assert found["voetbal"].by_partner == {"ngb": 1, "omo": 2}
    assert found["voetbal"].by_kind == {"duiding": 2, "netwerk": 1}
    assert found["asielopvang"].by_kind == {"duiding": 0, "netwerk": 0}


@pytest.mark.parametrize(
    ("rankings", "never", "often"),
    [
        (19, [], []),  # too few to say
        (20, [3], [1]),
        (21, [3], []),  # ten of 21 is less than half
    ],
)
def test_who_is_never_and_who_is_often_proposed(
    rankings: int, never: list[int], often: list[int]
) -> None:
    proposals = Proposals(rankings, {1: 10, 2: 1, 99: 20})
    assert never_proposed([1, 2, 3], proposals) == never
    assert often_proposed([1, 2, 3], proposals) == often
