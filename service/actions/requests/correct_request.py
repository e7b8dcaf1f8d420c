"""Correct themes, kinds of support, phase and urgency of a request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.when_to_leave import wait_no_longer
from service.actions.requests.change_status import check_open, record
from service.actions.requests.hold_for_signals import hold_for_signals, unjudged
from service.domain.actor import Actor
from service.domain.intake import Phase
from service.domain.urgency import Urgency
from service.storage.request import SupportRequest

MOST_THEMES = 3


def correct_tags(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    themes: Sequence[str],
    support_kinds: Sequence[str],
    phase: Phase,
    urgency: Urgency,
    main_theme: str = "",
) -> None:
    """Store the corrected tags and rank again; another urgency restarts the open clocks now.

    The first theme is the main one: `main_theme` where given, which may be new and then takes the
    last place of three, else what was first before. A referral signal that nobody has looked at
    yet holds the request.
    """
    check_open(request, "correct_tags")
    changed_urgency = request.urgency != urgency
    before = _tags(request)
    request.themes = in_order(themes, request.themes, main_theme)
    request.support_kinds = list(support_kinds)
    request.phase, request.urgency = phase, urgency
    if _tags(request) == before:
        return
    record(
        session, now, request, "correct_tags", actor, facts={"from": before, "to": _tags(request)}
    )
    hold_for_signals(session, now, request, unjudged(session, request))
    if not request.held and request.text():
        request.ranking_due_at = now
    if changed_urgency:
        # What the coordinator chose was for the former urgency.
        request.parallel = None
        clocks.restart_for_urgency(session, now, request)
        wait_no_longer(session, now, request)
        continue_inviting(session, now, request)


def in_order(themes: Sequence[str], before: Sequence[str], main_theme: str) -> list[str]:
    """Give at most three themes: the main one, those of before in their order, the new ones."""
    kept = (theme for theme in before if theme in themes)
    return [theme for theme in dict.fromkeys((main_theme, *kept, *themes)) if theme][:MOST_THEMES]


def _tags(request: SupportRequest) -> dict[str, list[str] | str]:
    return {
        "themes": list(request.themes),
        "support_kinds": list(request.support_kinds),
        "phase": request.phase,
        "urgency": request.urgency,
    }
