"""Acts for which a link was mailed: what they do, when they were done, when they cannot be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.assignments import hand_back, refuse_expert
from service.actions.requests.end_request import reopen_request, withdraw_request
from service.domain.actor import REQUESTER, expert
from service.domain.errors import DeadLink, RefusalUsed, StepNotAllowed
from service.domain.request_status import (
    LIVE_ASSIGNMENT,
    Act,
    AssignmentState,
    Status,
    can,
)
from service.storage import request as requests
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose, MailLink
from service.storage.request import SupportRequest


@dataclass(frozen=True)
class LinkAct:
    """One act: `is_done` for showing what was done, `check` raises when it is not possible."""

    is_done: Callable[[Session, MailLink], bool]
    check: Callable[[Session, MailLink], None]
    do: Callable[[Session, datetime, MailLink, str], None]


def _assignment(session: Session, link: MailLink) -> Assignment:
    return session.get_one(Assignment, link.assignment_id)


def _ended_as(state: AssignmentState) -> Callable[[Session, MailLink], bool]:
    return lambda session, link: _assignment(session, link).state == state


def _check_live(session: Session, link: MailLink) -> None:
    assignment = _assignment(session, link)
    if assignment.state not in LIVE_ASSIGNMENT:
        raise DeadLink(assignment.state)


def _check_refusable(session: Session, link: MailLink) -> None:
    _check_live(session, link)
    if session.get_one(SupportRequest, link.request_id).refusal_used_at is not None:
        raise RefusalUsed


def _check_can(act: Act) -> Callable[[Session, MailLink], None]:
    def check(session: Session, link: MailLink) -> None:
        status = session.get_one(SupportRequest, link.request_id).status
        if not can(Status(status), act):
            raise StepNotAllowed(act, status)

    return check


def _is_used(_session: Session, link: MailLink) -> bool:
    return link.used_at is not None


def _hand_back(session: Session, now: datetime, link: MailLink, text: str) -> None:
    assignment = _assignment(session, link)
    hand_back(session, now, assignment, expert(assignment.expert_id), text)


def _refuse(session: Session, now: datetime, link: MailLink, text: str) -> None:
    refuse_expert(session, now, _assignment(session, link), REQUESTER, text)


def _withdraw(session: Session, now: datetime, link: MailLink, text: str) -> None:
    request = requests.lock(session, link.request_id)
    withdraw_request(session, now, request, REQUESTER, text)


def _reopen(session: Session, now: datetime, link: MailLink, text: str) -> None:
    request = requests.lock(session, link.request_id)
    reopen_request(session, now, request, REQUESTER, text)


LINK_ACTS = {
    LinkPurpose.HAND_BACK: LinkAct(_ended_as(AssignmentState.HANDED_BACK), _check_live, _hand_back),
    LinkPurpose.REFUSE_EXPERT: LinkAct(
        _ended_as(AssignmentState.REFUSED), _check_refusable, _refuse
    ),
    LinkPurpose.WITHDRAW: LinkAct(_is_used, _check_can(Act.WITHDRAW), _withdraw),
    LinkPurpose.REOPEN: LinkAct(_is_used, _check_can(Act.REOPEN), _reopen),
}
