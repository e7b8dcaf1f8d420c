"""What the status page shows of a request: plain values, nothing of other requests or experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from expert_registry.tables import KnowledgeItem
from service.actions.requests.hold_for_signals import signals_to_judge
from service.domain.hold import NO_MANDATE
from service.domain.request_status import LIVE_ASSIGNMENT, OPEN_STATES, Status
from service.domain.step import Step
from service.storage import added_information, evaluation, history_event, referral
from service.storage import deadline as deadlines
from service.storage import invitation as invitations
from service.storage.added_information import AddedInformation
from service.storage.referral import ReferralTarget
from service.storage.request import SupportRequest
from service.web.intake.choices import Signal, signals
from service.web.invitations.fitting_knowledge import fitting_knowledge
from service.web.labels import partner_name
from service.web.status.words import (
    EVENTS,
    HELD,
    LOOKED_AT,
    MANDATE_AWAITED,
    NO_MANDATE_YET,
    ONE_MORE,
    WORDS,
    StatusWords,
)


@dataclass(frozen=True)
class NamedExpert:
    """The expert who said yes, as the requester may know them."""

    name: str
    role_title: str
    partner: str
    first_contact_at: datetime
    contacted: bool


@dataclass(frozen=True)
class StatusPage:
    """Everything on the page; times are aware UTC."""

    reference: str
    submitted_at: datetime
    words: StatusWords
    due_at: datetime | None
    asked: str
    messages: list[AddedInformation]
    events: list[tuple[datetime, str]]
    experts: list[NamedExpert]
    may_refuse: bool
    to_evaluate: bool
    referred_to: ReferralTarget | None
    is_open: bool
    can_reopen: bool
    call_first: list[Signal]
    read_in_text: list[Signal]
    knowledge: list[KnowledgeItem]


def status_page(session: Session, request: SupportRequest) -> StatusPage:
    """Read what the requester may see."""
    status = Status(request.status)
    ticked, found = _signals(session, request) if status in OPEN_STATES else ([], [])
    experts = _experts(session, request)
    words = _words(request, status, experts, looked_at=bool(found) and not ticked)
    messages = list(added_information.of_request(session, request.id))
    questions = [message.text for message in messages if not message.from_requester]
    return StatusPage(
        reference=request.reference,
        submitted_at=request.submitted_at,
        words=words,
        due_at=_due(session, request, words.step),
        asked=questions[-1] if questions and status is Status.AWAITING_REQUESTER else "",
        messages=messages,
        events=_events(session, request),
        experts=experts,
        may_refuse=request.refusal_used_at is None,
        to_evaluate=_to_evaluate(session, request),
        referred_to=_referred_to(session, request),
        is_open=status in OPEN_STATES,
        can_reopen=status not in OPEN_STATES and status is not Status.DRAFT,
        call_first=ticked,
        read_in_text=found,
        knowledge=fitting_knowledge(session, request) if status in OPEN_STATES else [],
    )


def _words(
    request: SupportRequest, status: Status, experts: Sequence[NamedExpert], *, looked_at: bool
) -> StatusWords:
    if request.held and status in OPEN_STATES and status is not Status.AWAITING_REQUESTER:
        if request.hold_reasons != [NO_MANDATE]:
            return LOOKED_AT if looked_at else HELD
        return MANDATE_AWAITED if request.called_back_at else NO_MANDATE_YET
    if experts and status in (Status.PROPOSED, Status.INVITED):
        return ONE_MORE
    return WORDS[status]


def _signals(session: Session, request: SupportRequest) -> tuple[list[Signal], list[Signal]]:
    """Give the signals of a held request that were told, and those that were read from a text."""
    if not request.held:
        return [], []
    found = signals_to_judge(session, request)
    known = [signal for signal in signals(session) if signal.code in request.hold_reasons]
    told = [signal for signal in known if signal.code not in found]
    return told, [signal for signal in known if signal.code in found]


def _to_evaluate(session: Session, request: SupportRequest) -> bool:
    """Say whether the requester was asked for an evaluation and did not answer yet."""
    return any(
        asked.side == "requester" and asked.answered_at is None
        for asked in evaluation.of_request(session, request.id)
    )


def _due(session: Session, request: SupportRequest, step: Step | None) -> datetime | None:
    if step is None:
        return None
    running = deadlines.running(session, request.id, step)
    return running[0].due_at if running and not running[0].paused else None


def _events(session: Session, request: SupportRequest) -> list[tuple[datetime, str]]:
    """Give the public events, latest first; the same sentence twice in a row is said once."""
    told: list[tuple[datetime, str]] = []
    for event in history_event.of_request(session, request.id):
        sentence = EVENTS.get(event.kind)
        if sentence and (not told or told[-1][1] != sentence):
            told.append((event.at, sentence))
    return told[::-1]


def _experts(session: Session, request: SupportRequest) -> list[NamedExpert]:
    return [
        NamedExpert(
            name=found.expert.name,
            role_title=found.expert.role_title,
            partner=partner_name(session, found.expert.partner_id),
            first_contact_at=found.first_contact_at,
            contacted=found.contacted_at is not None,
        )
        for found in invitations.assignments_of_request(session, request.id)
        if found.state in LIVE_ASSIGNMENT
    ]


def _referred_to(session: Session, request: SupportRequest) -> ReferralTarget | None:
    if request.status != Status.REFERRED:
        return None
    found = (t for t in referral.directory(session) if t.signal == request.referred_to)
    return next(found, None)
