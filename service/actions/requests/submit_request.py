"""Store a new request: receipt, alert, clocks and ranking follow from this one transaction."""

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import on_call_or_coordinators
from service.actions.requests.change_status import record
from service.actions.requests.hold_for_signals import hold_for_signals, signals_of
from service.domain.actor import REQUESTER, Actor, ActorKind
from service.domain.hold import hold_reasons
from service.domain.intake import Intake, Source
from service.domain.request_status import Act, Status
from service.storage import request as requests
from service.storage.request import SupportRequest

# No vowels and no look-alikes: a reference is read out over the telephone.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def submit_request(
    session: Session,
    now: datetime,
    intake: Intake,
    form_token: str,
    source: Source = Source.FORM,
    actor: Actor = REQUESTER,
) -> SupportRequest:
    """Store the intake once per form token; the same form again gives the stored request."""
    stored = requests.by_form_token(session, form_token)
    if stored is not None:
        return stored
    request = _new_request(now, intake, form_token, source)
    if actor.kind is ActorKind.STAFF:
        request.owner_id = actor.id
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        stored = requests.by_form_token(session, form_token)
        if stored is None:
            raise
        return stored
    _start(session, now, request, actor)
    return request


def _start(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    request.agreement = clocks.agreement_now(session, now)
    request.clocks_started_at = clocks.first_staffed(session, request, now)
    record(
        session,
        now,
        request,
        Act.SUBMIT,
        actor,
        facts={"source": request.source, "hold_reasons": request.hold_reasons},
        from_status=Status.DRAFT,
        to_status=Status.SUBMITTED,
    )
    unticked = [one for one in signals_of(request) if one.signal not in request.referral_signals]
    hold_for_signals(session, now, request, unticked)
    clocks.start_request_clocks(session, now, request)
    queue_mail(session, now, "receipt", request)
    queue_staff_mail(session, now, "duty_alert", request, on_call_or_coordinators(session, now))


def _new_request(now: datetime, intake: Intake, form_token: str, source: Source) -> SupportRequest:
    values = asdict(intake)
    for name in ("themes", "support_kinds", "referral_signals", "confirmed_false_alarms"):
        values[name] = list(values[name])
    reasons = hold_reasons(
        intake.referral_signals, intake.crisis_structure_active, intake.mayor_informed
    )
    return SupportRequest(
        **values,
        reference=new_reference(),
        form_token=form_token,
        source=source,
        submitted_at=now,
        clocks_started_at=now,
        status=Status.SUBMITTED,
        revision=0,
        agreement={},
        hold_reasons=reasons,
        held=bool(reasons),
        ranking_due_at=None if reasons else now,
        places=1,
    )


def new_reference() -> str:
    """Give a fresh reference number such as SK-7KD-4TQ9; it says nothing about the case."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(7))
    return f"SK-{letters[:3]}-{letters[3:]}"
