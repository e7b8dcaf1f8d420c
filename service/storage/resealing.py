"""Which rows are sealed with older keys, and sealing them with the newest."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    TableClause,
    Text,
    bindparam,
    column,
    func,
    or_,
    select,
    update,
)
from sqlalchemy import table as as_it_is
from sqlalchemy.orm import Session

from expert_registry.errors import CannotUnseal
from expert_registry.key_ring import FORM, HEAD_LENGTH
from expert_registry.sealed import Sealed, SealedBytes, keys_in_force
from service.storage.all_tables import all_tables
from service.storage.key_probe import KeyProbe

RowId = int | str

_ROW = "row_id"
_FORM = f"{FORM}."


@dataclass(frozen=True)
class Batch:
    """Rows that were looked at; `last` is the one after which the next batch begins.

    None when there was nothing left. `done` says how many of them were sealed anew.
    """

    last: RowId | None
    done: int


def sealed_columns(table: Table) -> dict[str, Sealed]:
    """Give the sealed columns of a table by name."""
    return {one.name: one.type for one in table.columns if isinstance(one.type, Sealed)}


def sealed_tables() -> list[Table]:
    """Give the tables with sealed columns; the probe last, so that its key is out of use last."""
    found = [table for table in all_tables().sorted_tables if sealed_columns(table)]
    return sorted(found, key=lambda table: table.name == KeyProbe.__tablename__)


def under_older_keys(session: Session) -> dict[str, int]:
    """Give per table how many rows hold something that is not sealed with the newest key."""
    found = {}
    for table in sealed_tables():
        stored = _as_stored(table)
        query = select(func.count()).select_from(stored).where(_older(table, stored))
        found[table.name] = session.scalar(query) or 0
    return found


def reseal(session: Session, table: Table, after: RowId | None, limit: int) -> Batch:
    """Seal the next rows of a table with the newest key.

    What cannot be read, because it is damaged or its key is gone, stays as it is.
    """
    (key,) = table.primary_key.columns
    stored = _as_stored(table)
    names = list(sealed_columns(table))
    row_id = stored.c[key.name]
    query = (
        select(row_id, *(stored.c[name] for name in names))
        .where(_older(table, stored), *([] if after is None else [row_id > after]))
        .order_by(row_id)
        .limit(limit)
        .with_for_update()
    )
    rows = session.execute(query).all()
    values = [{_ROW: row[0]} | new for row in rows if (new := _renewed(table, row[1:]))]
    if values:
        change = update(stored).where(row_id == bindparam(_ROW))
        session.connection().execute(change.values({n: bindparam(n) for n in names}), values)
    return Batch(rows[-1][0] if rows else None, len(values))


def _renewed(table: Table, stored: Any) -> dict[str, Any] | None:
    """Give a row with each value sealed with the newest key; None where one cannot be read."""
    columns = sealed_columns(table)
    try:
        return {
            name: None if value is None else sealed.stored(sealed.plain(value))
            for (name, sealed), value in zip(columns.items(), stored, strict=True)
        }
    except CannotUnseal:
        return None


def _as_stored(table: Table) -> TableClause:
    """Give the table with its sealed columns as the database holds them."""
    kinds = {
        name: LargeBinary() if isinstance(sealed, SealedBytes) else Text()
        for name, sealed in sealed_columns(table).items()
    }
    columns = (column(one.name, kinds.get(one.name, one.type)) for one in table.columns)
    return as_it_is(table.name, *columns)


def _older(table: Table, stored: TableClause) -> ColumnElement[bool]:
    newest = keys_in_force().newest_head
    conditions = []
    for name, sealed in sealed_columns(table).items():
        raw = isinstance(sealed, SealedBytes)
        begin, head = (_FORM.encode(), newest) if raw else (_FORM, newest.decode())
        form = func.substr(stored.c[name], 1, len(_FORM), type_=stored.c[name].type)
        has = func.substr(stored.c[name], 1, HEAD_LENGTH, type_=stored.c[name].type)
        conditions.append((form == begin) & (has != head))
    return or_(*conditions)
