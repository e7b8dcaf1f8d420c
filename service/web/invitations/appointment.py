"""The calendar file of a first contact, for the expert; the same event as in the mail."""

from datetime import datetime

from service.domain.urgency import Urgency
from service.mail.calendar_part import calendar_part
from service.mail.facts import Appointment, Bureau, MailFacts
from service.storage.invitation import Assignment
from service.web import current


def appointment(assignment: Assignment, now: datetime) -> str:
    """Give the appointment as an iCalendar text."""
    settings = current.settings()
    facts = MailFacts(
        to_name=assignment.expert.name,
        to_address=assignment.expert.email,
        audience="expert",
        bureau=Bureau(settings.bureau_name, settings.duty_phone, settings.mail.sender),
        reference=assignment.request.reference,
        urgency=Urgency(assignment.request.urgency).label,
        case_url="",
    )
    event = Appointment(
        uid=f"assignment-{assignment.id}",
        sequence=assignment.calendar_sequence,
        starts_at=assignment.first_contact_at,
        cancelled=False,
    )
    return calendar_part(facts, event, now).text
