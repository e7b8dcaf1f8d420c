"""What can be taken back in a case, and for the rest why it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.undo.undo_act import past_act, situation
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.undo import WhyNot, standing_acts, why_not
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest
from service.web.local_time import moment_text
from service.web.triage.history_view import timeline

WHY_NOT = {
    WhyNot.OTHER_ACT: lazy("Dit kan niet terug. Ga verder vanaf hier, of doe de stap opnieuw."),
    WhyNot.BY_MAIL: lazy("Dit ging per mail. Een mail kan niet terug."),
    WhyNot.OWN_ANSWER: lazy("De deskundige zei zelf ja. Kies anders ‘De deskundige stopt’."),
    WhyNot.TIME_OVER: lazy("De tijd om te antwoorden is voorbij."),
    WhyNot.PLACES_FILLED: lazy("Alle plaatsen zijn al bezet."),
    WhyNot.ENDED: lazy("De aanvraag is beëindigd. Heropen hem eerst."),
}

INSTEAD = {
    "expert_invited": lazy("De uitnodiging is al onderweg. Trek de uitnodiging in."),
    "approve_list": lazy("Stel de lijst opnieuw vast."),
    "list_extended": lazy("Stel de lijst opnieuw vast."),
    "correct_tags": lazy("Pas de kenmerken opnieuw aan."),
    "ask_requester": lazy("De vraag is al gemaild. Leg vast wat de gemeente antwoordt."),
    "inviting_continued": lazy("Stop opnieuw met uitnodigen."),
    "close": lazy("Heropen de aanvraag."),
    "refer_on": lazy("Heropen de aanvraag."),
    "withdraw": lazy("Heropen de aanvraag."),
    "find_nobody": lazy("Heropen de aanvraag."),
    "erase_text": lazy("Gewiste tekst komt niet terug."),
    "invitation_withdrawn": lazy("De deskundige kreeg al bericht. Bel de deskundige."),
    "expert_refused": lazy("Beide kanten kregen al bericht. Bel hen."),
    "handed_back": lazy("De gemeente kreeg al bericht. Bel hen."),
}


@dataclass(frozen=True)
class UndoView:
    """The acts to choose from (event id, sentence), and the other latest ones with the reason."""

    options: list[tuple[str, str]]
    refused: list[tuple[str, str]]


def undo_of(
    session: Session, now: datetime, request: SupportRequest, events: Sequence[HistoryEvent]
) -> UndoView:
    """Give what can be taken back now."""
    by_id = {event.id: event for event in events}
    acts = standing_acts([past_act(event) for event in events])
    lines = reversed(timeline(session, [by_id[act.id] for act in acts]))
    view = UndoView([], [])
    for act, line in zip(acts, lines, strict=True):
        told = f"{moment_text(line.at)}: {line.sentence}"
        obstacle = why_not(act, situation(session, request, act), now)
        if obstacle is None:
            view.options.append((str(act.id), told))
        else:
            view.refused.append((told, why_not_sentence(obstacle, act.kind)))
    return view


def why_not_sentence(reason: WhyNot, kind: str) -> str:
    """Say why an act of this kind cannot be taken back, and what can be done instead."""
    if reason is WhyNot.OTHER_ACT and kind in INSTEAD:
        return _(INSTEAD[kind])
    return _(WHY_NOT[reason])
