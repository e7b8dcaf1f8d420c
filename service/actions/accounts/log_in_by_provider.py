"""Let somebody in, or let them confirm who they are, on the word of the provider."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import Visit, begin_session
from service.actions.accounts.confirm_identity import confirm_identity
from service.actions.accounts.manage_account import take_role_of_provider
from service.domain.audit_kind import AuditKind
from service.domain.errors import LastAdmin, SignOnRefused
from service.domain.session_limits import FRESH_FOR
from service.domain.sign_on import ProvenIdentity
from service.storage import account_identity, user_account
from service.storage.account_identity import AccountIdentity, identity_hash
from service.storage.mail_link import hash_token
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession


def log_in_by_provider(session: Session, now: datetime, who: ProvenIdentity, visit: Visit) -> str:
    """Give the token of a new session; the own second step follows unless the provider's counts.

    Nobody gets an account here: an administrator made it. The first time it is found by the
    address, after that by the identity only. Raises SignOnRefused; then nothing is stored.
    """
    user = _account_of(session, now, who)
    if who.mapped and who.role is None:
        raise SignOnRefused("role", user.id)
    if who.role is not None:
        try:
            take_role_of_provider(session, now, user.id, who.role)
        except LastAdmin as error:
            raise SignOnRefused("last_admin", user.id) from error
    return begin_session(
        session,
        now,
        user.id,
        visit,
        "by_provider",
        passed_second_factor=who.second_step,
        confirmed_at=_proved_at(who, now),
        provider_session=session_name(who.issuer, who.provider_session),
    )


def confirm_by_provider(
    session: Session, now: datetime, who: ProvenIdentity, found: UserSession
) -> str:
    """Remember that the user of this session proved who they are at the provider.

    Gives the token of the session that takes its place. Raises SignOnRefused for anybody else.
    """
    known = account_identity.find(session, who.issuer, who.subject)
    if known is None or known.user_id != found.user_id:
        raise SignOnRefused("other_person", found.user_id)
    known.used_at = now
    return confirm_identity(session, now, found)


def session_name(issuer: str, provider_session: str) -> str:
    """Give the form in which the session at the provider is stored; empty where it has no name."""
    return hash_token(f"{issuer}\n{provider_session}") if provider_session else ""


def _proved_at(who: ProvenIdentity, now: datetime) -> datetime:
    """A log-in without a prompt proves nothing new; who does not say when, proved it long ago."""
    return min(who.authenticated_at or now - FRESH_FOR, now)


def _account_of(session: Session, now: datetime, who: ProvenIdentity) -> UserAccount:
    known = account_identity.find(session, who.issuer, who.subject)
    if known is None:
        return _bound_by_address(session, now, who)
    user = user_account.locked(session, known.user_id)
    if not user.active:
        raise SignOnRefused("closed", user.id)
    known.used_at = now
    return user


def _bound_by_address(session: Session, now: datetime, who: ProvenIdentity) -> UserAccount:
    if who.email is None:
        raise SignOnRefused("address")
    found = user_account.by_email(session, who.email)
    if found is None:
        raise SignOnRefused("unknown_person")
    user = user_account.locked(session, found.id)
    if not user.active:
        raise SignOnRefused("closed", user.id)
    known = account_identity.at_issuer(session, user.id, who.issuer)
    if known is not None:
        # Two first log-ins of the same person at once: the other one came before this lock.
        if known.identity_hash == identity_hash(who.issuer, who.subject):
            return user
        raise SignOnRefused("other_identity", user.id)
    session.add(
        AccountIdentity(
            identity_hash=identity_hash(who.issuer, who.subject),
            user_id=user.id,
            issuer=who.issuer,
            bound_at=now,
            used_at=now,
        )
    )
    session.flush()
    note_own(session, now, AuditKind.ACCOUNT_CHANGED, "provider_linked", user.id)
    return user
