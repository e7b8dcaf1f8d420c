"""A lock is asked for once in a transaction, and again after what held it was rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from service.database import writing
from service.storage import request as requests
from tests.actions.conftest import NOW
from tests.storage.test_claiming import store_requests

FAR = NOW + timedelta(days=30)


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The statements about a request that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM support_request" in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


class LetGo(Exception):
    """The savepoint ends here."""


def in_a_savepoint(session: Session, request_id: int) -> None:
    with session.begin_nested():
        requests.lock(session, request_id)


def in_one_rolled_back(session: Session, request_id: int) -> None:
    with pytest.raises(LetGo), session.begin_nested():
        requests.lock(session, request_id)
        raise LetGo


def nowhere(session: Session, request_id: int) -> None:
    """Nothing is locked before."""


CASES: list[tuple[Callable[[Session, int], object], int]] = [
    (nowhere, 1),
    (requests.lock, 0),
    (requests.lock_unless_held, 0),
    (lambda session, _id: requests.claim_with_due_deadlines(session, FAR, 10), 0),
    (in_one_rolled_back, 1),
    # What a savepoint locked is held on, but to ask once more does no harm.
    (in_a_savepoint, 1),
]


@pytest.mark.parametrize(("before", "asked"), CASES)
def test_a_lock_is_asked_for_unless_it_is_held(
    engine: Engine,
    reference_data: None,
    before: Callable[[Session, int], object],
    asked: int,
) -> None:
    store_requests(engine, 1)
    with writing(engine) as session:
        held = before(session, 1)
        with statements_of(engine) as statements:
            found = requests.lock(session, 1)
        # Held here too: a row that nobody keeps is read anew, without a lock.
        assert found.id == 1, held
    assert len(statements) == asked


def test_what_was_changed_under_the_lock_is_still_there(
    engine: Engine, reference_data: None
) -> None:
    store_requests(engine, 1)
    with writing(engine) as session:
        requests.lock(session, 1).neutral_summary = "Een korte samenvatting."
        assert requests.lock(session, 1).neutral_summary == "Een korte samenvatting."
    with writing(engine) as session, statements_of(engine) as statements:
        assert requests.lock(session, 1).neutral_summary == "Een korte samenvatting."
    assert statements
