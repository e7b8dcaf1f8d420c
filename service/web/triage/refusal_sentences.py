"""Why the rules refuse an act, and what the coordinator can do, at the field or the form."""

from collections.abc import Callable
from typing import Any

from service.domain import errors
from service.domain.invitation import InvitationState
from service.domain.language import gettext as _
from service.domain.request_status import AssignmentState, Status
from service.domain.undo import CannotUndo
from service.web.triage.state_words import ASSIGNMENT, INVITATION, STATUS
from service.web.triage.undo_view import why_not_sentence


def refusal_sentence(refusal: errors.Refusal) -> tuple[str, str]:
    """Give the field that it belongs to (empty: the form as a whole) and the sentence."""
    if isinstance(refusal, errors.InvalidChoice):
        return refusal.field, refusal.message
    for kind in type(refusal).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind](refusal)
    raise refusal


def _not_allowed(refusal: Any) -> tuple[str, str]:
    return "", _("Dit kan nu niet. De aanvraag staat op: {status}.").format(
        status=_state_word(refusal.status)
    )


def _dead(refusal: Any) -> tuple[str, str]:
    return "", _("Dit kan niet meer. De stand is nu: {state}.").format(
        state=_state_word(refusal.reason)
    )


def _answered(refusal: Any) -> tuple[str, str]:
    return "", _("De deskundige heeft al geantwoord: {state}.").format(
        state=_state_word(refusal.recorded)
    )


def _state_word(code: str) -> str:
    if code in set(InvitationState):
        return _(INVITATION[InvitationState(code)])
    if code in set(AssignmentState):
        return _(ASSIGNMENT[AssignmentState(code)])
    return _(STATUS[Status(code)].label) if code in set(Status) else code


_SENTENCES: dict[type, Callable[[Any], tuple[str, str]]] = {
    errors.StepNotAllowed: _not_allowed,
    errors.DeadLink: _dead,
    errors.AlreadyAnswered: _answered,
    errors.ChangedMeanwhile: lambda _refusal: (
        "",
        _("Er is intussen iets veranderd. Kijk wat er nu staat en doe het dan opnieuw."),
    ),
    errors.StillOnHold: lambda _refusal: (
        "",
        _("De aanvraag staat vast. Geef hem eerst vrij of verwijs hem door."),
    ),
    errors.UnderLegalHold: lambda _refusal: (
        "",
        _("Op deze aanvraag rust een bewaarplicht. U kunt er niets uit wissen."),
    ),
    errors.NotCalledBack: lambda _refusal: (
        "call_back_override",
        _("Bel eerst de gemeente terug. Of vul in waarom u nu al uitnodigt."),
    ),
    errors.NothingToInvite: lambda _refusal: (
        "",
        _("Er is nu niemand om uit te nodigen. Vul de lijst aan of verhoog het aantal plaatsen."),
    ),
    errors.NothingEscalated: lambda _refusal: (
        "",
        _("Er is nu niets te laat gemeld bij deze aanvraag."),
    ),
    errors.SummaryMissing: lambda _refusal: (
        "summary",
        _("Stel eerst een lijst met een neutrale samenvatting vast."),
    ),
    errors.CannotBeAsked: lambda refusal: (
        "",
        _("Deze deskundige kan nu niet gevraagd worden.") + " " + " ".join(refusal.reasons),
    ),
    CannotUndo: lambda refusal: ("", why_not_sentence(refusal.reason, refusal.kind)),
    errors.PlaceTaken: lambda _refusal: ("", _("Alle plaatsen zijn al bezet.")),
    errors.ConflictFound: lambda _refusal: (
        "",
        _("Deze deskundige heeft een belangenconflict. De toezegging is niet vastgelegd."),
    ),
    errors.RefusalUsed: lambda _refusal: (
        "",
        _("De gemeente heeft al een keer geweigerd. Dat kan maar één keer."),
    ),
}
