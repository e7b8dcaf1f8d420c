"""Remember how far a colleague has read the history of a case."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.storage.read_mark import ReadMark


def mark_read(session: Session, user_id: int, request_id: int, event_id: int) -> None:
    """Store the last event that a user saw; two windows of one user may do so at once.

    A mark never goes back. It is no part of the case: no history event, no revision.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    mark = insert(ReadMark).values(user_id=user_id, request_id=request_id, event_id=event_id)
    session.execute(
        mark.on_conflict_do_update(
            index_elements=[ReadMark.user_id, ReadMark.request_id],
            set_={"event_id": event_id},
            where=ReadMark.event_id < event_id,
        )
    )
