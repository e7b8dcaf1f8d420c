"""A partner says whether its experts may be asked: all, some, or none of them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.invitations.stand_down import close_and_tell
from service.actions.partner_consent.ask_consents import record_consent, tell_owner
from service.actions.requests.change_status import check_open
from service.domain.actor import Actor, ActorKind
from service.domain.errors import DeadLink, InvalidChoice
from service.domain.invitation import InvitationState
from service.domain.language import gettext as _
from service.domain.partner_consent import ENDED, ConsentAnswer, ConsentState, check_answer
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage import request as requests
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def agree(
    session: Session,
    now: datetime,
    consent: PartnerConsent,
    expert_ids: Collection[int],
    actor: Actor,
    *,
    most: int | None = None,
    note: str = "",
    suggestion: str = "",
) -> None:
    """Agree to these of the experts who were named, at most so many at once; inviting goes on.

    The same answer again changes nothing. Raises InvalidChoice (fields `experts`, `most`),
    AlreadyAnswered and DeadLink.
    """
    answer = _agreement(consent, expert_ids, most)
    _answer(session, now, consent, answer, actor, note, suggestion)


def refuse(
    session: Session,
    now: datetime,
    consent: PartnerConsent,
    actor: Actor,
    note: str,
    suggestion: str = "",
) -> None:
    """Agree to nobody, with the reason; the same answer again changes nothing.

    A suggested colleague is for the owner of the case. Raises AlreadyAnswered and DeadLink.
    """
    _answer(session, now, consent, _refusal(consent), actor, note, suggestion)


def answer_for_partner(
    session: Session,
    now: datetime,
    consent: PartnerConsent,
    expert_ids: Collection[int],
    actor: Actor,
    note: str,
    most: int | None = None,
) -> None:
    """Record what a partner said by telephone, also too late or instead of another answer.

    Nobody is a no. Who was asked and is not agreed to any more hears that it is withdrawn.
    Raises InvalidChoice (fields `experts`, `most`), StepNotAllowed when the request has ended and
    DeadLink when the question was taken back.
    """
    request = requests.lock(session, consent.request_id)
    session.refresh(consent)
    check_open(request, "consent_agreed")
    if consent.state in (ConsentState.WITHDRAWN, ConsentState.NOT_NEEDED):
        raise DeadLink(ENDED)
    answer = _agreement(consent, expert_ids, most) if expert_ids else _refusal(consent)
    _store(session, now, request, consent, answer, actor, note, consent.suggestion)


def _agreement(
    consent: PartnerConsent, expert_ids: Collection[int], most: int | None
) -> ConsentAnswer:
    named, agreed = frozenset(consent.expert_ids), frozenset(expert_ids)
    if not agreed or not agreed <= named:
        raise InvalidChoice("experts", _("Kies ten minste één deskundige uit de lijst."))
    if most is not None and not 1 <= most <= len(agreed):
        raise InvalidChoice("most", _("Kies een aantal van 1 tot en met het aantal deskundigen."))
    return ConsentAnswer(consent.partner_id, ConsentState.AGREED, named, agreed, most)


def _refusal(consent: PartnerConsent) -> ConsentAnswer:
    named = frozenset(consent.expert_ids)
    return ConsentAnswer(consent.partner_id, ConsentState.REFUSED, named)


def _answer(
    session: Session,
    now: datetime,
    consent: PartnerConsent,
    answer: ConsentAnswer,
    actor: Actor,
    note: str,
    suggestion: str,
) -> None:
    request = requests.lock(session, consent.request_id)
    session.refresh(consent)
    if check_answer(consent.answer, answer, consent.answer_by, now):
        _store(session, now, request, consent, answer, actor, note, suggestion)
        tell_owner(session, now, request, consent)


def _store(
    session: Session,
    now: datetime,
    request: SupportRequest,
    consent: PartnerConsent,
    answer: ConsentAnswer,
    actor: Actor,
    note: str,
    suggestion: str,
) -> None:
    consent.state, consent.most = answer.state, answer.most
    consent.agreed_ids = [e for e in consent.expert_ids if e in answer.agreed_ids]
    consent.answered_at = now
    consent.answered_by_staff_id = actor.id if actor.kind is ActorKind.STAFF else None
    consent.note, consent.suggestion = note.strip(), suggestion.strip()
    clocks.meet(session, now, request.id, Step.PARTNER_CONSENT, partner_consent_id=consent.id)
    record_consent(session, now, request, f"consent_{answer.state}", consent, actor)
    _withdraw_without_consent(session, now, request, consent)
    session.flush()
    continue_inviting(session, now, request)


def _withdraw_without_consent(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Take back the open invitations of whom an earlier answer of the partner still allowed."""
    refused = set(consent.expert_ids) - set(consent.agreed_ids)
    for invitation in invitations.open_of_request(session, request.id):
        if invitation.expert_id in refused:
            state = InvitationState.WITHDRAWN
            close_and_tell(session, now, request, invitation, state, "withdrawn")
