"""Move a request to another state and record it: the only place that sets a status."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.domain.actor import Actor
from service.domain.errors import ChangedMeanwhile, StepNotAllowed, StillOnHold
from service.domain.request_status import OPEN_STATES, Act, Status, next_status
from service.storage import history_event
from service.storage.request import SupportRequest


def change_status(
    session: Session,
    now: datetime,
    request: SupportRequest,
    act: Act,
    actor: Actor,
    *,
    target: Status | None = None,
    facts: dict[str, Any] | None = None,
    note: str = "",
) -> None:
    """Do the act and append its event. Raises StepNotAllowed when the table has no such step."""
    before = Status(request.status)
    after = next_status(before, act, target)
    request.status = after
    record(
        session,
        now,
        request,
        act,
        actor,
        facts=facts,
        note=note,
        from_status=before,
        to_status=after,
    )


def record(
    session: Session,
    now: datetime,
    request: SupportRequest,
    kind: str,
    actor: Actor,
    *,
    facts: dict[str, Any] | None = None,
    note: str = "",
    from_status: Status | None = None,
    to_status: Status | None = None,
) -> None:
    """Append an event to the history of a request and count up its revision."""
    request.revision += 1
    history_event.append(
        session,
        request.id,
        now,
        kind,
        actor,
        from_status=from_status,
        to_status=to_status,
        facts=facts,
        note=note,
    )


def check_revision(request: SupportRequest, seen: int) -> None:
    """Raise ChangedMeanwhile unless the request is as the user saw it."""
    if request.revision != seen:
        raise ChangedMeanwhile


def check_open(request: SupportRequest, act: str) -> None:
    """Raise StepNotAllowed when the request has ended."""
    if request.status not in OPEN_STATES:
        raise StepNotAllowed(act, request.status)


def check_not_held(request: SupportRequest) -> None:
    """Raise StillOnHold when the request is held for a referral signal."""
    if request.held:
        raise StillOnHold
