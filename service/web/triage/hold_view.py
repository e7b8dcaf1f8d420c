"""Why a case is held: who must be called, and the words of the text that raised it."""

from typing import Any

from sqlalchemy.orm import Session

from service.actions.requests.hold_for_signals import signals_in, signals_of, signals_to_judge
from service.domain.language import gettext as _
from service.storage import added_information, referral
from service.storage.request import SupportRequest
from service.web.triage.state_words import HOLD_REASON


def hold_content(session: Session, case: SupportRequest) -> dict[str, Any]:
    """Give the names that the panel of a hold uses, with their values.

    Quotes are read from the texts as they are now, so they go when the texts are erased.
    """
    reasons = case.hold_reasons
    if not reasons:
        return {"hold_words": [], "hold_parties": [], "quotes": {}, "to_judge": []}
    return {
        "hold_words": [_(HOLD_REASON[reason]) for reason in reasons if reason in HOLD_REASON],
        "hold_parties": [t for t in referral.directory(session) if t.signal in reasons],
        "quotes": _quotes(session, case),
        "to_judge": signals_to_judge(session, case) if case.held else [],
    }


def _quotes(session: Session, case: SupportRequest) -> dict[str, list[str]]:
    found = signals_of(case)
    for item in added_information.of_request(session, case.id):
        found += signals_in(item.text) if item.from_requester else []
    quotes: dict[str, list[str]] = {}
    for signal in found:
        quotes.setdefault(signal.signal, []).append(signal.quote)
    return quotes
