"""Loads the reference data that comes with the package: themes, municipalities, partners …"""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from importlib import resources
from typing import Any, NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from expert_registry.tables import (
    Base,
    KnowledgeItem,
    Municipality,
    MunicipalityDomain,
    MunicipalityNeighbour,
    Partner,
    SupportKind,
    Theme,
    bump_version,
)

Reader = Callable[[str], Any]


class ReferenceTable(NamedTuple):
    """A table, the file that fills it, and how to read the cells that are not plain text."""

    table: type[Base]
    file_name: str
    readers: Mapping[str, Reader]


def load_reference_data(session: Session) -> dict[str, int]:
    """Adds the rows that are missing; gives the number added per table.

    Rows that exist stay as they are, because coordinators may have edited them. Run it as often
    as you like; the caller commits.
    """
    added = {item.table.__tablename__: _add_missing(session, item) for item in REFERENCE_TABLES}
    if any(added.values()):
        bump_version(session)
    return added


def _add_missing(session: Session, item: ReferenceTable) -> int:
    key = [column.name for column in inspect(item.table).primary_key]
    columns = [getattr(item.table, name) for name in key]
    present = {tuple(row) for row in session.execute(select(*columns))}
    missing = [
        row for row in read_reference(item) if tuple(row[name] for name in key) not in present
    ]
    session.add_all(item.table(**row) for row in missing)
    session.flush()
    return len(missing)


def read_reference(item: ReferenceTable) -> list[dict[str, Any]]:
    """The rows of a packaged file, each cell read as its column wants it."""
    text = resources.files("expert_registry").joinpath("data", item.file_name).read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [{name: item.readers.get(name, str)(cell) for name, cell in row.items()} for row in rows]


def _items(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _flag(cell: str) -> bool:
    return cell == "1"


def _text_or_none(cell: str) -> str | None:
    return cell or None


def _day_or_none(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


THEMES = ReferenceTable(Theme, "themes.tsv", {"synonyms_nl": _items})
SUPPORT_KINDS = ReferenceTable(SupportKind, "support_kinds.tsv", {})
MUNICIPALITIES = ReferenceTable(
    Municipality,
    "municipalities.tsv",
    {
        **dict.fromkeys(("cbs_code", "region", "district"), _text_or_none),
        **dict.fromkeys(("valid_from", "valid_until"), _day_or_none),
        "in_region": _flag,
    },
)
REFERENCE_TABLES = (
    ReferenceTable(
        Partner,
        "partners.tsv",
        {"standing_consent": _flag, "acceptance_prior": float},
    ),
    THEMES,
    SUPPORT_KINDS,
    MUNICIPALITIES,
    ReferenceTable(MunicipalityDomain, "municipality_domains.tsv", {"certain": _flag}),
    ReferenceTable(MunicipalityNeighbour, "municipality_neighbours.tsv", {}),
    ReferenceTable(
        KnowledgeItem,
        "knowledge_items.tsv",
        {"themes": _items, "phases": _items, "verified_on": _day_or_none},
    ),
)
