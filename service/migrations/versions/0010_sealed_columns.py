"""Confidential columns are sealed: rows that are there are encrypted with the newest key

The columns are named here once more: what this migration does must not change with the program.
The form in which values are sealed (`s1`) is fixed in `expert_registry/key_ring.py`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from expert_registry import sealed

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXTS: dict[str, tuple[str, ...]] = {
    "support_request": (
        "requester_name",
        "requester_role",
        "requester_email",
        "requester_phone",
        "second_contact",
        "situation",
        "question",
        "expected_size",
        "done_so_far",
        "avoid",
        "neutral_summary",
        "closing_lessons",
    ),
    "added_information": ("text",),
    "case_note": ("text",),
    "history_event": ("note",),
    "invitation": ("decline_note", "suggestion"),
    "partner_consent": ("note", "suggestion"),
    "partner_event": ("note",),
    "evaluation": ("lessons",),
    "legal_hold": ("reason", "lift_reason"),
    "expert": ("email", "phone"),
    "partner": ("contact_name", "contact_email"),
}
JSONS: dict[str, tuple[str, ...]] = {
    "match_run": ("themes", "support_kinds", "knowledge", "similar", "obstacles"),
    "candidate": ("features", "reasons"),
}
EMPTY = {"features": "{}"}
VECTORS: dict[str, tuple[str, ...]] = {"request_vector": ("vector",)}
KEYS = {"request_vector": "request_id"}
BATCH = 500


def upgrade() -> None:
    op.create_table(
        "key_probe",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_probe")),
    )
    for table, columns in JSONS.items():
        for name in columns:
            _change_type(table, name, sa.JSON(), sa.Text())
    for table, columns in TEXTS.items():
        _rewrite(table, columns, sa.Text(), sealed.sealed_text)
    for table, columns in JSONS.items():
        _rewrite(table, columns, sa.Text(), _sealed_json_text)
    for table, columns in VECTORS.items():
        _rewrite(table, columns, sa.LargeBinary(), sealed.sealed_bytes)
    probe = sa.table("key_probe", sa.column("id", sa.Integer()), sa.column("words", sa.Text()))
    words = sealed.sealed_text("key_probe.words", "schakel")
    op.execute(sa.insert(probe).values(id=1, words=words))


def downgrade() -> None:
    for table, columns in VECTORS.items():
        _rewrite(table, columns, sa.LargeBinary(), sealed.opened_bytes)
    for table, columns in JSONS.items():
        _rewrite(table, columns, sa.Text(), _opened_json_text)
    for table, columns in TEXTS.items():
        _rewrite(table, columns, sa.Text(), sealed.opened_text)
    for table, columns in JSONS.items():
        for name in columns:
            _change_type(table, name, sa.Text(), sa.JSON())
    op.drop_table("key_probe")


def _sealed_json_text(place: str, stored: str) -> str:
    return stored if stored in ("[]", "{}") else sealed.sealed_text(place, stored)


def _opened_json_text(place: str, stored: str) -> str:
    return stored if stored in ("[]", "{}") else sealed.opened_text(place, stored)


def _change_type(table: str, name: str, former: Any, new: Any) -> None:
    if op.get_bind().dialect.name == "postgresql":
        kind = "json" if isinstance(new, sa.JSON) else "text"
        op.alter_column(table, name, server_default=None)
        op.alter_column(
            table, name, existing_type=former, type_=new, postgresql_using=f'"{name}"::{kind}'
        )
        return
    # SQLite would copy the whole table and, with it gone for a moment, lose what refers to it.
    empty = sa.text(f"'{EMPTY.get(name, '[]')}'")
    op.add_column(table, sa.Column(f"new_{name}", new, nullable=False, server_default=empty))
    op.execute(f'UPDATE {table} SET new_{name} = "{name}"')
    op.drop_column(table, name)
    op.alter_column(table, f"new_{name}", new_column_name=name)


def _rewrite(
    table: str, columns: tuple[str, ...], kind: Any, renewed: Callable[[str, Any], Any]
) -> None:
    key = KEYS.get(table, "id")
    rows = sa.table(table, sa.column(key), *(sa.column(name, kind) for name in columns))
    change = (
        sa.update(rows)
        .where(rows.c[key] == sa.bindparam("row_key"))
        .values({name: sa.bindparam(f"new_{name}") for name in columns})
    )
    for batch in _batches(rows, key):
        values = [
            {"row_key": row[0]}
            | {
                f"new_{name}": value and renewed(f"{table}.{name}", value)
                for name, value in zip(columns, row[1:], strict=True)
            }
            for row in batch
        ]
        op.get_bind().execute(change, values)


def _batches(rows: sa.TableClause, key: str) -> Iterator[list[Any]]:
    last = None
    while True:
        query = sa.select(rows).order_by(rows.c[key]).limit(BATCH)
        if last is not None:
            query = query.where(rows.c[key] > last)
        batch = op.get_bind().execute(query).all()
        if not batch:
            return
        yield list(batch)
        last = batch[-1][0]
