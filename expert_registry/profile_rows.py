"""Reads a file of profiles, CSV or JSONL, into numbered rows; what is unreadable is an error."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

WHOLE_FILE = "bestand"
MAX_BYTES = 50_000_000


class RowError(NamedTuple):
    """What is wrong (Dutch) in which row (1 = first line) and column."""

    row: int
    field: str
    message_nl: str


class Row(NamedTuple):
    """The cells of one row by column name."""

    number: int
    cells: dict[str, object]


def read_rows(source: Path | Iterable[str]) -> Iterator[Row | RowError]:
    """The rows of a path or of lines, in order; an error takes the place of a row.

    CSV (comma or semicolon, with a header) and JSONL are told apart by the first character.
    """
    try:
        text = _text_of(source)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "Het bestand is niet als UTF-8 opgeslagen. Sla het opnieuw op als UTF-8."
        yield RowError(line, WHOLE_FILE, message)
        return
    except (OSError, ValueError) as error:
        reason = str(error) if type(error) is ValueError else "Het bestand is niet te lezen."
        yield RowError(0, WHOLE_FILE, reason)
        return
    if not text.strip():
        yield RowError(0, WHOLE_FILE, "Het bestand is leeg.")
        return
    yield from _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)


def _text_of(source: Path | Iterable[str]) -> str:
    if not isinstance(source, Path):
        return "\n".join(line.rstrip("\r\n") for line in source)
    if source.stat().st_size > MAX_BYTES:
        raise ValueError(f"Het bestand is te groot: hooguit {MAX_BYTES // 1_000_000} MB.")
    return source.read_bytes().decode("utf-8-sig")


def _json_rows(text: str) -> Iterator[Row | RowError]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError):
            yield RowError(number, WHOLE_FILE, "Deze regel is geen geldige JSON.")
            continue
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield RowError(number, WHOLE_FILE, "Deze regel is geen JSON-object.")


def _csv_rows(text: str) -> Iterator[Row | RowError]:
    header_line = text.lstrip("\n").split("\n", 1)[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().casefold() for cell in cells]
                yield from _header_errors(number, header)
            elif len(cells) == len(header):
                yield Row(number, dict(zip(header, cells, strict=True)))
            else:
                message = f"Deze rij heeft {len(cells)} kolommen in plaats van {len(header)}."
                yield RowError(number, WHOLE_FILE, message)
    except csv.Error:
        message = "Deze rij is niet te lezen. Kijk naar de aanhalingstekens."
        yield RowError(number + 1, WHOLE_FILE, message)


def _header_errors(number: int, header: list[str]) -> Iterator[RowError]:
    for column in sorted({name for name in header if header.count(name) > 1}):
        yield RowError(number, column, "Deze kolom staat er twee keer.")
