"""A roster as a file: every row that cannot be read is named."""

import pytest

from service.domain.duty_file import read_duty_file
from tests.rules.clock_face import at

HEADER = "email,start,end\n"
WRONG = [
    # The rows, and the errors: row, field, begin of the reason.
    ("co@bureau.example,morgen,2026-11-30 09:00", [(2, "start", "Dit is geen tijd")]),
    ("co@bureau.example,2026-11-23,2026-11-30 09:00", [(2, "start", "Zet de tijd erbij")]),
    (",2026-11-23 09:00,2026-11-30 09:00", [(2, "email", "Vul het e-mailadres in")]),
    ("co@bureau.example,2026-11-30 09:00,2026-11-23 09:00", [(2, "end", "Deze dienst eindigt")]),
    ("co@bureau.example,2026-11-30 09:00,2026-11-30 09:00", [(2, "end", "Deze dienst eindigt")]),
    ("co@bureau.example,2026-03-29 02:30,2026-03-30 09:00", [(2, "start", "Deze tijd bestaat")]),
    ("co@bureau.example,2026-11-23 09:00", [(2, "end", "Dit is geen tijd")]),
    ("co@bureau.example,9999-12-31T23:00-14:00,x", [(2, "start", "Dit"), (2, "end", "Dit")]),
    (
        "co@bureau.example,2026-11-23 09:00,2026-11-30 09:00\na@bureau.example,x,y",
        [(3, "start", "Dit is geen tijd"), (3, "end", "Dit is geen tijd")],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), WRONG)
def test_each_error_has_its_row_and_field(rows: str, expected: list[tuple[int, str, str]]) -> None:
    _shifts, errors = read_duty_file(HEADER + rows)
    assert [(error.row, error.field) for error in errors] == [(r, f) for r, f, _ in expected]
    for error, (_row, _field, begin) in zip(errors, expected, strict=True):
        assert error.message.startswith(begin)


@pytest.mark.parametrize("text", ["", "naam;van;tot\n", "email\n"])
def test_a_missing_column_is_named(text: str) -> None:
    shifts, errors = read_duty_file(text)
    assert shifts == []
    assert {error.row for error in errors} == {1}
    assert {"start", "end"} <= {error.field for error in errors}


@pytest.mark.parametrize(
    "text",
    [
        "email,start,end\nCo@Bureau.example,2026-11-23 09:00,2026-11-30T09:00",
        "Email;Start;End\r\nco@bureau.example ;2026-11-23 09:00;2026-11-30 08:00Z\r\n",
    ],
)
def test_times_are_those_of_amsterdam_unless_they_say_otherwise(text: str) -> None:
    [shift], errors = read_duty_file(text)
    assert errors == []
    assert (shift.row, shift.email) == (2, "co@bureau.example")
    assert shift.starts_at == at("Mon 2026-11-23 09:00")
    assert shift.ends_at == at("Mon 2026-11-30 09:00")
