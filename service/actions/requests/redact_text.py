"""Take words out of every text of a case, and out of what was read from them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.actions.requests.forget_reading import forget_reading
from service.actions.retention.legal_hold import check_may_erase
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.personal_data.search import find_personal_data
from service.domain.redaction import passage_pattern, redacted
from service.domain.request_status import OPEN_STATES
from service.storage import case_text
from service.storage.case_text import MATCHED_TEXTS
from service.storage.forgetting import leave_nothing_behind
from service.storage.known_names import packaged_names
from service.storage.request import SupportRequest

NO_KIND = "other"


def redact_text(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    passages: Sequence[str],
) -> int:
    """Put a mark in the place of these words; give in how many places.

    What was read from a text that changed is forgotten, and an open request is ranked anew. The
    history gets fields and kinds, never the words. Raises InvalidChoice (field `passage`) for no
    words, too short ones, and words that stand nowhere in the case; UnderLegalHold.
    """
    check_may_erase(session, request)
    count, places = _take_out(session, request, passages)
    if not count:
        raise InvalidChoice("passage", _("Deze woorden staan niet in deze aanvraag."))
    if any(place.partition(".")[2] in MATCHED_TEXTS for place in places):
        forget_reading(session, request)
        _rank_anew(request, now)
    leave_nothing_behind(session)
    facts = {"fields": sorted(set(places)), "kinds": kinds_of(passages), "count": count}
    record(session, now, request, "redact_text", actor, facts=facts)
    return count


def kinds_of(passages: Collection[str]) -> list[str]:
    """Give what kinds of personal data these words look like."""
    found = {
        finding.kind.value
        for passage in passages
        for finding in find_personal_data(passage, packaged_names())
    }
    return sorted(found) or [NO_KIND]


def _take_out(
    session: Session, request: SupportRequest, passages: Sequence[str]
) -> tuple[int, list[str]]:
    try:
        pattern = passage_pattern(passages)
    except ValueError:
        sentence = _("Kies wat weg moet, of vul ten minste twee letters of cijfers in.")
        raise InvalidChoice("passage", sentence) from None
    total = 0
    places: list[str] = []
    for found in case_text.of_request(session, request):
        text, count = redacted(found.text, pattern)
        if count:
            found.put(text)
            total += count
            places.append(found.place)
    return total, places


def _rank_anew(request: SupportRequest, now: datetime) -> None:
    """A ranking that is being made now was read from the words: another moment makes it stale."""
    if request.status in OPEN_STATES and not request.held:
        request.ranking_due_at = now
