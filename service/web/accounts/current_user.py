"""Who is logged in: the account behind the session cookie of this browser."""

from dataclasses import dataclass

from flask import g, request

from service.database import reading
from service.domain.actor import Actor, Role, staff
from service.storage.mail_link import hash_token
from service.storage.user_account import live_session
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


def cookie_name() -> str:
    """Give the name of the session cookie; `__Host-` binds it to this host over https."""
    return "schakel_session" if current.settings().development else "__Host-schakel_session"


def current_user() -> CurrentUser | None:
    """Give who is logged in, or None; looked up once per request."""
    if "user" not in g:
        g.user = _look_up(request.cookies.get(cookie_name(), ""))
    found: CurrentUser | None = g.user
    return found


def logged_in_user() -> CurrentUser:
    """Give who is logged in, on a page that the access table keeps for staff."""
    user = current_user()
    if user is None:
        raise LookupError("nobody is logged in")
    return user


def _look_up(token: str) -> CurrentUser | None:
    if not token:
        return None
    with reading(current.engine()) as session:
        found = live_session(session, hash_token(token), current.now())
        if found is None:
            return None
        user = found.user
        return CurrentUser(user.id, user.name, Role(user.role), user.partner_id)
