"""The sweep: act on every deadline that asks for it, exactly once."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.actions.deadlines.act_on_deadline import act_on_deadline
from service.actions.deadlines.due_work import DueWork
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.matching.eligibility import lock_experts
from service.actions.requests.remind_requester import remind_requester
from service.domain.channel import Channels
from service.domain.request_status import Status
from service.storage import deadline as deadlines
from service.storage import request as requests
from service.storage import shortlist_entry
from service.storage.request import SupportRequest

log = logging.getLogger(__name__)

AFTER_A_FAILURE = timedelta(minutes=1)


def check_deadlines(
    session: Session, now: datetime, limit: int = 25, channels: Channels = ()
) -> int:
    """Act on the due deadlines of at most `limit` requests; give how many were looked at.

    What happened, its history and its mails are one transaction, so a sweep that is killed
    leaves nothing half done and nothing is done twice. A request that fails is looked at again
    a minute later and never stops the others.
    """
    claimed = requests.claim_with_due_deadlines(session, now, limit)
    if claimed:
        _lock_listed_experts(session, claimed)
        _try(session, now, claimed, channels)
    return len(claimed)


def _lock_listed_experts(session: Session, claimed: Sequence[SupportRequest]) -> None:
    """Lock whoever may be asked now, all at once: two sweeps must never wait in a circle."""
    asking = [request.id for request in claimed if request.list_approved_at is not None]
    if asking:
        lock_experts(session, shortlist_entry.listed_experts(session, asking))


def _try(
    session: Session, now: datetime, claimed: Sequence[SupportRequest], channels: Channels
) -> None:
    """Check the requests together, in few round trips; where that fails, one by one."""
    try:
        with session.begin_nested():
            _check(session, now, claimed, channels)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad case must not stop the rest
        if len(claimed) > 1:
            for request in claimed:
                _try(session, now, [request], channels)
            return
        log.error("deadlines of request %s: %s", claimed[0].id, type(error).__name__)
        _postpone(session, now, claimed[0])


def _check(
    session: Session, now: datetime, claimed: Sequence[SupportRequest], channels: Channels
) -> None:
    together = DueWork.of(session, now, channels, [request.id for request in claimed])
    for request in claimed:
        work = together
        if _asks_again(request, now):
            request.ask_again_at = None
            _look_again(session, now, request)
            work = DueWork.of(session, now, channels, [request.id])
        terms = work.terms(request)
        for row in work.rows(request):
            act_on_deadline(work, request, row, terms)


def _asks_again(request: SupportRequest, now: datetime) -> bool:
    return request.ask_again_at is not None and request.ask_again_at <= now


def _look_again(session: Session, now: datetime, request: SupportRequest) -> None:
    if request.status == Status.AWAITING_REQUESTER:
        remind_requester(session, now, request)
    else:
        continue_inviting(session, now, request)


def _postpone(session: Session, now: datetime, request: SupportRequest) -> None:
    for row in deadlines.due_of_requests(session, [request.id], now):
        row.next_check_at = now + AFTER_A_FAILURE
    if _asks_again(request, now):
        request.ask_again_at = now + AFTER_A_FAILURE
