"""Invite the next experts of the approved list: by the coordinator, or as a cascade."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.follow_places import follow_places
from service.actions.invitations.plan_wave import (
    MOST_AT_ONCE,
    WAITS_FOR_A_YES,
    WavePlan,
    may_be_asked_around,
    plan_wave,
)
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.partner_consent.ask_consents import ask_consents
from service.actions.requests.change_status import check_not_held, record
from service.domain.actor import SYSTEM, Actor
from service.domain.errors import (
    NotCalledBack,
    NothingToInvite,
    StepNotAllowed,
    SummaryMissing,
)
from service.domain.invitation import InvitationState
from service.domain.request_status import Act, Status
from service.domain.step import Step
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest

ASK_AGAIN_AFTER = timedelta(minutes=15)
LIST_CHANGES = (Act.APPROVE_LIST, "list_extended")
AWAITS_PARTNER = "inviting_awaits_partner"


def invite_next(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    count: int | None = None,
    call_back_override: str = "",
) -> list[Invitation]:
    """Invite the next of the approved list, as many as are wanted at once or `count`.

    Where nobody can be asked before a partner agrees, nobody is, and it goes on by itself then.
    Raises StillOnHold, NotCalledBack (unless a reason to go on is given), SummaryMissing,
    StepNotAllowed, and NothingToInvite when nobody on the list may be asked.
    """
    check_not_held(request)
    if request.status not in WAITS_FOR_A_YES:
        raise StepNotAllowed(Act.INVITE, request.status)
    if not request.neutral_summary.strip():
        raise SummaryMissing
    _check_called_back(session, now, request, actor, call_back_override)
    if count is not None:
        _ask_more_at_once(session, now, request, actor, count)
    ask_consents(session, now, request)
    sent, awaits_partner = _send_wave(session, now, request, actor, count)
    if not sent and not awaits_partner:
        raise NothingToInvite
    if not sent:
        record(session, now, request, AWAITS_PARTNER, actor)
    return sent


def continue_inviting(session: Session, now: datetime, request: SupportRequest) -> None:
    """Ask the next experts after a decline, an expiry, a long silence or a place that came free.

    Goes on with what the coordinator began, never begins by itself; but partners whose consent is
    needed are asked. Stops when all places are filled, the coordinator holds the invitations, the
    summary is gone, or the request ended.
    Warns the coordinator when the list runs low and when nobody is left to ask.
    """
    session.flush()
    follow_places(session, now, request, SYSTEM)
    ask_consents(session, now, request)
    if not may_be_asked_around(request) or not has_begun(session, request):
        return
    sent, awaits_partner = _send_wave(session, now, request, SYSTEM, None)
    nobody = not sent and not awaits_partner and request.status == Status.PROPOSED
    if nobody and not _was_told(session, request):
        history_event.append(session, request.id, now, "list_exhausted", SYSTEM)
        queue_staff_mail(
            session, now, "list_exhausted", request, owner_or_on_call(session, now, request)
        )


def _was_told(session: Session, request: SupportRequest) -> bool:
    """Whether the bureau knows already that nobody is left: nothing changed since it was told."""
    kinds = [event.kind for event in history_event.of_request(session, request.id)]
    last = [kind for kind in kinds if kind in ("list_exhausted", "expert_invited", *LIST_CHANGES)]
    return last[-1:] == ["list_exhausted"]


def has_begun(session: Session, request: SupportRequest) -> bool:
    """Say whether the coordinator had experts invited since the request was (re)opened."""
    since = request.round_began
    if any(i.sent_at >= since for i in invitations.of_request(session, request.id)):
        return True
    events = history_event.of_request(session, request.id)
    return any(event.kind == AWAITS_PARTNER and event.at >= since for event in events)


def _ask_more_at_once(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, count: int
) -> None:
    """Where the coordinator chose how many are asked at once, asking more raises that number."""
    live = invitations.taken_places(session, request.id)
    in_use = live + invitations.waiting_for_an_answer(session, request.id)
    wanted = min(in_use + count, MOST_AT_ONCE)
    if request.parallel is not None and wanted > request.parallel:
        facts = {"from": request.parallel, "to": wanted}
        record(session, now, request, "more_at_once", actor, facts=facts)
        request.parallel = wanted


def _check_called_back(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, override: str
) -> None:
    if request.called_back_at is not None:
        return
    if not override.strip():
        raise NotCalledBack
    record(session, now, request, "call_back_overridden", actor, note=override.strip())


def _send_wave(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, count: int | None
) -> tuple[list[Invitation], bool]:
    """Invite the next wave; also say whether somebody waits for a partner."""
    earlier = invitations.of_request(session, request.id)
    plan = plan_wave(session, now, request, count, to_be_sent=True)
    # Who is only busy or away now is looked at again, so that the cascade never stands still.
    request.ask_again_at = now + ASK_AGAIN_AFTER if plan.comes_back else None
    if plan.to_ask:
        _record_wave(session, now, request, actor, plan)
    wave = max((i.wave for i in earlier), default=0) + 1
    sent = [_invite(session, now, request, actor, e, wave, earlier) for e in plan.to_ask]
    follow_places(session, now, request, actor)
    if plan.list_low and (sent or request.status == Status.INVITED):
        _warn_list_low(session, now, request)
    return sent, bool(plan.awaits_partner)


def _record_wave(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, plan: WavePlan
) -> None:
    facts = {"count": len(plan.to_ask), "chance": round(100 * plan.chance)}
    record(session, now, request, "wave_planned", actor, facts=facts)
    for expert_id, waiting in plan.passed_over.items():
        facts = {"expert_id": expert_id, "passed": len(waiting)}
        record(session, now, request, "partner_first", actor, facts=facts)


def _invite(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    expert_id: int,
    wave: int,
    earlier: Sequence[Invitation],
) -> Invitation:
    invitation = Invitation(
        request_id=request.id,
        expert_id=expert_id,
        attempt=1 + sum(i.expert_id == expert_id for i in earlier),
        wave=wave,
        state=InvitationState.OPEN,
        sent_at=now,
        answer_by=now,
    )
    session.add(invitation)
    session.flush()
    partner = invitation.expert.partner_id
    deadline = clocks.start_clock(
        session, now, request, Step.EXPERT_REACTION, invitation=invitation, partner=partner
    )
    invitation.answer_by = deadline.due_at
    queue_mail(session, now, "invitation", request, to_expert_id=expert_id, invitation=invitation)
    facts = {"expert_id": expert_id, "invitation_id": invitation.id, "wave": wave}
    record(session, now, request, "expert_invited", actor, facts=facts)
    return invitation


def _warn_list_low(session: Session, now: datetime, request: SupportRequest) -> None:
    if request.list_low_warned_at is not None:
        return
    request.list_low_warned_at = now
    history_event.append(session, request.id, now, "list_runs_low", SYSTEM)
    queue_staff_mail(session, now, "list_low", request, owner_or_on_call(session, now, request))
