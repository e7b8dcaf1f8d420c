"""A registry with its reference data, on both databases."""

import pytest
from sqlalchemy.orm import Session

from expert_registry.reference_data import load_reference_data


@pytest.fixture
def registry(session: Session) -> Session:
    """A session on a registry that holds the reference data and no experts."""
    load_reference_data(session)
    session.commit()
    return session
