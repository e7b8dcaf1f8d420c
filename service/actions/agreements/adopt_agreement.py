"""Make a new version of the agreement; it ends the former one. A stored version never changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from expert_registry.tables import Partner
from service.actions.agreements.agreement_in_force import standing, validity
from service.domain.actor import Actor
from service.domain.agreement_difference import differences
from service.domain.agreement_json import from_json, from_stored, to_json
from service.domain.agreement_validity import begin_problems, timeline_problems
from service.domain.audit_kind import AuditKind, Subject
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement, default_agreement
from service.domain.time_errors import InvalidAgreement, Problem
from service.storage import agreement_version, audit_entry
from service.storage.agreement_version import AgreementVersion


def adopt_agreement(
    session: Session,
    now: datetime,
    actor: Actor,
    agreement: ServiceAgreement,
    valid_from: datetime,
    based_on: int,
) -> AgreementVersion:
    """Store the agreement as a new version for requests from `valid_from` (aware) on.

    `based_on` is the number of the version that it was made from. Raises InvalidAgreement with
    places and reasons, and ChangedMeanwhile when another version was made since.
    """
    stored = agreement_version.lock_all(session)
    in_order = standing(stored)
    former = from_stored(in_order[-1].content) if in_order else default_agreement()
    if former.version != based_on:
        raise ChangedMeanwhile
    new = replace(agreement, version=_next_number(stored))
    _check(session, now, former, new, valid_from, in_order)
    if in_order:
        in_order[-1].valid_until = valid_from
    row = AgreementVersion(
        version=new.version,
        name=new.name,
        valid_from=valid_from,
        content=to_json(new),
        made_at=now,
        made_by_id=actor.id,
    )
    _refuse_overlap([*in_order, row])
    _add(session, row)
    subject = Subject.AGREEMENT, new.version
    audit_entry.note(session, now, actor, AuditKind.SETTING, "adopted", *subject)
    return row


def partner_problems(session: Session, agreement: ServiceAgreement) -> tuple[Problem, ...]:
    """Say which partners of the agreement the registry does not know."""
    known = set(session.scalars(select(Partner.id)))
    return tuple(
        Problem(f"partners.{partner}", _("Deze partner bestaat niet."))
        for partner in agreement.partners
        if partner not in known
    )


def _check(
    session: Session,
    now: datetime,
    former: ServiceAgreement,
    new: ServiceAgreement,
    valid_from: datetime,
    in_order: Sequence[AgreementVersion],
) -> None:
    from_json(to_json(new))
    problems = [
        *partner_problems(session, new),
        *begin_problems(now, valid_from, [validity(row) for row in in_order]),
    ]
    if new.name == former.name and not differences(former, new):
        problems.append(Problem("agreement", _("Er is niets veranderd.")))
    if problems:
        raise InvalidAgreement(tuple(problems))


def _next_number(stored: Sequence[AgreementVersion]) -> int:
    return max((row.version for row in stored), default=default_agreement().version) + 1


def _refuse_overlap(rows: Sequence[AgreementVersion]) -> None:
    if problems := timeline_problems([validity(row) for row in rows]):
        raise InvalidAgreement(problems)


def _add(session: Session, row: AgreementVersion) -> None:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ChangedMeanwhile from None
