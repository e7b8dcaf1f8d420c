"""Hold a request when its text holds a referral signal, until a person has looked at it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.domain.actor import SYSTEM
from service.domain.referral_signals import FoundSignal, find_signals
from service.domain.request_status import Status
from service.storage import history_event, request_vector
from service.storage.request import SupportRequest
from service.storage.signal_phrases import packaged_rules

# Once an expert helps, a hold stops nothing any more; the owner reads what was added.
HELD_NO_MORE = (Status.ACCEPTED, Status.CONTACTED, Status.ACTIVE)
SEPARATE = ".\n"


def signals_in(*texts: str) -> list[FoundSignal]:
    """Give the referral signals of these texts with the words that raised them."""
    return find_signals(SEPARATE.join(texts), packaged_rules())


def signals_of(request: SupportRequest) -> list[FoundSignal]:
    """Give the signals of what the request itself says."""
    return signals_in(
        request.situation, request.question, request.done_so_far, request.expected_size
    )


def signals_to_judge(session: Session, request: SupportRequest) -> list[str]:
    """Give the signals that were read from a text and that nobody has judged since."""
    found: dict[str, None] = {}
    for event in history_event.of_request(session, request.id):
        if event.kind == "release_hold":
            found.clear()
        elif event.kind == "hold_for_signals":
            found |= dict.fromkeys(event.facts["found_signals"])
    return list(found)


def unjudged(session: Session, request: SupportRequest) -> list[FoundSignal]:
    """Give the signals of the request for which it was never held."""
    judged = {*request.hold_reasons}
    for event in history_event.of_request(session, request.id):
        if event.kind == "release_hold":
            judged.update(event.facts.get("hold_reasons", ()))
    return [found for found in signals_of(request) if found.signal not in judged]


def hold_for_signals(
    session: Session, now: datetime, request: SupportRequest, found: Iterable[FoundSignal]
) -> bool:
    """Hold the request for these signals, and forget what was read of it; say whether it was.

    Nothing happens without a signal, when it is held for it already, or once an expert helps.
    """
    signals = [signal.signal for signal in found]
    waits = request.held and set(signals) <= set(request.hold_reasons)
    if not signals or waits or request.status in HELD_NO_MORE:
        return False
    before = request.hold_reasons if request.held else []
    request.hold_reasons = list(dict.fromkeys((*before, *signals)))
    request.held = True
    request.ranking_due_at = None
    request_vector.forget(session, request.id)
    record(session, now, request, "hold_for_signals", SYSTEM, facts={"found_signals": signals})
    return True
