"""Start, meet, cancel, pause and restart the clocks of a request."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actions.agreements.agreement_in_force import agreement_at
from service.actions.deadlines.terms_of import terms_of
from service.domain.actor import SYSTEM
from service.domain.agreement_json import to_json
from service.domain.deadline import DeadlineState, next_check_at
from service.domain.duty import Shift, staffed_from
from service.domain.request_status import Status
from service.domain.requester_silence import remind_at
from service.domain.response_time import Terms
from service.domain.service_agreement import Level
from service.domain.step import STOPPED_BY_A_PAUSE, Step
from service.domain.urgency import Urgency
from service.domain.working_time import Pause
from service.storage import deadline as deadlines
from service.storage import duty_shift, history_event
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

OF_THE_REQUEST = (
    Step.RECEIPT,
    Step.ACKNOWLEDGEMENT,
    Step.TRIAGE,
    Step.PROPOSAL,
    Step.FIRST_CONTACT,
)


def agreement_now(session: Session, at: datetime) -> dict[str, Any]:
    """Give the agreement that holds at this moment, as it is frozen in a new request."""
    return to_json(agreement_at(session, at))


def first_staffed(session: Session, request: SupportRequest, now: datetime) -> datetime:
    """Give when the clocks start: for an acute request the next moment somebody is on duty."""
    if request.urgency != Urgency.U1:
        return now
    shifts = [
        Shift(shift.user_id, shift.starts_at, shift.ends_at)
        for shift in duty_shift.shifts_from(session, now)
    ]
    return staffed_from(shifts, now) or now


def start_request_clocks(
    session: Session,
    now: datetime,
    request: SupportRequest,
    steps: Sequence[Step] = OF_THE_REQUEST,
) -> None:
    """Start the clocks that run from submission; the receipt runs around the clock."""
    for step in steps:
        start = now if step is Step.RECEIPT else request.clocks_started_at
        start_clock(session, now, request, step, start=start)


def start_clock(
    session: Session,
    now: datetime,
    request: SupportRequest,
    step: Step,
    *,
    start: datetime | None = None,
    invitation: Invitation | None = None,
    consent: PartnerConsent | None = None,
    partner: str | None = None,
) -> Deadline:
    """Start one clock, from now unless another start is given."""
    begin = start or now
    # What begins now has seen no pause yet.
    pauses = _pauses(session, now, request) if begin < now else []
    terms = terms_of(request, begin, pauses)
    due = terms.due(step, begin, partner)
    warn = terms.warn_at(step, begin, partner)
    row = _add(session, request, step, begin, due, warn, invitation=invitation, consent=consent)
    if step in STOPPED_BY_A_PAUSE and request.status == Status.AWAITING_REQUESTER:
        row.paused, row.next_check_at = True, None
    return row


def start_first_contact(
    session: Session, now: datetime, request: SupportRequest, assignment: Assignment
) -> Deadline:
    """Start the clock of the first contact of one expert, who accepted now."""
    terms = terms_of(request, now, _pauses(session, now, request))
    own = _request_rows(session, request, Step.FIRST_CONTACT)
    start = own[0].started_at if own else request.clocks_started_at
    due = terms.first_contact_due(start, now, assignment.expert.partner_id)
    warn = max(now, terms.warn_at(Step.FIRST_CONTACT, start))
    if warn >= due or warn == now:
        warn = now + (due - now) * terms.agreement.warn_fraction
    return _add(session, request, Step.FIRST_CONTACT, start, due, warn, assignment=assignment)


def start_check_in(
    session: Session, now: datetime, request: SupportRequest, assignment: Assignment
) -> Deadline:
    """Start the clock of the check-in after a contact that was confirmed now."""
    terms = terms_of(request, now)
    due, warn = terms.due(Step.CHECK_IN, now), terms.warn_at(Step.CHECK_IN, now)
    return _add(session, request, Step.CHECK_IN, now, due, warn, assignment=assignment)


def meet(session: Session, now: datetime, request_id: int, step: Step, **about: int | None) -> None:
    """Stop the running clocks of a step: it was done now, or at the earlier moment given.

    `about` names the id of one invitation, assignment or consent, as for `deadline.running`.
    """
    for row in deadlines.running(session, request_id, step, **about):
        _set_met(row, now)


def correct_met(session: Session, at: datetime, request_id: int, step: Step) -> None:
    """Correct when a step was done: it was at this moment."""
    row = deadlines.last_met(session, request_id, step)
    if row is not None:
        _set_met(row, at)


def look_again(row: Deadline, terms: Terms) -> None:
    """Let the sweep look at this deadline at the next moment that asks for something."""
    store_state(row, state_of(row), terms)


def cancel(
    session: Session, now: datetime, request_id: int, *steps: Step, **about: int | None
) -> None:
    """Stop running clocks of a request that no longer matter (all of them if no step is named).

    The receipt keeps running: it is sent whatever happens to the request.
    """
    for row in deadlines.running(session, request_id, *steps, **about):
        if row.step != Step.RECEIPT:
            row.cancelled_at, row.next_check_at = now, None


def pause(session: Session, request: SupportRequest) -> None:
    """Let the bureau's clocks stand still while the requester has the ball.

    What an expert has promised goes on: that clock belongs to the assignment.
    """
    for row in _request_rows(session, request, *STOPPED_BY_A_PAUSE):
        row.paused, row.next_check_at = True, None


def resume(session: Session, now: datetime, request: SupportRequest) -> None:
    """Let the paused clocks run again, with their moments computed from the whole history."""
    terms = terms_of(request, now, history_event.pauses(session, request.id))
    for row in _request_rows(session, request, *STOPPED_BY_A_PAUSE):
        if row.paused:
            row.paused = False
            set_moments(row, terms)


def restart_for_urgency(session: Session, now: datetime, request: SupportRequest) -> None:
    """Restart the open clocks of the bureau, with the terms of the new urgency.

    They start now, or for an acute request at the next staffed moment. An answer-by time that
    was mailed and the first contact that an expert promised stay as they are.
    """
    start = first_staffed(session, request, now)
    request.clocks_started_at = start
    facts = {"urgency": request.urgency}
    history_event.append(session, request.id, now, "clocks_restarted", SYSTEM, facts=facts)
    terms = terms_of(request, start)
    check_ins = deadlines.running(session, request.id, Step.CHECK_IN)
    for row in (*_request_rows(session, request, *STOPPED_BY_A_PAUSE), *check_ins):
        row.urgency, row.started_at = request.urgency, start
        row.warned_at = row.breached_at = row.escalated_at = row.quiet_until = None
        row.escalated_to = None
        if not row.paused:
            set_moments(row, terms)
    if request.status == Status.AWAITING_REQUESTER:
        request.ask_again_at = remind_at(terms.agreement, terms.urgency, now, terms.holidays)


def watch_free_places(
    session: Session, now: datetime, request: SupportRequest, free_places: bool
) -> None:
    """Keep a clock of the request on the first contact as long as a place is free.

    A place that comes free when the agreed time is over already starts afresh.
    """
    own = _request_rows(session, request, Step.FIRST_CONTACT)
    if not free_places:
        for row in own:
            row.cancelled_at, row.next_check_at = now, None
    elif not own:
        terms = terms_of(request, now, _pauses(session, now, request))
        agreed = terms.due(Step.FIRST_CONTACT, request.clocks_started_at)
        start = request.clocks_started_at if agreed > now else now
        start_clock(session, now, request, Step.FIRST_CONTACT, start=start)


def restart_answer(row: Deadline, now: datetime, terms: Terms, partner: str) -> None:
    """Start the time to answer anew: the mail that asks leaves only now."""
    step = Step(row.step)
    row.urgency, row.started_at, row.warned_at = terms.urgency, now, None
    row.due_at, row.warn_at = terms.due(step, now, partner), terms.warn_at(step, now, partner)
    row.next_check_at = min(row.warn_at, row.due_at)


def state_of(row: Deadline) -> DeadlineState:
    """Give a deadline as the value that the rules decide on."""
    return DeadlineState(
        step=Step(row.step),
        started_at=row.started_at,
        due_at=row.due_at,
        warn_at=row.warn_at,
        met_at=row.met_at,
        cancelled_at=row.cancelled_at,
        warned_at=row.warned_at,
        breached_at=row.breached_at,
        escalated_to=Level(row.escalated_to) if row.escalated_to else None,
        escalated_at=row.escalated_at,
        quiet_until=row.quiet_until,
        paused=bool(row.paused),
    )


def store_state(
    row: Deadline, state: DeadlineState, terms: Terms, partner: str | None = None
) -> None:
    """Write the outcome of the rules back, with the moment of the next look.

    A clock that waits for a partner is looked at in the hours of that partner.
    """
    row.warned_at, row.breached_at = state.warned_at, state.breached_at
    row.escalated_to, row.escalated_at = state.escalated_to, state.escalated_at
    row.cancelled_at = state.cancelled_at
    ladder = terms.ladder(state.step, row.started_at, row.due_at, partner)
    row.next_check_at = next_check_at(state, ladder)


def _set_met(row: Deadline, at: datetime) -> None:
    row.met_at, row.next_check_at = at, None
    if at <= row.due_at:
        # It was done in time and is only recorded late: there was no breach.
        row.breached_at = row.escalated_at = row.quiet_until = row.escalated_to = None


def _request_rows(session: Session, request: SupportRequest, *steps: Step) -> list[Deadline]:
    rows = deadlines.running(session, request.id, *steps)
    return [row for row in rows if row.assignment_id is None and row.invitation_id is None]


def _pauses(session: Session, now: datetime, request: SupportRequest) -> list[Pause]:
    """The pauses so far; one that still lasts ends now, and moves its clocks when it ends."""
    found = history_event.pauses(session, request.id)
    return [(begin, end or max(begin, now)) for begin, end in found]


def set_moments(row: Deadline, terms: Terms) -> None:
    """Compute the moments of a clock from its start and the whole history."""
    state = replace(
        state_of(row),
        due_at=terms.due(Step(row.step), row.started_at),
        warn_at=terms.warn_at(Step(row.step), row.started_at),
    )
    row.due_at, row.warn_at = state.due_at, state.warn_at
    store_state(row, state, terms)


def _add(
    session: Session,
    request: SupportRequest,
    step: Step,
    start: datetime,
    due: datetime,
    warn: datetime,
    *,
    invitation: Invitation | None = None,
    assignment: Assignment | None = None,
    consent: PartnerConsent | None = None,
) -> Deadline:
    row = Deadline(
        request_id=request.id,
        invitation_id=invitation.id if invitation else None,
        assignment_id=assignment.id if assignment else None,
        partner_consent_id=consent.id if consent else None,
        step=step,
        urgency=request.urgency,
        started_at=start,
        due_at=due,
        warn_at=warn,
        next_check_at=min(warn, due),
        paused=False,
    )
    session.add(row)
    return row
