"""Give a kind of mail a new wording, or take an earlier one back; a stored version never changes.

Mails that are queued already keep the version that they have.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.domain.mail_piece import InvalidWords, Words, complete, problems_of
from service.domain.time_errors import Problem
from service.mail.template_pieces import pieces_of
from service.storage import audit_entry
from service.storage.mail_template_version import (
    DELIVERED,
    MailTemplateVersion,
    by_number,
    forget_numbers,
    newest_number,
    words_of,
)


def wording_of(session: Session, kind: str, version: int) -> dict[str, str]:
    """Give the text of every piece of a version. Raises UnknownMail."""
    return complete(pieces_of(kind), words_of(session, kind, version))


def adopt_wording(
    session: Session, now: datetime, actor: Actor, kind: str, words: Words, based_on: int
) -> MailTemplateVersion:
    """Store a wording for the mails that are queued from now on.

    `based_on` is the version that it was made from. Raises InvalidWords with a reason per piece,
    ChangedMeanwhile when another version was made since, UnknownMail.
    """
    pieces = pieces_of(kind)
    _refuse_unless_newest(session, kind, based_on)
    if problems := problems_of(pieces, words):
        raise InvalidWords(problems)
    kept = {piece.key: words.get(piece.key, "") for piece in pieces}
    if kept == wording_of(session, kind, based_on):
        raise InvalidWords((Problem(pieces[0].key, _("Er is niets veranderd.")),))
    row = MailTemplateVersion(kind=kind, version=based_on + 1, words=kept)
    return _add(session, now, actor, row)


def take_back(
    session: Session, now: datetime, actor: Actor, kind: str, version: int, based_on: int
) -> MailTemplateVersion:
    """Make an earlier version the newest again; 0 is the text that comes with the program.

    Raises ChangedMeanwhile when there is no such version, it is the newest, or another version
    was made since; UnknownMail.
    """
    _refuse_unless_newest(session, kind, based_on)
    known = version == DELIVERED or by_number(session, kind, version) is not None
    if not known or version == based_on:
        raise ChangedMeanwhile
    words = dict(words_of(session, kind, version))
    row = MailTemplateVersion(kind=kind, version=based_on + 1, words=words, taken_from=version)
    return _add(session, now, actor, row)


def _refuse_unless_newest(session: Session, kind: str, based_on: int) -> None:
    if newest_number(session, kind) != based_on:
        raise ChangedMeanwhile


def _add(
    session: Session, now: datetime, actor: Actor, row: MailTemplateVersion
) -> MailTemplateVersion:
    """Two that add a version at once meet in its number."""
    row.made_at, row.made_by_id = now, actor.id
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ChangedMeanwhile from None
    forget_numbers(session)
    detail = "changed" if row.taken_from is None else "taken_back"
    audit_entry.note(session, now, actor, AuditKind.SETTING, detail, Subject.WORDING, row.kind)
    return row
