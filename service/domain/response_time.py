"""By when a step of a case must be done, and when to warn and to escalate before and after."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.domain.deadline import Rung
from service.domain.opening_hours import ALWAYS, Calendar
from service.domain.service_agreement import ServiceAgreement, Unit
from service.domain.step import OF_THE_PARTNER, STOPPED_BY_A_PAUSE, Step
from service.domain.time_errors import ClockStandsStill
from service.domain.urgency import Urgency
from service.domain.working_time import (
    Pause,
    due_at,
    elapsed,
    in_utc,
    next_opening,
    remaining,
    same_clock_time,
)

Holidays = frozenset[date]


@dataclass(frozen=True)
class Clock:
    """One started clock (UTC): `amount` counted in `counting`; the end rolls into `landing`."""

    start: datetime
    amount: timedelta
    counting: Calendar
    landing: Calendar
    pauses: tuple[Pause, ...]

    def after(self, amount: timedelta, start: datetime | None = None) -> datetime:
        """Give the moment at which that much of the time has passed, from the start or later."""
        end = due_at(start or self.start, amount, self.counting, self.pauses)
        if self.counting is self.landing:
            return end
        return next_opening(end, self.landing, self.pauses)


@dataclass(frozen=True)
class Terms:
    """Agreement, urgency, closed days and pauses of one request; gives moments in UTC.

    The own term and the own calendar of a `partner` count for the steps that wait for one.
    """

    agreement: ServiceAgreement
    urgency: Urgency
    holidays: Holidays
    pauses: Sequence[Pause] = ()

    def clock(self, step: Step, start: datetime, partner: str | None = None) -> Clock:
        """Give the clock of a step: its length and the calendars in which it runs and may end.

        Pauses count for the clocks of the bureau. Days and weeks run in real time to the same
        clock time and then roll to open time.
        """
        start, term = in_utc(start), self.agreement.term(self.urgency, step, partner)
        calendar = self.agreement.calendars[term.calendar].on_holidays(self.holidays)
        own_hours = self.agreement.partner_calendar(partner)
        if own_hours is not None and step in OF_THE_PARTNER:
            calendar = calendar.intersect(own_hours.on_holidays(self.holidays))
        stops: tuple[Pause, ...] = ()
        if step in STOPPED_BY_A_PAUSE:
            stops = tuple((in_utc(begin), end and in_utc(end)) for begin, end in self.pauses)
        if term.unit.of_the_calendar:
            days = term.amount * (7 if term.unit is Unit.WEEK else 1)
            length = same_clock_time(start, days) - start
            return Clock(start, length, ALWAYS, calendar, stops)
        length = term.amount * _open_time(self.agreement)[term.unit]
        return Clock(start, length, calendar, calendar, stops)

    def due(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give by when a step that starts then must be done, computed from its whole history.

        Each pause that ends leaves at least the warning margin (the share after the warning),
        unless the term was over before it began. Raises ClockStandsStill during a pause.
        """
        running = self.clock(step, start, partner)
        margin = running.amount * (1 - self.agreement.warn_fraction)
        left, since = running.amount, running.start
        for begin, end in sorted((begin, end) for begin, end in running.pauses if end is not None):
            if end <= since or begin == end:
                continue
            if running.after(left, since) < begin:
                break
            left, since = max(remaining(since, left, begin, running.counting), margin), end
        return running.after(left, since)

    def warn_at(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give when the warning share of that time is used."""
        running = self.clock(step, start, partner)
        warn = running.after(running.amount * self.agreement.warn_fraction)
        end = running.after(running.amount)
        if warn < end:
            return warn
        # Both fell in the same closed days: the open time before them decides.
        open_time = elapsed(start, end, running.landing, running.pauses)
        share = open_time * self.agreement.warn_fraction
        return due_at(start, share, running.landing, running.pauses)

    def margin_after(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give when the share of the time that follows the warning has passed since the start."""
        running = self.clock(step, start, partner)
        return running.after(running.amount * (1 - self.agreement.warn_fraction))

    def ladder(
        self, step: Step, start: datetime, due: datetime, partner: str | None = None
    ) -> tuple[Rung, ...]:
        """Give who is told of a breach and when, counted in the same time as the step itself.

        A level whose moment is not known yet, during a pause, is left out.
        """
        running = self.clock(step, start, partner)
        rungs = []
        for told in self.agreement.escalation:
            further = max(running.amount * told.share, told.at_least)
            with suppress(ClockStandsStill):
                rungs.append(Rung(told.level, running.after(further, due) if further else due))
        return tuple(rungs)

    def first_contact_due(
        self, submitted: datetime, accepted: datetime, partner: str | None
    ) -> datetime:
        """Give the end of the first contact, measured from submission.

        An expert who accepted late still gets at least the time of an expert's reaction.
        """
        agreed = self.due(Step.FIRST_CONTACT, submitted)
        return max(agreed, self.due(Step.EXPERT_REACTION, accepted, partner))


def _open_time(agreement: ServiceAgreement) -> dict[Unit, timedelta]:
    return {
        Unit.MINUTE: timedelta(minutes=1),
        Unit.HOUR: timedelta(hours=1),
        Unit.WORKING_DAY: agreement.working_day,
    }
