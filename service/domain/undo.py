"""Which acts can be taken back: what a person did last, as long as nothing builds on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.domain.actor import ActorKind
from service.domain.errors import Refusal

UNDONE = {
    "call_back": "call_back_undone",
    "inviting_held": "inviting_held_undone",
    "invitation_accepted": "invitation_accepted_undone",
    "invitation_declined": "invitation_declined_undone",
    "contact_confirmed": "contact_confirmed_undone",
    "check_in": "check_in_undone",
}
"""The acts that can be taken back, and the event that then tells so."""

FOLLOWS = frozenset(
    {"invite", "exhaust_list", "fill_places", "confirm_contact", "check_in", "free_place", "undo"}
)
"""Steps of the state that follow from an act by themselves; such an event has a state before."""

STANDS_ASIDE = frozenset(
    {
        "take_case",
        "hand_over",
        "add_information",
        "act_link_asked",
        "answer_extended",
        "invitation_resent",
        "mail_resent",
        "acknowledge_escalation",
        "redact_text",
        "legal_hold_set",
        "legal_hold_lifted",
        "wave_planned",
        "partner_first",
        "more_at_once",
        "inviting_awaits_partner",
        "consent_agreed",
        "consent_refused",
        "consent_asked_again",
        "consent_withdrawn",
    }
)
"""Acts on which nothing builds, so that what came before can still be taken back."""


class WhyNot(StrEnum):
    """Why an act cannot be taken back."""

    OTHER_ACT = "other_act"
    BY_MAIL = "by_mail"
    OWN_ANSWER = "own_answer"
    TIME_OVER = "time_over"
    PLACES_FILLED = "places_filled"
    ENDED = "ended"


class CannotUndo(Refusal):
    """The act of this kind cannot be taken back."""

    def __init__(self, reason: WhyNot, kind: str) -> None:
        super().__init__(f"{reason}: {kind}")
        self.reason = reason
        self.kind = kind


@dataclass(frozen=True)
class PastAct:
    """One event of the history: who did what, and whether it changed the state of the request."""

    id: int
    kind: str
    by: str
    facts: Mapping[str, Any]
    from_status: str | None = None


@dataclass(frozen=True)
class Situation:
    """How the case stands now; `answer_by` (UTC) is that of the invitation the act is about."""

    is_open: bool
    place_free: bool
    answer_by: datetime | None = None


def standing_acts(events: Sequence[PastAct]) -> list[PastAct]:
    """Give the acts on which nothing builds, latest first, from events in their order.

    That is the last one about each expert since the last one about the case itself; and that
    one too, where no expert came after it.
    """
    undone = {e.facts.get("undone_event") for e in events if e.kind in UNDONE.values()}
    found: dict[int, PastAct] = {}
    for event in reversed(events):
        if event.id in undone or not _is_act(event):
            continue
        expert_id = event.facts.get("expert_id")
        if expert_id is None:
            return list(found.values()) or [event]
        found.setdefault(expert_id, event)
    return list(found.values())


def _is_act(event: PastAct) -> bool:
    follows = event.kind in FOLLOWS and event.from_status is not None
    aside = event.kind in STANDS_ASIDE or event.kind in UNDONE.values()
    return event.by != ActorKind.SYSTEM and not follows and not aside


def why_not(act: PastAct, situation: Situation, now: datetime) -> WhyNot | None:
    """Give why this act cannot be taken back now; None when it can."""
    if act.kind not in UNDONE:
        return WhyNot.OTHER_ACT
    own = act.by == ActorKind.EXPERT
    over = situation.answer_by is not None and now >= situation.answer_by
    declined = act.kind == "invitation_declined"
    obstacles = {
        WhyNot.ENDED: not situation.is_open,
        WhyNot.BY_MAIL: act.facts.get("by") == "mail",
        WhyNot.OWN_ANSWER: act.kind == "invitation_accepted" and own,
        WhyNot.PLACES_FILLED: declined and not situation.place_free,
        WhyNot.TIME_OVER: declined and own and over,
    }
    return next((reason for reason, holds in obstacles.items() if holds), None)
