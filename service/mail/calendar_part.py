"""The calendar part of a mail: an appointment, or its cancellation (RFC 5545 and 5546)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from service.domain.language import gettext as _
from service.mail.facts import Appointment, MailFacts

DURATION = timedelta(minutes=30)
PRODUCT = "-//Schakel//NL"


@dataclass(frozen=True)
class CalendarPart:
    """A calendar object; `method` must stand in the content type as well (RFC 6047)."""

    method: str
    text: str


def calendar_part(facts: MailFacts, appointment: Appointment, now: datetime) -> CalendarPart:
    """Give the appointment of the first contact for the receiver's calendar, times in UTC."""
    method = "CANCEL" if appointment.cancelled else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(facts, appointment, now))
    return CalendarPart(method, calendar.to_ical().decode())


def _event(facts: MailFacts, appointment: Appointment, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{appointment.uid}@{facts.bureau.address.partition('@')[2]}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.starts_at + DURATION)
    event.add("summary", _("Eerste contact over aanvraag %s") % facts.reference)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("organizer", _party(facts.bureau.name, facts.bureau.address))
    event.add("attendee", _party(facts.to_name, facts.to_address))
    return event


def _party(name: str, address: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{address}")
    party.params["CN"] = vText(name)
    return party
