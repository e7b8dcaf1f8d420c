"""Refer a request on to the party that can help."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_mail
from service.actions.requests.change_status import change_status
from service.actions.requests.wind_up import wind_up
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.request_status import Act
from service.domain.step import Step
from service.storage.referral import ReferralTarget
from service.storage.request import SupportRequest


def refer_on(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    signal: str,
    note: str = "",
) -> None:
    """Refer on to the party that the directory names for this signal, and tell the requester."""
    if session.get(ReferralTarget, signal) is None:
        raise InvalidChoice("signal", _("Kies een partij uit de lijst."))
    request.referred_to = signal
    change_status(session, now, request, Act.REFER_ON, actor, facts={"signal": signal}, note=note)
    clocks.meet(session, now, request.id, Step.TRIAGE)
    wind_up(session, now, request, reason="request_ended")
    queue_mail(session, now, "referred_on", request, facts={"signal": signal})
