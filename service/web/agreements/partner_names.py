"""The partners of the registry by name."""

from service.database import reading
from service.web import current, labels


def partner_names() -> dict[str, str]:
    """Give the name of each partner by its id."""
    with reading(current.engine()) as session:
        return labels.partner_names(session)
