"""The limits of a profile as a table: one changed field, the field that must be refused."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from expert_registry.expert import Contact, ExpertProfile, PreviousOffice
from expert_registry.profile_rules import KnownTerms, contact_errors, profile_errors

KNOWN = KnownTerms(
    themes=[f"thema-{number}" for number in range(9)],
    support_kinds=["duiding", "netwerk"],
    partners=["ngb"],
)
VALID = ExpertProfile(
    external_id="X1",
    partner_id="ngb",
    summary="Ervaring met opvang.",
    themes=("thema-0",),
    support_kinds=("duiding",),
    consent_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def themes(count: int) -> tuple[str, ...]:
    return tuple(f"thema-{number}" for number in range(count))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"themes": themes(8)},
        {"support_kinds": ()},
        {"past_cases": ("x" * 600,)},
        {"summary": "Regel een.\nRegel twee."},
        {"weekly_availability": ("ma-ochtend", "zo-avond")},
        {"office_status": "acting", "years_in_office": 0},
        {"max_active": 0, "cooldown_days": 365},
        {"unavailable_since": date(2026, 1, 1), "unavailable_until": date(2026, 1, 1)},
        {"previous_offices": (PreviousOffice("Zeist", None),)},
    ],
)
def test_a_profile_within_the_limits_has_no_errors(change: dict[str, Any]) -> None:
    assert profile_errors(replace(VALID, **change), KNOWN) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("external_id", ""),
        ("external_id", "x" * 65),
        ("summary", "  "),
        ("summary", "x" * 4001),
        ("summary", "nul \x00 teken"),
        ("summary", "half teken \ud800"),
        ("name", "x" * 121),
        ("themes", ()),
        ("themes", themes(9)),
        ("themes", ("thema-0", "thema-0")),
        ("themes", ("voetreis",)),
        ("support_kinds", ("goede-raad",)),
        ("partner_id", "knvb"),
        ("partner_id", ""),
        ("past_cases", ("x" * 601,)),
        ("past_cases", ("",)),
        ("past_cases", tuple(f"zaak {number}" for number in range(21))),
        ("phases", ("storm",)),
        ("modes", ("fax",)),
        ("settings", ("space",)),
        ("population_classes", ("groot",)),
        ("languages", ("Nederlands",)),
        ("weekly_availability", ("ma-nacht",)),
        ("office_status", "king"),
        ("status", "gone"),
        ("max_active", -1),
        ("max_active", 11),
        ("cooldown_days", 366),
        ("years_in_office", 61),
        ("interest_municipalities", ("x" * 81,)),
        ("consent_at", datetime(2026, 1, 1)),
        ("previous_offices", (PreviousOffice(" ", date(2024, 1, 1)),)),
    ],
)
def test_a_value_outside_the_limits_is_named(field: str, value: object) -> None:
    changed: dict[str, Any] = {field: value}
    errors = profile_errors(replace(VALID, **changed), KNOWN)
    assert {error.field for error in errors} == {field}
    assert all(error.message_nl.endswith(".") for error in errors)


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
    absent = replace(VALID, unavailable_since=date(2026, 2, 1), unavailable_until=date(2026, 1, 31))
    assert [error.field for error in profile_errors(absent, KNOWN)] == ["unavailable_until"]


@pytest.mark.parametrize(
    ("contact", "refused"),
    [
        (Contact(), []),
        (Contact("deskundige-001@ngb.example", "+31 (0)00-000 00 01"), []),
        (Contact("geen adres"), ["email"]),
        (Contact("a@b"), ["email"]),
        (Contact("a@b.example\r\nBcc: c@d.example"), ["email"]),
        (Contact("a@b.example\n"), ["email"]),
        (Contact("x" * 250 + "@b.example"), ["email"]),
        (Contact("\ud800@b.example"), ["email"]),
        (Contact(phone="bel maar"), ["phone"]),
        (Contact(phone="12345"), ["phone"]),
        (Contact("a@@b.example", "0"), ["email", "phone"]),
    ],
)
def test_contact_data(contact: Contact, refused: list[str]) -> None:
    assert [error.field for error in contact_errors(contact)] == refused
