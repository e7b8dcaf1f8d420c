"""The versions of the agreement as a user reads them: when each holds, by whom, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from service.domain.agreement_difference import differences
from service.domain.agreement_json import from_stored
from service.domain.service_agreement import default_agreement
from service.storage import agreement_version
from service.storage.agreement_version import AgreementVersion


class Standing(StrEnum):
    """Where a version stands at a moment."""

    NOW = "now"
    LATER = "later"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class VersionLine:
    """One version; `begins` is None for the one that comes with the program."""

    number: int
    name: str
    standing: Standing
    begins: datetime | None
    ends: datetime | None
    made_at: datetime | None = None
    made_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    changes: Sequence[str] = ()


def version_lines(session: Session, now: datetime, names: Mapping[str, str]) -> list[VersionLine]:
    """Give all versions, the newest first, each with its differences from the one before.

    `names` gives the name of each partner.
    """
    stored = agreement_version.all_versions(session)
    former = default_agreement()
    first = next((row.valid_from for row in stored if row.withdrawn_at is None), None)
    over = first is not None and first <= now
    standing = Standing.OVER if over else Standing.NOW
    lines = [VersionLine(former.version, former.name, standing, None, first)]
    for row in stored:
        agreement = from_stored(row.content)
        lines.append(_line(row, now, differences(former, agreement, names)))
        former = agreement if row.withdrawn_at is None else former
    return lines[::-1]


def _line(row: AgreementVersion, now: datetime, changes: Sequence[str]) -> VersionLine:
    return VersionLine(
        number=row.version,
        name=row.name,
        standing=_standing(row, now),
        begins=row.valid_from,
        ends=row.valid_until,
        made_at=row.made_at,
        made_by=row.made_by.name if row.made_by else "",
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        changes=changes,
    )


def _standing(row: AgreementVersion, now: datetime) -> Standing:
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if row.valid_from > now:
        return Standing.LATER
    return Standing.NOW if row.valid_until is None or row.valid_until > now else Standing.OVER
