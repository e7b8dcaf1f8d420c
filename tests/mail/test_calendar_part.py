"""The appointment in a calendar program's eyes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus
from icalendar import Calendar

from service.mail.calendar_part import calendar_part
from service.mail.facts import Appointment
from tests.mail.mail_facts import AT, appointment, facts

NOW = AT - timedelta(hours=3)


def event_of(given: Appointment) -> tuple[Any, Any]:
    part = calendar_part(facts(), given, NOW)
    calendar: Any = Calendar.from_ical(part.text)
    assert calendar["METHOD"] == part.method
    [event] = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize(
    ("cancelled", "method", "status"),
    [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")],
)
def test_method_and_status_agree(cancelled: bool, method: str, status: str) -> None:
    calendar, event = event_of(appointment(cancelled))
    assert (calendar["METHOD"], event["STATUS"]) == (method, status)


def test_the_appointment_is_half_an_hour_in_utc() -> None:
    _calendar, event = event_of(appointment())
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert b"DTSTART:20261124T133000Z" in event.to_ical()


def test_a_cancellation_is_about_the_same_appointment_and_newer() -> None:
    _calendar, asked = event_of(appointment())
    _calendar, ended = event_of(appointment(cancelled=True))
    assert asked["UID"] == ended["UID"] == "assignment-12@bureau.example"
    assert ended["SEQUENCE"] > asked["SEQUENCE"]


def test_the_bureau_organises_and_the_receiver_attends() -> None:
    _calendar, event = event_of(appointment())
    assert event["ORGANIZER"] == "mailto:schakel@bureau.example"
    assert event["ORGANIZER"].params["CN"] == "Bureau Voorbeeld"
    assert event["ATTENDEE"] == "mailto:adviseur@zeist.example"


def test_the_appointment_tells_nothing_about_the_case() -> None:
    _calendar, event = event_of(appointment())
    assert event["SUMMARY"] == "Eerste contact over aanvraag SK-7KD-4TQ9"
    assert "DESCRIPTION" not in event
    assert "LOCATION" not in event


@pytest.mark.parametrize(
    ("cancelled", "method", "status"),
    [(False, "REQUEST", EventStatus.CONFIRMED), (True, "CANCEL", EventStatus.CANCELLED)],
)
def test_another_parser_than_the_writer_reads_the_same(
    cancelled: bool, method: str, status: EventStatus
) -> None:
    """RFC 5546: both methods need an organizer, an attendee, a stamp, a UID and a sequence."""
    text = calendar_part(facts(), appointment(cancelled), NOW).text
    calendar = IcsCalendarStream.calendar_from_ics(text)
    [event] = calendar.events
    assert (calendar.method, event.status) == (method, status)
    assert event.uid == "assignment-12@bureau.example"
    assert event.sequence == int(cancelled)
    assert (event.dtstamp, event.start, event.end) == (NOW, AT, AT + timedelta(minutes=30))
    assert event.organizer is not None
    assert event.organizer.uri == "mailto:schakel@bureau.example"
    assert [attendee.uri for attendee in event.attendees] == ["mailto:adviseur@zeist.example"]


def test_lines_end_as_the_norm_says_and_are_folded() -> None:
    long_name = facts(to_name="Adviseur met een heel lange naam " * 4)
    lines = calendar_part(long_name, appointment(), NOW).text.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
