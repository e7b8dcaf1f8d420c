"""A duty roster as a file: rows of an e-mail address, a start and an end."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM

COLUMNS = ("email", "start", "end")


@dataclass(frozen=True)
class FileShift:
    """One row of the file; the number counts lines from 1, the header included. Times in UTC."""

    row: int
    email: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class RowError:
    """What is wrong with one field of one row, in Dutch."""

    row: int
    field: str
    message: str


class BadField(ValueError):
    """A field that cannot be read; the message is for the user."""


def read_duty_file(text: str) -> tuple[list[FileShift], list[RowError]]:
    """Give the shifts of a CSV text (comma or semicolon, with a header), and every error.

    Times are local, as in 2026-11-30 09:00; one with an offset is taken as it is.
    """
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = names
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        message = _("Deze kolom ontbreekt. Nodig zijn: {columns}.")
        return [], [RowError(1, n, message.format(columns=", ".join(COLUMNS))) for n in missing]
    shifts: list[FileShift] = []
    errors: list[RowError] = []
    for row in rows:
        found = list(_errors(row, rows.line_num))
        errors += found
        if not found:
            shifts.append(_shift(row, rows.line_num))
    return shifts, errors


def _errors(row: dict[str, str], number: int) -> Iterator[RowError]:
    moments = {}
    if not (row["email"] or "").strip():
        yield RowError(number, "email", _("Vul het e-mailadres in."))
    for name in ("start", "end"):
        try:
            moments[name] = _moment(row[name] or "")
        except BadField as error:
            yield RowError(number, name, str(error))
    if len(moments) == 2 and moments["end"] <= moments["start"]:
        yield RowError(number, "end", _("Deze dienst eindigt voor het begin."))


def _shift(row: dict[str, str], number: int) -> FileShift:
    email = row["email"].strip().lower()
    return FileShift(number, email, _moment(row["start"]), _moment(row["end"]))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        if len(text.strip()) <= len("2026-11-30"):
            raise BadField(_("Zet de tijd erbij. Een voorbeeld: 2026-11-30 09:00."))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        found = moment.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    except BadField:
        raise
    except (ValueError, OverflowError):
        raise BadField(_("Dit is geen tijd. Een voorbeeld: 2026-11-30 09:00.")) from None
    if found.astimezone(AMSTERDAM).replace(tzinfo=None) != moment:
        raise BadField(_("Deze tijd bestaat niet: dan gaat de klok een uur vooruit."))
    return found
