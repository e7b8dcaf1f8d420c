"""What the status page shows of a request: plain values, nothing of other requests or experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from expert_registry.tables import KnowledgeItem
from service.actions.evaluation.ask_evaluations import waits_for_requester
from service.actions.partner_consent.whose_turn import partners_to_act
from service.actions.requests.hold_for_signals import signals_to_judge
from service.domain import duty
from service.domain.hold import NO_MANDATE
from service.domain.request_status import LIVE_ASSIGNMENT, OPEN_STATES, Act, Status, can
from service.domain.urgency import Urgency
from service.storage import added_information, duty_shift, history_event
from service.storage import invitation as invitations
from service.storage.added_information import AddedInformation
from service.storage.request import SupportRequest
from service.web.fitting_knowledge import fitting_knowledge
from service.web.intake.choices import Signal, signals
from service.web.labels import partner_name
from service.web.status.road import RoadStep, StepState, due_at, road
from service.web.status.words import (
    AWAITS_PARTNER,
    BUREAU,
    EVENTS,
    HELD,
    LOOKED_AT,
    MANDATE_AWAITED,
    NO_MANDATE_YET,
    ONE_MORE,
    ONE_MORE_AWAITS_PARTNER,
    WORDS,
    YOU,
    StatusWords,
)


@dataclass(frozen=True)
class NamedExpert:
    """The expert who said yes, as the requester may know them."""

    assignment_id: int
    name: str
    role_title: str
    partner: str
    first_contact_at: datetime
    contacted: bool


@dataclass(frozen=True)
class StatusPage:
    """Everything on the page; times are aware UTC.

    `nobody_on_duty` says that an acute request waits for the bureau while nobody is there;
    `staffed_from` is then when somebody is again, None where that is not planned.
    """

    reference: str
    submitted_at: datetime
    words: StatusWords
    due_at: datetime | None
    late: bool
    nobody_on_duty: bool
    staffed_from: datetime | None
    road: list[RoadStep]
    next_step: RoadStep | None
    asked: str
    messages: list[AddedInformation]
    events: list[tuple[datetime, str]]
    experts: list[NamedExpert]
    may_refuse: bool
    to_evaluate: bool
    referred_to: Signal | None
    is_open: bool
    erased_at: datetime | None
    mailbox_confirmed_at: datetime | None
    can_reopen: bool
    call_first: list[Signal]
    read_in_text: list[Signal]
    knowledge: list[KnowledgeItem]


def status_page(session: Session, now: datetime, request: SupportRequest) -> StatusPage:
    """Read what the requester may see."""
    status = Status(request.status)
    ticked, found = _signals(session, now, request) if status in OPEN_STATES else ([], [])
    experts = _experts(session, request)
    partner = bool(partners_to_act(session, now, [request]))
    looked_at = bool(found) and not ticked
    words = _words(request, status, experts, looked_at=looked_at, awaits_partner=partner)
    messages = list(added_information.of_request(session, request.id))
    questions = [message.text for message in messages if not message.from_requester]
    limits = due_at(session, now, request)
    unattended = _waits_for_duty(request, status, words) and not duty_shift.on_call(session, now)
    due = limits.get(words.step) if words.step else None
    steps = road(session, request, limits)
    return StatusPage(
        reference=request.reference,
        submitted_at=request.submitted_at,
        words=words,
        due_at=due,
        late=due is not None and due < now,
        nobody_on_duty=unattended,
        staffed_from=duty.staffed_from(duty_shift.roster_from(session, now), now)
        if unattended
        else None,
        road=steps,
        next_step=_next_step(steps, words),
        asked=questions[-1] if questions and status is Status.AWAITING_REQUESTER else "",
        messages=messages,
        events=_events(session, request),
        experts=experts,
        may_refuse=request.refusal_used_at is None,
        to_evaluate=not request.erased_at and waits_for_requester(session, request) is not None,
        referred_to=_referred_to(session, now, request),
        is_open=status in OPEN_STATES,
        erased_at=request.erased_at,
        mailbox_confirmed_at=request.mailbox_confirmed_at,
        can_reopen=can(status, Act.REOPEN) and not request.erased_at,
        call_first=ticked,
        read_in_text=found,
        knowledge=fitting_knowledge(session, request) if status in OPEN_STATES else [],
    )


def _waits_for_duty(request: SupportRequest, status: Status, words: StatusWords) -> bool:
    return request.urgency == Urgency.U1 and status in OPEN_STATES and words.ball == BUREAU


def _next_step(steps: Sequence[RoadStep], words: StatusWords) -> RoadStep | None:
    """Give what follows; while the requester has the ball that is what stands still now."""
    awaited = StepState.NOW if words.ball == YOU else StepState.NEXT
    return next((step for step in steps if step.state is awaited), None)


def _words(
    request: SupportRequest,
    status: Status,
    experts: Sequence[NamedExpert],
    *,
    looked_at: bool,
    awaits_partner: bool,
) -> StatusWords:
    if request.held and status in OPEN_STATES and status is not Status.AWAITING_REQUESTER:
        if request.hold_reasons != [NO_MANDATE]:
            return LOOKED_AT if looked_at else HELD
        return MANDATE_AWAITED if request.called_back_at else NO_MANDATE_YET
    if experts and status in (Status.PROPOSED, Status.INVITED):
        return ONE_MORE_AWAITS_PARTNER if awaits_partner else ONE_MORE
    return AWAITS_PARTNER if awaits_partner else WORDS[status]


def _signals(
    session: Session, now: datetime, request: SupportRequest
) -> tuple[list[Signal], list[Signal]]:
    """Give the signals of a held request that were told, and those that were read from a text."""
    if not request.held:
        return [], []
    found = signals_to_judge(session, request)
    known = [signal for signal in signals(session, now) if signal.code in request.hold_reasons]
    told = [signal for signal in known if signal.code not in found]
    return told, [signal for signal in known if signal.code in found]


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
            assignment_id=found.id,
            name=found.expert.name,
            role_title=found.expert.role_title,
            partner=partner_name(session, found.expert.partner_id),
            first_contact_at=found.first_contact_at,
            contacted=found.contacted_at is not None,
        )
        for found in invitations.assignments_of_request(session, request.id)
        if found.state in LIVE_ASSIGNMENT
    ]


def _referred_to(session: Session, now: datetime, request: SupportRequest) -> Signal | None:
    if request.status != Status.REFERRED:
        return None
    found = (signal for signal in signals(session, now) if signal.code == request.referred_to)
    return next(found, None)
