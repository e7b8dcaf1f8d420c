"""The first administrator, who lets the others in."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.issue_login_link import INVITATION_LASTS, issue_login_link
from service.actions.accounts.manage_account import add_account
from service.domain.actor import SYSTEM, Role
from service.storage import user_account
from service.storage.user_account import LoginLinkPurpose


class AdminExists(Exception):
    """There is an administrator already, who adds accounts on a page."""


def add_first_admin(
    session: Session, now: datetime, name: str, email: str, *, another: bool = False
) -> str:
    """Give the token of a link with which a new administrator chooses a password.

    Raises AdminExists unless `another`, and AddressTaken.
    """
    if user_account.locked_admins(session) and not another:
        raise AdminExists
    made = add_account(
        session, now, SYSTEM, name=name, email=email, phone="", role=Role.ADMIN, partner_id=None
    )
    purpose = LoginLinkPurpose.SET_UP
    return issue_login_link(session, now, made, purpose, INVITATION_LASTS)
