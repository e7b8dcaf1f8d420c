"""Run by Alembic: brings the database that was handed over to a revision, or compares it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from expert_registry.sealed import Sealed, SealedBytes
from expert_registry.tables import UtcDateTime
from service.storage.all_tables import all_tables


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A migration must not change its meaning when the product's own types do.
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.LargeBinary()" if isinstance(item, SealedBytes) else "sa.Text()"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction; SQLite changes tables by copying them."""
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=True,
        compare_type=True,
        render_item=_render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
