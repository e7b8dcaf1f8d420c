"""The versions of the wording of a mail as a user reads them: by whom, when, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.mail_piece import complete
from service.mail.template_pieces import pieces_of
from service.storage.mail_template_version import DELIVERED, of_kind
from service.web.mail_templates.wording_difference import Difference, differences


@dataclass(frozen=True)
class VersionLine:
    """One version; `made_at` is None for the one that comes with the program."""

    number: int
    newest: bool
    made_at: datetime | None = None
    made_by: str = ""
    taken_from: int | None = None
    changes: Sequence[Difference] = ()


def version_lines(session: Session, kind: str) -> list[VersionLine]:
    """Give all versions, the newest first, each with its differences from the one before."""
    pieces, rows = pieces_of(kind), of_kind(session, kind)
    lines = [VersionLine(DELIVERED, newest=not rows)]
    former = complete(pieces, {})
    for row in rows:
        words = complete(pieces, row.words)
        lines.append(
            VersionLine(
                number=row.version,
                newest=row is rows[-1],
                made_at=row.made_at,
                made_by=row.made_by.name if row.made_by else "",
                taken_from=row.taken_from,
                changes=differences(kind, former, words),
            )
        )
        former = words
    return lines[::-1]
