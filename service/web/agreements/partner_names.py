"""The partners of the registry by name."""

from sqlalchemy import select

from expert_registry.tables import Partner
from service.database import reading
from service.web import current


def partner_names() -> dict[str, str]:
    """Give the name of each partner by its id."""
    with reading(current.engine()) as session:
        rows = session.execute(select(Partner.id, Partner.name).order_by(Partner.id))
        return {row.id: row.name for row in rows}
