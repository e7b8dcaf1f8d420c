"""A page that asks the same in many parts asks the database once; a session that writes, always."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from service.database import reading, writing
from service.storage import case_note, referral
from service.storage.referral import ReferralTarget

pytestmark = pytest.mark.backend("sqlite")


@pytest.fixture
def asked(engine: Engine) -> Iterator[list[str]]:
    found: list[str] = []

    def told(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", told)
    yield found
    event.remove(engine, "before_cursor_execute", told)


def test_a_session_that_reads_asks_once(engine: Engine, asked: list[str]) -> None:
    with reading(engine) as session:
        assert referral.directory(session) is referral.directory(session)
    assert len(asked) == 1


def test_the_next_session_asks_anew(engine: Engine, asked: list[str]) -> None:
    for _time in range(2):
        with reading(engine) as session:
            referral.directory(session)
    assert len(asked) == 2


def test_each_argument_has_an_answer_of_its_own(engine: Engine, asked: list[str]) -> None:
    with reading(engine) as session:
        for request_id in (1, 2, 1):
            case_note.of_request(session, request_id)
    assert len(asked) == 2


def test_a_session_that_writes_sees_what_it_wrote(engine: Engine) -> None:
    with writing(engine) as session:
        before = len(referral.directory(session))
        session.add(ReferralTarget(signal="x", signal_nl="x", refer_to="x"))
        session.flush()
        assert len(referral.directory(session)) == before + 1
