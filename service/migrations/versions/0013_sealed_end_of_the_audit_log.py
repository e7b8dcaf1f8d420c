"""The end of the audit log is sealed, and so are its checkpoints, in the place of a signature

What stands there at the upgrade counts from then on as it is: check the log before. The form in
which values are sealed (`s1`) is fixed in `expert_registry/key_ring.py`.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from expert_registry import sealed

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FIRST_HASH = "0" * 64
HEAD = sa.table(
    "audit_head",
    sa.column("id", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("hash", sa.Text()),
    sa.column("seal", sa.Text()),
)
CHECKPOINT = sa.table(
    "audit_checkpoint",
    sa.column("position", sa.Integer()),
    sa.column("hash", sa.Text()),
    sa.column("made_at", sa.DateTime(timezone=True)),
    sa.column("signature", sa.Text()),
)


def upgrade() -> None:
    op.add_column(
        "audit_head", sa.Column("seal", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("audit_head", "seal", server_default=None)
    _seal_the_end()
    for position, last_hash, at in _checkpoints():
        words = json.dumps([position, last_hash, at], separators=(",", ":"))
        _sign(position, sealed.sealed_text("audit_checkpoint.signature", words))


def downgrade() -> None:
    for position, _hash, _at in _checkpoints():
        _sign(position, "")
    op.drop_column("audit_head", "seal")


def _seal_the_end() -> None:
    found = op.get_bind().execute(sa.select(HEAD.c.position, HEAD.c.hash)).one_or_none()
    position, last_hash = found or (0, FIRST_HASH)
    seal = sealed.sealed_text("audit_head.seal", f"{position}:{last_hash}")
    if found:
        op.execute(sa.update(HEAD).values(seal=seal))
    else:
        values = {"id": 1, "position": position, "hash": last_hash, "seal": seal}
        op.execute(sa.insert(HEAD).values(values))


def _checkpoints() -> list[tuple[int, str, str]]:
    rows = op.get_bind().execute(
        sa.select(CHECKPOINT.c.position, CHECKPOINT.c.hash, CHECKPOINT.c.made_at)
    )
    return [(position, last_hash, _moment(at)) for position, last_hash, at in rows]


def _moment(at: datetime) -> str:
    """SQLite gives UTC without saying so."""
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def _sign(position: int, signature: str) -> None:
    own = CHECKPOINT.c.position == position
    op.execute(sa.update(CHECKPOINT).where(own).values(signature=signature))
