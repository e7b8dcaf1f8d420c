"""The frozen agreement of a request, ready to be asked for moments."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from service.domain import response_time
from service.domain.agreement_json import from_stored
from service.domain.deadline import Rung
from service.domain.service_agreement import ServiceAgreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.working_time import Pause
from service.storage.public_holidays import closed_days_from
from service.storage.request import SupportRequest


@dataclass(frozen=True)
class Terms:
    """Agreement, urgency and pauses of one request; gives moments in UTC."""

    agreement: ServiceAgreement
    urgency: Urgency
    holidays: frozenset[date]
    pauses: Sequence[Pause] = ()

    def due(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give by when a step that starts then must be done."""
        return response_time.due(
            self.agreement, self.urgency, step, start, self.holidays, self.pauses, partner
        )

    def warn_at(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give when the warning share of that time is used."""
        return response_time.warn_at(
            self.agreement, self.urgency, step, start, self.holidays, self.pauses, partner
        )

    def margin_after(self, step: Step, start: datetime, partner: str | None = None) -> datetime:
        """Give when the share of the time that follows the warning has passed since the start."""
        running = response_time.clock(
            self.agreement, self.urgency, step, start, self.holidays, self.pauses, partner
        )
        return running.after(running.amount * (1 - self.agreement.warn_fraction))

    def first_contact_due(
        self, submitted: datetime, accepted: datetime, partner: str | None
    ) -> datetime:
        """Give by when an expert who accepted then must have made the first contact."""
        return response_time.first_contact_due(
            self.agreement,
            self.urgency,
            submitted,
            accepted,
            self.holidays,
            self.pauses,
            partner,
        )

    def ladder(
        self, step: Step, start: datetime, due: datetime, partner: str | None = None
    ) -> tuple[Rung, ...]:
        """Give who is told of a breach and from when."""
        return response_time.ladder(
            self.agreement, self.urgency, step, start, due, self.holidays, self.pauses, partner
        )


def terms_of(request: SupportRequest, at: datetime, pauses: Sequence[Pause] = ()) -> Terms:
    """Give the terms of a request as frozen at its submission, for clocks around `at`."""
    agreement = agreement_of(request)
    holidays = closed_days_from(at, agreement)
    return Terms(agreement, Urgency(request.urgency), holidays, tuple(pauses))


def agreement_of(request: SupportRequest) -> ServiceAgreement:
    """Give the agreement of a request as frozen at its submission."""
    return _read(json.dumps(request.agreement, sort_keys=True))


@lru_cache(maxsize=32)
def _read(text: str) -> ServiceAgreement:
    """Read a frozen agreement; requests of one time share it, and reading takes a millisecond."""
    return from_stored(json.loads(text))
