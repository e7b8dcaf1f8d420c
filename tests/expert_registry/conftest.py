"""A registry with its reference data, on both databases."""

import pytest
from sqlalchemy.orm import Session


@pytest.fixture
def registry(session: Session, reference_data: None) -> Session:
    """A session on a registry that holds the reference data and no experts."""
    return session
