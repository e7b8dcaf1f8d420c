"""The domains from which municipalities mail."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import MunicipalityDomain


def of_domains(session: Session, domains: Sequence[str]) -> Sequence[MunicipalityDomain]:
    """Give the rows of these domains, in the order of the municipalities."""
    if not domains:
        return []
    query = select(MunicipalityDomain).where(MunicipalityDomain.domain.in_(domains))
    return session.scalars(query.order_by(MunicipalityDomain.municipality)).all()
