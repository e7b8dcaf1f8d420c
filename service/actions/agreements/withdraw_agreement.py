"""Withdraw a version of the agreement before it begins; the former one holds on."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.agreements.agreement_in_force import standing, validity
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.domain.errors import ChangedMeanwhile, InvalidChoice
from service.domain.language import gettext as _
from service.storage import agreement_version, audit_entry


def withdraw_agreement(session: Session, now: datetime, actor: Actor, version: int) -> None:
    """Withdraw the last version, which has not begun yet.

    Raises InvalidChoice once it has begun, since requests may hold it, and ChangedMeanwhile
    where it is no longer the last one.
    """
    in_order = standing(agreement_version.lock_all(session))
    if not in_order or in_order[-1].version != version:
        raise ChangedMeanwhile
    last = in_order[-1]
    if validity(last).started(now):
        raise InvalidChoice("version", _("Deze versie geldt al. Maak een nieuwe versie."))
    last.withdrawn_at, last.withdrawn_by_id = now, actor.id
    if len(in_order) > 1:
        in_order[-2].valid_until = last.valid_until
    subject = Subject.AGREEMENT, version
    audit_entry.note(session, now, actor, AuditKind.SETTING, "withdrawn", *subject)
