"""The audit log as a CSV file: the codes as they are stored, so that its hashes can be counted."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from service.storage.audit_entry import AuditEntry

COLUMNS = (
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "role",
    "kind",
    "detail",
    "subject_kind",
    "subject_id",
    "origin",
    "hash",
)


def audit_csv(entries: Iterable[AuditEntry]) -> str:
    """Give the file with a line of names first; moments in UTC to the microsecond."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_cell(getattr(entry, name)) for name in COLUMNS])
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
