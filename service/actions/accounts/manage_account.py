"""What an administrator does to accounts: add, change, close, open, reset the second step."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_by
from service.actions.accounts.set_up_second_factor import forget_second_factor
from service.actions.mail.office_mail import ACCOUNT_LINK, queue_office_mail
from service.domain.actor import SYSTEM, Actor, Role
from service.domain.audit_kind import AuditKind
from service.domain.errors import AddressTaken, LastAdmin
from service.storage import account_identity, address_change, user_account, user_session
from service.storage.user_account import UserAccount


def add_account(
    session: Session,
    now: datetime,
    actor: Actor,
    *,
    name: str,
    email: str,
    phone: str,
    role: Role,
    partner_id: str | None,
) -> UserAccount:
    """Add an account without a password. Raises AddressTaken.

    Only a partner's contact has a partner.
    """
    if user_account.by_email(session, email) is not None:
        raise AddressTaken
    values = {"name": name, "email": email.lower(), "phone": phone}
    made = UserAccount(**values, role=role, partner_id=partner_id)
    session.add(made)
    session.flush()
    note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "account_added", made.id)
    return made


def change_account(
    session: Session,
    now: datetime,
    actor: Actor,
    user_id: int,
    *,
    name: str,
    phone: str,
    role: Role,
    partner_id: str | None,
) -> None:
    """Store who it is, and the role and partner; with another of these all sessions end.

    Raises LastAdmin.
    """
    if role is not Role.ADMIN:
        _keep_an_admin(session, user_id)
    user = user_account.locked(session, user_id)
    if (user.name, user.phone) != (name, phone):
        user.name, user.phone = name, phone
        note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "details_changed", user_id)
    if (user.role, user.partner_id) != (role, partner_id):
        user.role, user.partner_id = role, partner_id
        end_sessions_and_links(session, now, user_id)
        note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, f"role_{role}", user_id)


def take_role_of_provider(session: Session, now: datetime, user_id: int, role: Role) -> None:
    """Store the role that the provider gives; with another one all sessions end.

    Raises LastAdmin.
    """
    user = user_account.locked(session, user_id)
    if user.role == role:
        return
    name, phone = user.name, user.phone
    change_account(
        session, now, SYSTEM, user_id, name=name, phone=phone, role=role, partner_id=None
    )


def unlink_provider(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
    """Forget who this account is at the provider, and end its sessions.

    At the next single sign-on it is found by its address again.
    """
    user_account.locked(session, user_id)
    if account_identity.remove_all(session, user_id):
        end_sessions_and_links(session, now, user_id)
        note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "provider_unlinked", user_id)


def close_account(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
    """Let nobody log in with this account any more; sessions and links end. Raises LastAdmin."""
    _keep_an_admin(session, user_id)
    user = user_account.locked(session, user_id)
    if not user.active:
        return
    user.active = False
    end_sessions_and_links(session, now, user_id)
    note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "account_closed", user_id)


def open_account(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
    """Let somebody log in again; they choose a new password by the link that is mailed."""
    user = user_account.locked(session, user_id)
    if user.active:
        return
    user.active, user.password_hash = True, None
    note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "account_opened", user_id)
    send_link(session, now, user_id, "invited")


def reset_second_factor(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
    """Take away app, passkeys, recovery codes and password, end the sessions, and mail a link.

    The password goes too: who has only that must not set up a second step of their own.
    """
    forget_second_factor(session, user_id)
    user_account.locked(session, user_id).password_hash = None
    end_sessions_and_links(session, now, user_id)
    note_by(session, now, actor, AuditKind.SECOND_FACTOR, "reset", user_id)
    send_link(session, now, user_id, "reset")


def send_link(session: Session, now: datetime, user_id: int, why: str) -> None:
    """Mail a link to choose a password; `why` is 'invited', 'forgotten' or 'reset'."""
    queue_office_mail(session, now, ACCOUNT_LINK, [user_id], {"why": why})


def end_sessions_and_links(session: Session, now: datetime, user_id: int) -> None:
    """Let nothing that was begun with this account go on: sessions, links, another address."""
    user_account.use_up_links(session, now, user_id)
    address_change.end_all(session, now, user_id)
    user_session.revoke(session, now, user_id)


def _keep_an_admin(session: Session, user_id: int) -> None:
    admins = [admin.id for admin in user_account.locked_admins(session)]
    if admins == [user_id]:
        raise LastAdmin
