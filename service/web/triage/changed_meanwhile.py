"""What was done in a case since a page was opened."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.storage import history_event
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest

MOST_SHOWN = 10


def changes_since(
    session: Session, request: SupportRequest, last_event_id: int
) -> Sequence[HistoryEvent]:
    """Give the events after the last one that the page showed, the latest ten, oldest first."""
    events = history_event.of_request(session, request.id)
    return [event for event in events if event.id > last_event_id][-MOST_SHOWN:]
