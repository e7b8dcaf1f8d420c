"""One-time links of accounts, to print where there is no other way in."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.issue_login_link import issue_login_link
from service.domain.link_path import LOGIN_PATH
from service.storage.user_account import LoginLinkPurpose, UserAccount


def login_link(
    session: Session,
    now: datetime,
    user: UserAccount,
    base_url: str,
    purpose: LoginLinkPurpose = LoginLinkPurpose.LOG_IN,
) -> str:
    """Give the address of a fresh link of this account; the caller commits."""
    return f"{base_url}{LOGIN_PATH}{issue_login_link(session, now, user, purpose)}"
