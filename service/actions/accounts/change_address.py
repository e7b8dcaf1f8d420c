"""Give an account another address, once somebody showed that they read mail there."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_by, note_own
from service.actions.accounts.claim_login_link import check_login_link, locked_link
from service.actions.accounts.manage_account import end_sessions_and_links, send_link
from service.actions.mail.office_mail import ADDRESS_CHANGE, CONFIRM, queue_office_mail
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind
from service.domain.errors import AddressTaken, DeadLink, UnknownLink
from service.domain.throttle import Attempt, TooManyAttempts
from service.storage import account_identity, address_change, attempt_count, user_account
from service.storage.address_change import AddressChange
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink, LoginLinkPurpose, UserAccount

CONFIRM_WITHIN = timedelta(days=1)


def ask_new_address(
    session: Session, now: datetime, actor: Actor, user_id: int, new_email: str
) -> None:
    """Mail a link to the new address and a warning to the old one; nothing changes yet.

    Links that went to the old address no longer work. Raises AddressTaken, and TooManyAttempts for
    who asks very often.
    """
    user = user_account.locked(session, user_id)
    if user_account.by_email(session, new_email) is not None:
        raise AddressTaken
    until = attempt_count.take(session, now, Attempt.ACT_LINK, f"address of account {user_id}")
    if until is not None:
        raise TooManyAttempts(Attempt.ACT_LINK, until)
    user_account.use_up_links(session, now, user_id)
    address_change.end_all(session, now, user_id)
    change = AddressChange(
        user_id=user_id,
        asked_by_id=actor.id,
        old_email=user.email,
        new_email=new_email.lower(),
        asked_at=now,
        expires_at=now + CONFIRM_WITHIN,
    )
    session.add(change)
    session.flush()
    _mail(session, now, change, "asked")
    _mail(session, now, change, CONFIRM)
    note_by(session, now, actor, AuditKind.ACCOUNT_CHANGED, "address_asked", user_id)


def address_to_confirm(session: Session, now: datetime, link: LoginLink | None) -> AddressChange:
    """Give the change that this link confirms. Raises UnknownLink or DeadLink."""
    link = check_login_link(link, now, LoginLinkPurpose.ADDRESS)
    change = address_change.waiting(session, now, link.user_id)
    if change is None:
        raise DeadLink("expired")
    return change


def confirm_address(session: Session, now: datetime, token: str) -> None:
    """Let the new address count; sessions and links end, and the old address hears of it.

    Raises as `address_to_confirm`, and AddressTaken where another account got it meanwhile.
    """
    link = session.get(LoginLink, hash_token(token))
    if link is None:
        raise UnknownLink
    # The account comes first everywhere, so that two transactions never wait in a circle.
    user_id = link.user_id
    user = user_account.locked(session, user_id)
    change = address_to_confirm(session, now, locked_link(session, token))
    if user_account.by_email(session, change.new_email) is not None:
        raise AddressTaken
    user.email = change.new_email
    change.confirmed = True
    session.flush()
    end_sessions_and_links(session, now, user_id)
    note_own(session, now, AuditKind.ACCOUNT_CHANGED, "address_changed", user_id)
    _mail(session, now, change, "changed")
    if _never_got_in(session, user):
        send_link(session, now, user_id, "invited")


def _mail(session: Session, now: datetime, change: AddressChange, why: str) -> None:
    facts = {"why": why, "change": change.id}
    queue_office_mail(session, now, ADDRESS_CHANGE, [change.user_id], facts)


def _never_got_in(session: Session, user: UserAccount) -> bool:
    return user.password_hash is None and not account_identity.of_user(session, user.id)
