"""Who of the bureau, or of a partner, gets a mail about a case."""

from datetime import datetime

from sqlalchemy.orm import Session

from expert_registry.tables import Partner
from service.domain.actor import Role
from service.storage import duty_shift, user_account
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount


def owner_or_on_call(session: Session, now: datetime, request: SupportRequest) -> list[int]:
    """Give the owner of the case if still active, else who is on call, else all coordinators."""
    owner = session.get(UserAccount, request.owner_id) if request.owner_id else None
    if owner is not None and owner.active:
        return [owner.id]
    return on_call_or_coordinators(session, now)


def on_call_or_coordinators(session: Session, now: datetime) -> list[int]:
    """Give who is on call now, else all coordinators and deputies (user ids)."""
    on_call = [user.id for user in duty_shift.on_call(session, now)]
    return on_call or _with_role(session, Role.COORDINATOR, Role.DEPUTY_COORDINATOR)


def escalation_recipients(
    session: Session, now: datetime, request: SupportRequest, level: str
) -> list[int]:
    """Give who hears of a breach at this level; an empty level falls to the coordinators."""
    if level == "owner":
        return owner_or_on_call(session, now, request)
    role = Role.DEPUTY_COORDINATOR if level == "deputy" else Role.PROGRAMME_MANAGER
    return _with_role(session, role) or _with_role(session, Role.COORDINATOR)


def alarm_recipients(session: Session, now: datetime, *, urgent: bool) -> list[int]:
    """Give who hears of trouble with the program; of a gap ahead in the roster the coordinators."""
    coordinators = _with_role(session, Role.COORDINATOR, Role.DEPUTY_COORDINATOR)
    if not urgent:
        return coordinators
    on_call = [user.id for user in duty_shift.on_call(session, now)]
    return list(dict.fromkeys(_with_role(session, Role.ADMIN) + (on_call or coordinators)))


def partner_contacts(session: Session, partner: Partner) -> list[int | None]:
    """Give who speaks for a partner: None for its own address, then its other accounts (ids)."""
    address = partner.contact_email.strip().lower()
    accounts = [
        user.id
        for user in user_account.with_role(session, Role.PARTNER_CONTACT)
        if user.partner_id == partner.id and user.email.lower() != address
    ]
    return [None, *accounts] if address else [*accounts]


def _with_role(session: Session, *roles: Role) -> list[int]:
    return [user.id for user in user_account.with_role(session, *roles)]
