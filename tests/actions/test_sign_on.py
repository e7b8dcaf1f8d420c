"""A log-in at the provider that comes back many times at once counts once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import Engine

from service.actions.accounts.begin_sign_on import begin_sign_on, take_up_sign_on
from service.database import writing
from service.domain.errors import SignOnRefused
from service.domain.sign_on import SignOnPurpose

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AT_ONCE = 8


def test_of_many_at_once_one_gets_it(engine: Engine) -> None:
    with writing(engine) as session:
        begun = begin_sign_on(session, NOW, "192.0.2.1", "browser", SignOnPurpose.LOG_IN)
    start = Barrier(AT_ONCE)

    def take_up(_number: int) -> str:
        start.wait(timeout=10)
        try:
            with writing(engine) as session:
                return take_up_sign_on(session, NOW, begun.state, "browser").verifier
        except SignOnRefused:
            return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(take_up, range(AT_ONCE)))
    assert sorted(found) == [""] * (AT_ONCE - 1) + [begun.verifier]
