"""What comes many times at once counts once: log-ins at the provider, a new address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import Engine, func, select

from service.actions.accounts.begin_session import Visit
from service.actions.accounts.begin_sign_on import begin_sign_on, take_up_sign_on
from service.actions.accounts.change_address import ask_new_address, confirm_address
from service.actions.accounts.issue_login_link import issue_login_link
from service.actions.accounts.log_in_by_provider import log_in_by_provider
from service.database import reading, writing
from service.domain.actor import Role, staff
from service.domain.errors import DeadLink, SignOnRefused
from service.domain.session_limits import SessionLimits
from service.domain.sign_on import ProvenIdentity, SignOnPurpose
from service.storage.account_identity import AccountIdentity
from service.storage.user_account import LoginLinkPurpose, UserAccount

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


def test_two_first_log_ins_of_somebody_bind_the_account_once(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(UserAccount(name="Co", email="co@bureau.example", role=Role.COORDINATOR))
    who = ProvenIdentity(
        issuer="https://login.organisatie.example",
        subject="co",
        email="co@bureau.example",
        mapped=False,
        role=None,
        second_step=True,
        authenticated_at=NOW,
        provider_session="",
    )
    start = Barrier(AT_ONCE)

    def come_in(_number: int) -> str:
        start.wait(timeout=10)
        with writing(engine) as session:
            return log_in_by_provider(session, NOW, who, Visit(SessionLimits()))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(come_in, range(AT_ONCE)))) == AT_ONCE
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(AccountIdentity)) == 1


def test_a_new_address_that_is_confirmed_by_many_at_once_counts_once(engine: Engine) -> None:
    with writing(engine) as session:
        user = UserAccount(name="Co", email="co@bureau.example", role=Role.COORDINATOR)
        session.add(user)
        session.flush()
        ask_new_address(session, NOW, staff(user.id), user.id, "nieuw@bureau.example")
        token = issue_login_link(session, NOW, user, LoginLinkPurpose.ADDRESS)
    start = Barrier(AT_ONCE)

    def confirm(_number: int) -> bool:
        start.wait(timeout=10)
        try:
            with writing(engine) as session:
                confirm_address(session, NOW, token)
        except DeadLink:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(confirm, range(AT_ONCE))) == 1
    with reading(engine) as session:
        assert session.scalars(select(UserAccount.email)).one() == "nieuw@bureau.example"
