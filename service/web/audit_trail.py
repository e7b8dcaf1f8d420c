"""Tells the audit log who read what and who was refused, once the answer is made.

It has a transaction of its own: what is refused is rolled back, and a page only reads.
"""

from datetime import datetime

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from service.database import reading, writing
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.storage.audit_entry import fact_of, note, told_lately
from service.web import current
from service.web.accounts.current_user import current_user

# What the detail of a link that does not work begins with; its purpose follows.
LINK = "link_"

Told = tuple[datetime, Actor | None, AuditKind, str, Subject, object]


def install(app: Flask) -> None:
    """Store what was told at the end of every request."""
    app.after_request(_store)


def tell_read(subject: Subject, subject_id: object, reader: Actor | None = None) -> None:
    """Have it told who reads this record: who is logged in, or the holder of a link."""
    _tell(reader or _who(), AuditKind.READ, "opened", subject, subject_id)


def tell_denied(detail: str, subject: Subject = Subject.PAGE, subject_id: object = "") -> None:
    """Have it told that this was refused; `detail` is a code, such as the name of a page."""
    _tell(_who(), AuditKind.DENIED, detail, subject, subject_id)


def tell_no_login(reason: str, account_id: int | None = None) -> None:
    """Have it told that somebody came with a log-in link that does not work."""
    _tell(None, AuditKind.LOG_IN_REFUSED, reason, Subject.ACCOUNT, account_id or "")


def _who() -> Actor | None:
    user = current_user()
    return user.actor if user else None


def _tell(
    actor: Actor | None, kind: AuditKind, detail: str, subject: Subject, subject_id: object
) -> None:
    told: list[Told] = g.setdefault("audit_told", [])
    told.append((current.now(), actor, kind, detail, subject, subject_id))


def _store(response: Response) -> Response:
    """The page matters more: it is shown while the database is busy, and the log says so."""
    told: list[Told] = g.pop("audit_told", [])
    try:
        if told and (new := _not_told_yet(current.engine(), told)):
            with writing(current.engine()) as session:
                for one in new:
                    note(session, *one)
    except DBAPIError as error:
        kind = type(error.orig).__name__
        current_app.logger.error("not told in the audit log, %s: %s", kind, len(told))
    return response


def _not_told_yet(engine: Engine, told: list[Told]) -> list[Told]:
    with reading(engine) as session:
        return [one for one in told if not told_lately(session, fact_of(session, *one))]
