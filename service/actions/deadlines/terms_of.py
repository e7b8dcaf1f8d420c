"""The frozen agreement of a request, ready to be asked for moments."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from service.domain.agreement_json import from_stored
from service.domain.response_time import Terms
from service.domain.service_agreement import ServiceAgreement
from service.domain.urgency import Urgency
from service.domain.working_time import Pause
from service.storage.public_holidays import closed_days_from
from service.storage.request import SupportRequest


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
