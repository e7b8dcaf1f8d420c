"""When to remind a requester who does not answer our question."""

from datetime import date, datetime, timedelta

from service.domain.service_agreement import ServiceAgreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.working_time import due_at

SOON = timedelta(hours=4)
ACUTE = (Urgency.U1, Urgency.U2)


def remind_at(
    agreement: ServiceAgreement, urgency: Urgency, since: datetime, holidays: frozenset[date]
) -> datetime:
    """Give the moment (UTC) of the reminder: four open hours for U1 and U2, else a working day.

    Counted in the hours of the urgency, from the question or the former reminder.
    """
    amount = SOON if urgency in ACUTE else agreement.working_day
    name = agreement.term(urgency, Step.TRIAGE).calendar
    return due_at(since, amount, agreement.calendars[name].on_holidays(holidays))
