"""The acts on the list and the waves of a case, and taking an act back: URL part → act."""

from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.actions.invitations.add_to_list import LONGEST_LIST, add_to_list
from service.actions.invitations.hold_inviting import set_inviting_on_hold
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import BEING_ASKED, MOST_PLACES
from service.actions.undo.undo_act import undo_act
from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.request_status import OPEN_STATES, Act, Status, can
from service.storage.request import SupportRequest
from service.web.form_fields import Number, Text
from service.web.triage.approve_list_form import ExtraExpert, approve, list_fields
from service.web.triage.case_act import NOTE_LENGTH, CaseAct, CaseStep, Values, fixed


def may_choose(request: SupportRequest) -> bool:
    """Say whether the list may be chosen, or changed while experts are asked or at work."""
    listed = request.list_approved_at is not None and request.status in BEING_ASKED
    return not request.held and (can(Status(request.status), Act.APPROVE_LIST) or listed)


def is_asked_around(request: SupportRequest) -> bool:
    """Say whether experts of an approved list can be invited now."""
    return request.list_approved_at is not None and can(Status(request.status), Act.INVITE)


def _invite(step: CaseStep, values: Values) -> str:
    sent = invite_next(
        step.session,
        step.now,
        step.request,
        step.actor,
        values["count"],
        values["call_back_override"],
    )
    if not sent:
        return _("Schakel wacht op akkoord van een partner en nodigt dan meteen uit.")
    text = ngettext(
        "{n} deskundige is uitgenodigd.", "{n} deskundigen zijn uitgenodigd.", len(sent)
    )
    return text.format(n=len(sent))


def _added_fields(
    session: Session, _submitted: MultiDict[str, str]
) -> dict[str, fields.Field[Any]]:
    return {
        "added": ExtraExpert(session, _("Kies wie u toevoegt.")),
        "added_position": Number(1, LONGEST_LIST),
    }


INVITING_ACTS = {
    "lijst": CaseAct(
        possible=may_choose,
        do=approve,
        done=lazy("De lijst is vastgesteld."),
        fields=list_fields,
    ),
    "toevoegen": CaseAct(
        possible=lambda request: may_choose(request) and request.list_approved_at is not None,
        do=lambda s, v: add_to_list(
            s.session, s.now, s.request, s.actor, v["added"], v["added_position"]
        ),
        done=lazy("De deskundige staat op de lijst."),
        fields=_added_fields,
    ),
    "uitnodigen": CaseAct(
        possible=lambda request: not request.held and is_asked_around(request),
        do=_invite,
        done=lazy("De uitnodigingen gaan nu de deur uit."),
        fields=fixed(count=Number(1, MOST_PLACES), call_back_override=Text(longest=NOTE_LENGTH)),
    ),
    "uitnodigen-pauzeren": CaseAct(
        possible=lambda request: not request.inviting_on_hold and is_asked_around(request),
        do=lambda s, _v: set_inviting_on_hold(s.session, s.now, s.request, s.actor, True),
        done=lazy("Schakel nodigt nu niemand meer vanzelf uit."),
        fields=fixed(),
    ),
    "uitnodigen-hervatten": CaseAct(
        possible=lambda request: request.inviting_on_hold and request.status in OPEN_STATES,
        do=lambda s, _v: set_inviting_on_hold(s.session, s.now, s.request, s.actor, False),
        done=lazy("Schakel gaat verder met uitnodigen."),
        fields=fixed(),
    ),
    "terugdraaien": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: undo_act(
            s.session, s.now, s.request, s.actor, v["undo_event"], v["undo_reason"]
        ),
        done=lazy("De stap is teruggedraaid. Wie er bericht van had, krijgt bericht."),
        fields=fixed(
            undo_event=Number(1, 999_999_999, lazy("Kies wat u terugdraait.")),
            undo_reason=Text(lazy("Vul in waarom u dit terugdraait."), NOTE_LENGTH),
        ),
    ),
}
