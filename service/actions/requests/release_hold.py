"""Release a held request, so that it may be embedded and matched."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines.terms_of import terms_of
from service.actions.invitations.extend_answer import extend_answer
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.requests.change_status import check_open, record
from service.actions.requests.hold_for_signals import signals_to_judge
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage.referral import ReferralTarget
from service.storage.request import SupportRequest


def release_hold(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    note: str = "",
    false_alarm: bool | None = None,
) -> None:
    """Release the request; its ranking follows at once. A request not on hold stays as it is.

    A signal that is never matched can only be released as mistaken, with an explanation: then
    it is taken off the request. `false_alarm` says whether a signal that was read from the text
    was mistaken. Raises InvalidChoice without the explanation (field `note`), without that
    answer or with one that does not go with it (field `release_verdict`), and StepNotAllowed when
    the request has ended.
    """
    check_open(request, "release_hold")
    if not request.held:
        return
    mistaken = _never_matched(session, request)
    if mistaken and not note.strip():
        raise InvalidChoice(
            "note", _("Leg uit waarom dit signaal niet klopt. Anders verwijst u door.")
        )
    from_text = signals_to_judge(session, request)
    _check_verdict(from_text, mistaken, false_alarm)
    facts = {
        "hold_reasons": list(request.hold_reasons),
        "mistaken": mistaken,
        "found_signals": from_text,
        "false_alarm": false_alarm,
    }
    request.referral_signals = [s for s in request.referral_signals if s not in mistaken]
    request.held = False
    request.ranking_due_at = now if request.text() else None
    record(session, now, request, "release_hold", actor, facts=facts, note=note)
    _give_time_again(session, now, request, actor)
    continue_inviting(session, now, request)


def _give_time_again(
    session: Session, now: datetime, request: SupportRequest, actor: Actor
) -> None:
    """Who was asked could not say yes meanwhile: they hear that they can, and until when."""
    for invitation in invitations.open_of_request(session, request.id):
        partner = invitation.expert.partner_id
        until = terms_of(request, now).due(Step.EXPERT_REACTION, now, partner)
        if until > invitation.answer_by:
            extend_answer(session, now, invitation, actor, until)


def _check_verdict(from_text: list[str], mistaken: list[str], false_alarm: bool | None) -> None:
    if from_text and false_alarm is None:
        raise InvalidChoice("release_verdict", _("Kies of het signaal klopte."))
    if false_alarm is False and set(from_text) & set(mistaken):
        raise InvalidChoice(
            "release_verdict",
            _("Klopt dit signaal, dan zoeken wij nooit een deskundige. Verwijs de aanvraag door."),
        )


def _never_matched(session: Session, request: SupportRequest) -> list[str]:
    return list(
        session.scalars(
            select(ReferralTarget.signal).where(
                ReferralTarget.never_match, ReferralTarget.signal.in_(request.hold_reasons)
            )
        )
    )
