"""How a cell becomes a value: a table of cells that can be read, and one of those that cannot."""

from datetime import UTC, date, datetime

import pytest

from expert_registry.expert import PreviousOffice
from expert_registry.profile_columns import parse_row


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("id", " X1 ", "external_id", "X1"),
        ("partner", "NGB", "partner_id", "NGB"),
        ("themes", "a | b", "themes", ("a", "b")),
        ("themes", ["a", "b"], "themes", ("a", "b")),
        ("themes", "", "themes", ()),
        ("past_cases", None, "past_cases", ()),
        ("max_active", "3", "max_active", 3),
        ("max_active", 3, "max_active", 3),
        ("max_active", " ", "max_active", 2),
        ("duty", "ja", "duty", True),
        ("duty", "Nee", "duty", False),
        ("duty", True, "duty", True),
        ("duty", "", "duty", False),
        ("party", "", "party", None),
        ("review_due", "2026-05-31", "review_due", date(2026, 5, 31)),
        ("review_due", "31-05-2026", "review_due", date(2026, 5, 31)),
        (
            "consent_at",
            "2026-05-31T10:00:00+02:00",
            "consent_at",
            datetime(2026, 5, 31, 8, tzinfo=UTC),
        ),
        (
            "previous_offices",
            "Zeist:2023-05-01|Urk",
            "previous_offices",
            (PreviousOffice("Zeist", date(2023, 5, 1)), PreviousOffice("Urk", None)),
        ),
        (
            "previous_offices",
            [{"municipality": "Zeist", "until": ""}],
            "previous_offices",
            (PreviousOffice("Zeist", None),),
        ),
    ],
)
def test_a_readable_cell(column: str, cell: object, field: str, value: object) -> None:
    parsed = parse_row({column: cell})
    assert (parsed.values, parsed.errors) == ({field: value}, [])


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", 12),
        ("summary", ["a"]),
        ("themes", {"a": 1}),
        ("themes", [1]),
        ("max_active", "veel"),
        ("max_active", "-1"),
        ("max_active", "²"),
        ("max_active", True),
        ("max_active", 2.5),
        ("duty", "misschien"),
        ("review_due", "31 mei"),
        ("review_due", "2026-02-30"),
        ("review_due", 20260531),
        ("consent_at", "gisteren"),
        ("consent_at", "0001-01-01T00:00:00+14:00"),
        ("previous_offices", "Zeist:vroeger"),
        ("previous_offices", [{"gemeente": "Zeist"}]),
        ("previous_offices", {"municipality": "Zeist"}),
        ("opmerkingen", "x"),
        ("external_id", "X1"),
    ],
)
def test_an_unreadable_cell_is_an_error_at_its_column(column: str, cell: object) -> None:
    parsed = parse_row({column: cell})
    assert [error.field for error in parsed.errors] == [column]
    assert parsed.values == {}


def test_a_number_of_many_digits_is_read_as_out_of_bounds() -> None:
    assert parse_row({"max_active": "9" * 5000}).values == {"max_active": 999_999_999}
