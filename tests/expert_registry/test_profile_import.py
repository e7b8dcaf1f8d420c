"""Importing profiles: all or nothing, and every error with its row."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.profile_import import import_profiles
from expert_registry.tables import Expert, registry_version

ROW = {
    "id": "X1",
    "partner": "NGB",
    "summary": "Ervaring met opvang.",
    "themes": ["asielopvang"],
    "support_kinds": ["bestuurlijk-sparren"],
}


def lines(*rows: dict[str, Any]) -> list[str]:
    return [json.dumps(ROW | row) for row in rows]


def stored(session: Session) -> list[Expert]:
    return list(session.scalars(select(Expert).order_by(Expert.external_id)))


def test_new_experts_are_added(registry: Session) -> None:
    version = registry_version(registry)
    report = import_profiles(registry, lines({}, {"id": "X2", "partner": "politieacademie"}))
    assert (report.created, report.errors, report.written) == (2, [], True)
    assert [(one.name, one.partner_id) for one in stored(registry)] == [
        ("X1", "ngb"),
        ("X2", "politieacademie"),
    ]
    assert registry_version(registry) == version + 1


def test_csv_with_short_names_of_kinds(registry: Session) -> None:
    report = import_profiles(
        registry,
        [
            "id;partner;summary;themes;support_kinds;previous_offices;duty",
            "X1;ngb;Ervaring.;voetbal|jeugd-straat;sparren|second-opinion;Zeist:2024-01-01;ja",
        ],
    )
    assert report.errors == []
    expert = stored(registry)[0]
    assert expert.themes == ["voetbal", "jeugd-straat"]
    assert expert.support_kinds == ["bestuurlijk-sparren", "second-opinion"]
    assert expert.previous_offices == [{"municipality": "Zeist", "until": "2024-01-01"}]
    assert expert.duty is True


def test_a_dry_run_reports_and_writes_nothing(registry: Session) -> None:
    version = registry_version(registry)
    report = import_profiles(registry, lines({}), dry_run=True)
    assert (report.created, report.written) == (1, False)
    assert stored(registry) == []
    assert registry_version(registry) == version


def test_the_same_file_twice_changes_nothing(registry: Session) -> None:
    import_profiles(registry, lines({"duty": True, "max_active": 3}))
    version = registry_version(registry)
    report = import_profiles(registry, lines({"duty": True, "max_active": 3}))
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert registry_version(registry) == version


def test_an_absent_column_keeps_and_an_empty_cell_clears(registry: Session) -> None:
    import_profiles(registry, lines({"phone": "000-000 0001", "party": "A", "max_active": 5}))
    report = import_profiles(registry, lines({"party": "", "max_active": None}))
    expert = stored(registry)[0]
    assert report.updated == 1
    assert (expert.phone, expert.party, expert.max_active) == ("000-000 0001", None, 2)
    assert expert.revision == 2


def test_one_bad_row_keeps_all_out_and_all_errors_are_told(registry: Session) -> None:
    report = import_profiles(
        registry,
        [
            *lines({}, {"id": "X2", "themes": ["voetreis"], "email": "geen adres"}),
            "geen json",
            *lines({"id": "X1"}, {"id": "X3", "past_cases": ["x" * 601], "partner": "knvb"}),
        ],
    )
    assert [(error.row, error.field) for error in report.errors] == [
        (2, "themes"),
        (2, "email"),
        (3, "bestand"),
        (4, "id"),
        (5, "past_cases"),
        (5, "partner"),
    ]
    assert stored(registry) == []


@pytest.mark.parametrize("missing", ["id", "partner", "summary", "themes"])
def test_what_a_new_expert_cannot_do_without(registry: Session, missing: str) -> None:
    row = {name: value for name, value in ROW.items() if name != missing}
    report = import_profiles(registry, [json.dumps(row)])
    assert [error.field for error in report.errors] == [missing]


def test_an_unreadable_cell_gives_one_error_not_two(registry: Session) -> None:
    report = import_profiles(registry, lines({"summary": 5}))
    assert [(error.field, error.message_nl) for error in report.errors] == [
        ("summary", "Hier hoort tekst te staan.")
    ]


def test_an_empty_item_in_a_list_is_no_kind_of_support(registry: Session) -> None:
    report = import_profiles(registry, lines({"support_kinds": ["sparren", ""]}))
    assert {error.field for error in report.errors} == {"support_kinds"}
