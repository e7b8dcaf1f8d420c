"""The coordinator's choice: an ordered list, a neutral summary and the number of places."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.deadlines import clocks
from service.actions.invitations.follow_places import follow_places
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.invitations.stand_down import stand_down_invitation
from service.actions.partner_consent.ask_consents import ask_consents
from service.actions.partner_consent.close_consents import close_consents_off_the_list
from service.actions.requests.change_status import change_status, check_not_held, record
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice, StepNotAllowed
from service.domain.language import gettext as _
from service.domain.request_status import Act, Status, can
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage import match_run, shortlist_entry
from service.storage.request import SupportRequest

MOST_PLACES = 5
BEING_ASKED = (Status.INVITED, Status.ACCEPTED, Status.CONTACTED, Status.ACTIVE)
LONGEST_SUMMARY = 1500


def approve_list(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    expert_ids: Sequence[int],
    summary: str,
    places: int,
    parallel: int | None = None,
) -> None:
    """Store list, summary and places; the proposal clock ends here, not at the ranking.

    With `parallel` the coordinator chooses how many are asked at once, at least as many as there
    are places; None lets each wave decide. While experts are being asked the list may still
    change; partners without standing consent are asked for those who are new on it. Raises
    StillOnHold, InvalidChoice (fields `expert_ids`, `summary`, `places`, `parallel`) and
    StepNotAllowed.
    """
    check_not_held(request)
    at_once = None if parallel is None else max(places, parallel)
    _check(session, expert_ids, summary, places, at_once)
    request.neutral_summary = summary.strip()
    request.places, request.parallel = places, at_once
    request.list_approved_at, request.list_low_warned_at = now, None
    ranks = _proposed_ranks(session, request.id)
    shortlist_entry.replace(session, request.id, [(e, ranks.get(e)) for e in expert_ids])
    facts = {"expert_ids": list(expert_ids), "places": places, "parallel": at_once}
    close_consents_off_the_list(session, now, request)
    if can(Status(request.status), Act.APPROVE_LIST):
        change_status(session, now, request, Act.APPROVE_LIST, actor, facts=facts)
        # Fewer places may be enough: who helps already then fills them.
        follow_places(session, now, request, actor)
        ask_consents(session, now, request)
    elif request.status in BEING_ASKED:
        record(session, now, request, Act.APPROVE_LIST, actor, facts=facts)
        _follow_new_list(session, now, request, expert_ids)
    else:
        raise StepNotAllowed(Act.APPROVE_LIST, request.status)
    clocks.meet(session, now, request.id, Step.PROPOSAL)


def _follow_new_list(
    session: Session, now: datetime, request: SupportRequest, expert_ids: Sequence[int]
) -> None:
    """Nobody outside the new list keeps an invitation, nor anybody when all places are filled."""
    filled = invitations.taken_places(session, request.id) >= request.places
    for invitation in invitations.open_of_request(session, request.id):
        if filled or invitation.expert_id not in expert_ids:
            reason = "filled" if filled else "withdrawn"
            stand_down_invitation(session, now, request, invitation, reason)
    session.flush()
    continue_inviting(session, now, request)


def _proposed_ranks(session: Session, request_id: int) -> dict[int, int]:
    run = match_run.latest_run(session, request_id)
    if run is None:
        return {}
    found = match_run.ranks_and_chances(session, run.id)
    return {expert_id: rank for expert_id, (rank, _chance) in found.items()}


def _check(
    session: Session, expert_ids: Sequence[int], summary: str, places: int, parallel: int | None
) -> None:
    if not expert_ids:
        raise InvalidChoice("expert_ids", _("Kies ten minste één deskundige."))
    if len(set(expert_ids)) != len(expert_ids):
        raise InvalidChoice("expert_ids", _("Een deskundige staat twee keer in de lijst."))
    known = session.scalars(select(Expert.id).where(Expert.id.in_(expert_ids))).all()
    if len(known) != len(expert_ids):
        raise InvalidChoice("expert_ids", _("Een gekozen deskundige bestaat niet meer."))
    if not summary.strip():
        raise InvalidChoice("summary", _("Vul een neutrale samenvatting in."))
    if len(summary) > LONGEST_SUMMARY:
        raise InvalidChoice("summary", _("Maak de samenvatting korter dan 1500 tekens."))
    if not 1 <= places <= MOST_PLACES:
        raise InvalidChoice("places", _("Kies 1 tot en met 5 plaatsen."))
    if parallel is not None and parallel > places + MOST_PLACES:
        raise InvalidChoice("parallel", _("Vraag ten hoogste vijf deskundigen meer dan plaatsen."))
