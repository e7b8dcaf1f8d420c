"""Conflicts of interest as a table: expert, request, and the kinds that must be found."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from expert_registry.conflict import ConflictFacts, conflicts, has_hard_conflict
from expert_registry.expert import ExpertProfile, PreviousOffice

TODAY = date(2026, 3, 14)
NEIGHBOURS = frozenset({("Bunnik", "Zeist"), ("Utrecht", "Zeist")})
REQUEST = ConflictFacts(municipality="Zeist", region="Utrecht")
EXPERT = ExpertProfile(
    external_id="X17",
    partner_id="ngb",
    name="Deskundige 017",
    summary="Ervaring.",
    themes=("voetbal",),
    support_kinds=(),
)


def office(municipality: str, until: str | None) -> dict[str, Any]:
    end = date.fromisoformat(until) if until else None
    return {"previous_offices": (PreviousOffice(municipality, end),)}


def avoiding(*words: str) -> dict[str, Any]:
    return {"avoided": words}


NOTHING: dict[str, Any] = {}
UTRECHT = {"municipality": "Utrecht"}


@pytest.mark.parametrize(
    ("expert", "request_", "hard", "soft"),
    [
        (NOTHING, NOTHING, [], []),
        ({"municipality": "Zeist"}, NOTHING, ["own_municipality"], []),
        ({"municipality": " zeist"}, NOTHING, ["own_municipality"], []),
        ({"municipality": "Zeist"}, {"allows_neighbours": True}, ["own_municipality"], []),
        (UTRECHT, NOTHING, ["bordering_municipality"], []),
        ({"municipality": "Bunnik"}, NOTHING, ["bordering_municipality"], []),
        (UTRECHT, {"allows_neighbours": True}, [], []),
        ({"municipality": "Almere"}, NOTHING, [], []),
        (office("Zeist", "2022-03-15"), NOTHING, ["previous_office"], []),
        (office("Zeist", "2022-03-14"), NOTHING, [], []),  # four years ago to the day
        (office("Zeist", None), NOTHING, ["previous_office"], []),
        (office("Almere", "2025-01-01"), NOTHING, [], []),
        (office("Utrecht", "2025-01-01"), NOTHING, [], []),  # bordering, but no longer there
        ({"interest_municipalities": ("Almere", "ZEIST")}, NOTHING, ["interest"], []),
        ({"municipality": "Almere"}, avoiding("Almere"), ["veto"], []),
        ({"municipality": "Laren"}, avoiding("klaren wij zelf wel"), [], []),
        ({"municipality": "Laren"}, avoiding("liever niet uit Laren."), ["veto"], []),
        (
            UTRECHT | {"region": "Elders"},
            {"allows_neighbours": True} | avoiding("Utrechtse Heuvelrug"),
            [],
            [],
        ),
        (NOTHING, avoiding("NGB"), ["veto"], []),
        (NOTHING, avoiding("OMO", "Politieacademie"), [], []),
        (NOTHING, avoiding("deskundige  017"), ["veto"], []),
        (NOTHING, avoiding("deskundige 01"), [], []),
        (NOTHING, avoiding("", " "), [], []),
        ({"home_organisation": "Bureau (X)"}, avoiding("niet Bureau (X)!"), ["veto"], []),
        ({"region": "Utrecht"}, NOTHING, [], ["same_region"]),
        ({"region": "Flevoland"}, NOTHING, [], []),
        ({"region": "Utrecht"}, {"region": None}, [], []),
        ({"party": "A"}, {"mayor_party": "a", "contested": True}, [], ["same_party"]),
        ({"party": "A"}, {"mayor_party": "A", "contested": False}, [], []),
        ({"party": "A"}, {"mayor_party": "B", "contested": True}, [], []),
        (
            {"municipality": "Zeist", "region": "Utrecht"} | office("Zeist", "2025-01-01"),
            NOTHING,
            ["own_municipality", "previous_office"],
            ["same_region"],
        ),
    ],
)
def test_conflicts(
    expert: dict[str, Any], request_: dict[str, Any], hard: list[str], soft: list[str]
) -> None:
    found = conflicts(replace(EXPERT, **expert), replace(REQUEST, **request_), NEIGHBOURS, TODAY)
    assert [conflict.kind for conflict in found if conflict.hard] == hard
    assert [conflict.kind for conflict in found if not conflict.hard] == soft
    assert has_hard_conflict(found) == bool(hard)
    assert all(conflict.reason_nl.endswith((".", ").")) for conflict in found)


def test_a_leap_day_counts_too() -> None:
    expert = replace(EXPERT, **office("Zeist", "2024-02-29"))
    assert conflicts(expert, REQUEST, NEIGHBOURS, date(2028, 2, 28)) != []
    assert conflicts(expert, REQUEST, NEIGHBOURS, date(2028, 2, 29)) == []
