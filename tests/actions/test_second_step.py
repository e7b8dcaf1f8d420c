"""What counts once counts once, also when it comes twice at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine

from service.actions.accounts import manage_account
from service.actions.accounts.begin_session import Visit, begin_session
from service.actions.accounts.pass_second_factor import (
    CodeMatch,
    pass_by_code,
    pass_by_recovery_code,
)
from service.actions.accounts.set_up_second_factor import replace_recovery_codes
from service.database import writing
from service.domain.actor import SYSTEM, Role
from service.domain.errors import LastAdmin, WrongCode
from service.domain.session_limits import SessionLimits
from service.storage.mail_link import hash_token
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession, locked_session

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VISIT = Visit(SessionLimits())
CODE = "A" * 24
Pass = Callable[..., str]


def right_code(secret: str, last: int | None) -> CodeMatch | None:
    """The code of one step is right, and each step counts once."""
    return CodeMatch(7, secret) if last is None or last < 7 else None


def by_code(session: object, found: UserSession) -> str:
    return pass_by_code(session, NOW, found, right_code)


def by_recovery_code(session: object, found: UserSession) -> str:
    return pass_by_recovery_code(session, NOW, found, CODE)


@pytest.mark.parametrize("step", [by_code, by_recovery_code])
def test_of_two_at_once_one_gets_in(engine: Engine, step: Pass) -> None:
    tokens = begun_twice(engine)
    together = Barrier(2)

    def attempt(token: str) -> bool:
        together.wait()
        try:
            with writing(engine) as session:
                found = locked_session(session, hash_token(token), NOW, VISIT.limits)
                assert found is not None
                step(session, found)
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, tokens)) == [False, True]


def test_of_two_administrators_who_close_each_other_one_stays(engine: Engine) -> None:
    with writing(engine) as session:
        admins = [
            UserAccount(name=name, email=f"{name}@bureau.example", role=Role.ADMIN)
            for name in ("een", "twee")
        ]
        session.add_all(admins)
        session.flush()
        ids = [admin.id for admin in admins]
    together = Barrier(2)

    def close(user_id: int) -> bool:
        together.wait()
        try:
            with writing(engine) as session:
                manage_account.close_account(session, NOW, SYSTEM, user_id)
        except LastAdmin:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, ids)) == [False, True]


def begun_twice(engine: Engine) -> list[str]:
    """Somebody gave the password in two browsers."""
    with writing(engine) as session:
        user = UserAccount(name="Co", email="co@bureau.example", role=Role.COORDINATOR)
        user.totp_secret = "secret"
        session.add(user)
        session.flush()
        replace_recovery_codes(session, NOW, user.id, [CODE])
        return [begin_session(session, NOW, user.id, VISIT, "by_password") for _time in range(2)]
