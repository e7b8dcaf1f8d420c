"""Write a working note in a case, for colleagues."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage import history_event
from service.storage.case_note import CaseNote
from service.storage.request import SupportRequest


def add_note(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, text: str
) -> None:
    """Store the note, and that there is one in the history; the text itself stays out of it.

    The revision stays: what a colleague is about to decide does not hang on a note. Raises
    InvalidChoice (field `case_note`) for an empty one.
    """
    if not text.strip() or actor.id is None:
        raise InvalidChoice("case_note", _("Vul uw notitie in."))
    session.add(CaseNote(request_id=request.id, at=now, author_id=actor.id, text=text.strip()))
    history_event.append(session, request.id, now, "note_added", actor)
