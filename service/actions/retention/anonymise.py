"""Take away who an expert or a colleague is; figures and the log keep their number."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, delete
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, ExpertVector, bump_version
from service.actions.accounts.set_up_second_factor import forget_second_factor
from service.domain.language import gettext as _
from service.domain.language import in_dutch
from service.domain.retention import Destroyed, RuleCode
from service.domain.retention_table import columns_under
from service.storage import mail_link
from service.storage.account_identity import AccountIdentity
from service.storage.address_change import AddressChange
from service.storage.expert_event import ExpertEvent
from service.storage.forgetting import leave_nothing_behind
from service.storage.passkey import Passkey
from service.storage.recovery_code import RecoveryCode
from service.storage.retention_due import ERASED_ADDRESS
from service.storage.user_account import LoginLink, UserAccount
from service.storage.user_session import UserSession


def anonymise_expert(session: Session, now: datetime, expert: Expert) -> list[Destroyed]:
    """Empty the profile of an expert, drop its vectors and end its links; give what went.

    The registry version rises, so that the indexes in memory are made anew.
    """
    leave_nothing_behind(session)
    for name in columns_under(Expert.__tablename__, RuleCode.EXPERTS):
        setattr(expert, name, _nothing(name))
    with in_dutch():
        expert.name = _("Gewiste deskundige")
    expert.external_id = f"erased-{expert.id}"
    expert.status, expert.erased_at = "withdrawn", now
    expert.withdrawn_since = min(expert.withdrawn_since or now, now)
    expert.revision += 1
    bump_version(session)
    mail_link.revoke_of_expert(session, now, expert.id)
    vectors = _deleted(session, ExpertVector, ExpertVector.expert_id == expert.id)
    events = _deleted(session, ExpertEvent, ExpertEvent.expert_id == expert.id)
    gone = [
        Destroyed(RuleCode.EXPERTS, Expert.__tablename__, 1, (expert.id,)),
        Destroyed(RuleCode.EXPERT_DATA, ExpertVector.__tablename__, vectors),
        Destroyed(RuleCode.EXPERT_DATA, ExpertEvent.__tablename__, events),
    ]
    return [one for one in gone if one.count]


def anonymise_account(session: Session, account: UserAccount) -> list[Destroyed]:
    """Empty name, address and number of a closed account, and drop all that lets somebody in."""
    leave_nothing_behind(session)
    with in_dutch():
        account.name = _("Gewist account")
    account.email, account.phone = f"{ERASED_ADDRESS}{account.id}", ""
    account.password_hash = None
    passkeys, codes = forget_second_factor(session, account.id)
    links = _deleted(session, LoginLink, LoginLink.user_id == account.id)
    sessions = _deleted(session, UserSession, UserSession.user_id == account.id)
    changes = _deleted(session, AddressChange, AddressChange.user_id == account.id)
    identities = _deleted(session, AccountIdentity, AccountIdentity.user_id == account.id)
    gone = [
        Destroyed(RuleCode.ACCOUNTS, UserAccount.__tablename__, 1, (account.id,)),
        Destroyed(RuleCode.LOG_INS, LoginLink.__tablename__, links),
        Destroyed(RuleCode.LOG_INS, UserSession.__tablename__, sessions),
        Destroyed(RuleCode.LOG_INS, AddressChange.__tablename__, changes),
        Destroyed(RuleCode.ACCOUNTS, AccountIdentity.__tablename__, identities),
        Destroyed(RuleCode.ACCOUNTS, RecoveryCode.__tablename__, codes),
        Destroyed(RuleCode.ACCOUNTS, Passkey.__tablename__, passkeys),
    ]
    return [one for one in gone if one.count]


def _nothing(column: str) -> Any:
    """Give what an empty value of this column of a profile is."""
    found = Expert.__table__.columns[column]
    if found.nullable:
        return None
    match found.type:
        case JSON():
            return []
        case Boolean():
            return False
    return ""


def _deleted(session: Session, table: Any, condition: Any) -> int:
    key = table.__table__.primary_key.columns.values()[0]
    return len(session.scalars(delete(table).where(condition).returning(key)).all())
