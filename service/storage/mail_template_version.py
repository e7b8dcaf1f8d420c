"""The versions of the wording of mails; version 0 of each is what comes with the program."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.storage.user_account import UserAccount

DELIVERED = 0
"""The number of the version that comes with the program and has no row."""
_NUMBERS = "newest_wordings"


class MailTemplateVersion(Base):
    """One wording of one kind of mail: the text of each piece by its key; never edited.

    No texts at all: those of the program. `taken_from` is the version that was taken back.
    """

    __tablename__ = "mail_template_version"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[int]
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    taken_from: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    made_by: Mapped[UserAccount | None] = relationship(lazy="joined")


def newest_number(session: Session, kind: str) -> int:
    """Give the number of the version that this kind of mail has now."""
    newest = select(func.max(MailTemplateVersion.version)).where(MailTemplateVersion.kind == kind)
    return session.scalar(newest) or DELIVERED


_NEWEST = select(MailTemplateVersion.kind, func.max(MailTemplateVersion.version)).group_by(
    MailTemplateVersion.kind
)


def number_for_new_mails(session: Session, kind: str) -> int:
    """Give the version for a mail that is queued now; asked once in a transaction.

    A sweep queues hundreds. Whoever adds a version calls `forget_numbers`.
    """
    transaction, numbers = session.info.get(_NUMBERS, (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        numbers = {row[0]: row[1] for row in session.execute(_NEWEST)}
        session.info[_NUMBERS] = session.get_transaction(), numbers
    return int(numbers.get(kind, DELIVERED))


def forget_numbers(session: Session) -> None:
    """Let the next mail that is queued ask for its version anew."""
    session.info.pop(_NUMBERS, None)


def words_of(session: Session, kind: str, version: int) -> Mapping[str, str]:
    """Give the texts of a version by piece; empty for what comes with the program."""
    found = by_number(session, kind, version) if version != DELIVERED else None
    return found.words if found else {}


def by_number(session: Session, kind: str, version: int) -> MailTemplateVersion | None:
    """Give one stored version, or None."""
    return session.scalar(
        select(MailTemplateVersion).where(
            MailTemplateVersion.kind == kind, MailTemplateVersion.version == version
        )
    )


def of_kind(session: Session, kind: str) -> Sequence[MailTemplateVersion]:
    """Give the stored versions of a kind of mail, the first one first."""
    return session.scalars(
        select(MailTemplateVersion)
        .where(MailTemplateVersion.kind == kind)
        .order_by(MailTemplateVersion.version)
    ).all()


def newest_of_each(session: Session) -> Mapping[str, MailTemplateVersion]:
    """Give the newest version of each kind that was ever changed."""
    rows = session.scalars(select(MailTemplateVersion).order_by(MailTemplateVersion.version))
    return {row.kind: row for row in rows}
