"""Who is logged in: the account behind the session cookie of this browser."""

from dataclasses import dataclass
from datetime import datetime

from flask import g, request

from service.database import reading
from service.domain.actor import Actor, Role, staff
from service.domain.session_limits import is_fresh
from service.domain.session_standing import Standing
from service.storage.mail_link import hash_token
from service.storage.second_factor import standing_of_session
from service.storage.user_session import live_session
from service.web import current


@dataclass(frozen=True)
class CurrentUser:
    """A logged-in person, as a plain value that outlives the transaction.

    `partner_id` is set for the contact of a partner only.
    """

    id: int
    name: str
    role: Role
    partner_id: str | None

    @property
    def actor(self) -> Actor:
        """Give this person as the one who does a step."""
        return staff(self.id)


@dataclass(frozen=True)
class AccountSession:
    """The session of this browser, which may still lack the second step."""

    user: CurrentUser
    token_hash: str
    standing: Standing
    last_seen_at: datetime
    fresh: bool


def cookie_name() -> str:
    """Give the name of the session cookie; `__Host-` binds it to this host over https."""
    return "schakel_session" if current.settings().development else "__Host-schakel_session"


def account_session() -> AccountSession | None:
    """Give the session of this browser, however far it has come; looked up once per request."""
    if "account_session" not in g:
        g.account_session = _look_up(request.cookies.get(cookie_name(), ""))
    found: AccountSession | None = g.account_session
    return found


def own_session() -> AccountSession:
    """Give the session of this browser, on a page that the access table keeps for who has one."""
    found = account_session()
    if found is None:
        raise LookupError("nobody is logged in")
    return found


def current_user() -> CurrentUser | None:
    """Give who is logged in, or None; a session that lacks its second step counts as None."""
    found = account_session()
    return found.user if found and found.standing is Standing.COMPLETE else None


def logged_in_user() -> CurrentUser:
    """Give who is logged in, on a page that the access table keeps for staff."""
    user = current_user()
    if user is None:
        raise LookupError("nobody is logged in")
    return user


def _look_up(token: str) -> AccountSession | None:
    if not token:
        return None
    now = current.now()
    with reading(current.engine()) as session:
        limits = current.settings().session_limits
        found = live_session(session, hash_token(token), now, limits)
        if found is None:
            return None
        user = found.user
        return AccountSession(
            CurrentUser(user.id, user.name, Role(user.role), user.partner_id),
            found.token_hash,
            standing_of_session(session, found),
            found.last_seen_at,
            is_fresh(found.confirmed_at, now),
        )
