"""Record that the requester was called back: the personal acknowledgement."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.requests.change_status import change_status, record
from service.actions.requests.follow_calls import follow_calls
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.request_status import Act, Status
from service.domain.requester_check import CallVia
from service.domain.step import Step
from service.storage.request import SupportRequest


def record_call_back(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    note: str = "",
    called_at: datetime | None = None,
    via: CallVia | None = None,
    spoken_to: str = "",
) -> None:
    """Record the call; the earliest ends the acknowledgement clock, the first gives an owner.

    `called_at` (UTC) is when it was, now where not given: that is what counts for the clock.
    `via` is the number that was called; `spoken_to` (person, number) goes on top of the note.
    Raises InvalidChoice (field `called_at`) for a moment to come or before the submission.
    """
    at = now if called_at is None else _checked(called_at, request, now)
    facts: dict[str, Any] = {"called_at": at.isoformat()}
    if via is not None:
        facts["via"] = via.value
    if spoken_to:
        told = _("Gesproken: {whom}.").format(whom=spoken_to)
        note = f"{told}\n{note}".strip()
    if request.owner_id is None:
        request.owner_id = facts["gave_owner"] = actor.id
    clocks.meet(session, at, request.id, Step.ACKNOWLEDGEMENT)
    if request.status == Status.SUBMITTED:
        change_status(session, now, request, Act.CALL_BACK, actor, facts=facts, note=note)
    else:
        record(session, now, request, Act.CALL_BACK, actor, facts=facts, note=note)
    follow_calls(session, request)


def _checked(called_at: datetime, request: SupportRequest, now: datetime) -> datetime:
    """A moment is typed in whole minutes, so the minute of the submission is not too early."""
    if called_at > now:
        raise InvalidChoice("called_at", _("Dit moment is nog niet geweest."))
    if called_at < request.round_began.replace(second=0, microsecond=0):
        raise InvalidChoice("called_at", _("Toen was de aanvraag er nog niet."))
    return max(called_at, request.round_began)
