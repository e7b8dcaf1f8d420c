"""The columns of a profile file, and how a cell becomes the value of a field (pure).

An absent column leaves a stored value alone; an empty cell puts it back to its default. In CSV a
list is written as `a|b|c` and a previous office as `Zeist:2023-05-01`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime

from expert_registry.expert import ExpertProfile, PreviousOffice
from expert_registry.profile_rules import LIST_LIMITS, MAX_LENGTH, NUMBER_LIMITS, FieldError

COLUMN_TO_FIELD = {"id": "external_id", "partner": "partner_id"}
FIELD_TO_COLUMN = {name: column for column, name in COLUMN_TO_FIELD.items()}
TRUE_WORDS = ("ja", "true", "1", "waar")
FALSE_WORDS = ("nee", "false", "0", "onwaar")


class UnreadableCell(ValueError):
    """A cell cannot be read as the value of its column; the message is Dutch."""


@dataclass
class ParsedRow:
    """The fields that a row gives, and the errors by column."""

    values: dict[str, object] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)


def parse_row(row: Mapping[str, object]) -> ParsedRow:
    """The values of the columns present in the row; every unreadable cell is an error."""
    parsed = ParsedRow()
    for column, cell in row.items():
        name = COLUMN_TO_FIELD.get(column, column)
        if name not in READERS or column in FIELD_TO_COLUMN:
            parsed.errors.append(FieldError(f"{column:.60}", "Deze kolom kennen wij niet."))
            continue
        try:
            empty = cell is None or (isinstance(cell, str) and not cell.strip())
            parsed.values[name] = DEFAULTS[name] if empty else READERS[name](cell)
        except UnreadableCell as error:
            parsed.errors.append(FieldError(column, str(error)))
    return parsed


def _text(cell: object) -> str:
    if not isinstance(cell, str):
        raise UnreadableCell("Hier hoort tekst te staan.")
    return cell.strip()


def _texts(cell: object) -> tuple[str, ...]:
    items = cell.split("|") if isinstance(cell, str) else cell
    if not isinstance(items, list):
        raise UnreadableCell("Hier hoort een lijst te staan.")
    return tuple(_text(item) for item in items)


def _number(cell: object) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit():
        # No limit in the profile has more than three digits.
        return int(cell.strip()[:9])
    raise UnreadableCell("Hier hoort een heel getal te staan.")


def _yes_or_no(cell: object) -> bool:
    word = str(cell).strip().casefold()
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return word in TRUE_WORDS
    raise UnreadableCell("Hier hoort ja of nee te staan.")


def _day(cell: object) -> date:
    text = _text(cell)
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise UnreadableCell("Hier hoort een datum te staan, zoals 2026-05-31.")


def _instant(cell: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(cell))
        return moment if moment.utcoffset() is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        example = "2026-05-31T10:00:00+02:00"
        raise UnreadableCell(f"Hier hoort een tijdstip te staan, zoals {example}.") from None


def _office(item: object) -> PreviousOffice:
    if isinstance(item, str):
        municipality, _, until = item.partition(":")
    elif isinstance(item, dict) and set(item) <= {"municipality", "until"}:
        municipality, until = _text(item.get("municipality") or ""), item.get("until") or ""
    else:
        raise UnreadableCell("Noem bij elk vorig ambt de gemeente en de einddatum.")
    return PreviousOffice(municipality.strip(), _day(until) if until else None)


def _offices(cell: object) -> tuple[PreviousOffice, ...]:
    items = cell.split("|") if isinstance(cell, str) else cell
    if not isinstance(items, list):
        raise UnreadableCell("Hier hoort een lijst te staan.")
    return tuple(_office(item) for item in items)


READERS: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(MAX_LENGTH, _text),
    **dict.fromkeys(("partner_id", "office_status", "status", "email", "phone"), _text),
    **dict.fromkeys(LIST_LIMITS, _texts),
    **dict.fromkeys(NUMBER_LIMITS, _number),
    **dict.fromkeys(("duty", "workdays_only"), _yes_or_no),
    **dict.fromkeys(("review_due", "unavailable_until", "unavailable_since"), _day),
    "consent_at": _instant,
    "previous_offices": _offices,
}
_BLANK = ExpertProfile(external_id="", partner_id="", summary="", themes=(), support_kinds=())
DEFAULTS: dict[str, object] = {
    **{field.name: getattr(_BLANK, field.name) for field in fields(ExpertProfile)},
    "email": "",
    "phone": "",
}
