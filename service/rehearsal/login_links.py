"""One-time log-in links, to print where there is no other way in."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.issue_login_link import issue_login_link
from service.storage.user_account import UserAccount

LOGIN_PATH = "/inloggen/"


def login_link(session: Session, now: datetime, user: UserAccount, base_url: str) -> str:
    """Give the address of a fresh log-in link for this account; the caller commits."""
    return f"{base_url}{LOGIN_PATH}{issue_login_link(session, now, user)}"
