"""A case that a test brings as far as it needs, with the links that its mails would hold."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Base, Expert, Partner
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import confirm_contact
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.answer_consent import agree
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import close_request
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.domain.actor import PARTNER, Role, expert, staff
from service.domain.link_path import link_path
from service.storage import request as requests
from service.storage.duty_shift import DutyShift
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.mail_link import LinkPurpose, MailLink, hash_token, new_token
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests import sample_case
from tests.sample_case import NOW, askable_expert

AUDIT_LOG = ("audit_entry", "audit_head")
SUMMARY = "Een gemeente verwacht onrust rond een opvanglocatie."
INTAKE = replace(
    sample_case.INTAKE,
    support_kinds=("bestuurlijk-sparren", "communicatieadvies"),
    expected_moment=NOW + timedelta(days=2),
)


class Story:
    """One request with its coordinator and experts; every step is a real action."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self.request_id = 0
        with writing(engine) as session:
            coordinator = UserAccount(
                name="Coördinator", email="co@bureau.example", role=Role.COORDINATOR
            )
            experts = [_expert(number) for number in range(1, 4)]
            session.add_all([coordinator, *experts])
            session.flush()
            self.coordinator = staff(coordinator.id)
            self.experts = [found.id for found in experts]

    def staff_the_duty(self) -> "Story":
        """Put the coordinator on duty for a year."""
        year = timedelta(days=365)
        with writing(self.engine) as session:
            session.add(
                DutyShift(
                    user_id=self.coordinator.id,
                    starts_at=self.clock() - timedelta(days=1),
                    ends_at=self.clock() + year,
                )
            )
        return self

    def submitted(self, **changes: Any) -> "Story":
        """Submit the request."""
        with writing(self.engine) as session:
            intake = replace(INTAKE, **changes)
            request = submit_request(session, self.clock(), intake, uuid.uuid4().hex)
            session.flush()
            self.request_id = request.id
        return self

    def consulting(self) -> "Story":
        """Let the partner of the experts have no standing consent, so that it is asked."""
        with writing(self.engine) as session:
            session.get_one(Partner, "politieacademie").standing_consent = False
        return self

    def proposed(self, **changes: Any) -> "Story":
        """Bring it to an approved list of all experts."""
        self.submitted(**changes)
        with writing(self.engine) as session:
            request, now = self.locked(session), self.clock()
            record_call_back(session, now, request, self.coordinator)
            decide_to_match(session, now, request, self.coordinator)
            approve_list(session, now, request, self.coordinator, self.experts, SUMMARY, 1, 1)
        return self

    def invited(self, **changes: Any) -> "Story":
        """Bring it to an open invitation of the first expert; a partner that is asked agrees."""
        self.proposed(**changes)
        with writing(self.engine) as session:
            request, now = self.locked(session), self.clock()
            for consent in session.scalars(select(PartnerConsent)):
                agree(session, now, consent, self.experts, PARTNER)
            invite_next(session, now, request, self.coordinator)
        return self

    def accepted(self, **changes: Any) -> "Story":
        """Let the first expert say yes, for tomorrow."""
        self.invited(**changes)
        with writing(self.engine) as session:
            found = session.scalars(select(Invitation)).one()
            moment = self.clock() + timedelta(days=1)
            accept_invitation(session, self.clock(), found, moment, expert(found.expert_id))
        return self

    def closed(self, **changes: Any) -> "Story":
        """Close it after the first contact, so that both sides are asked to evaluate."""
        self.accepted(**changes)
        with writing(self.engine) as session:
            found = session.scalars(select(Assignment)).one()
            confirm_contact(session, self.clock(), found, expert(found.expert_id))
            close_request(session, self.clock(), self.locked(session), self.coordinator)
        return self

    def act(self, step: Callable[..., object], *facts: Any) -> "Story":
        """Do a step of the coordinator on the request."""
        with writing(self.engine) as session:
            step(session, self.clock(), self.locked(session), self.coordinator, *facts)
        return self

    def locked(self, session: Session) -> SupportRequest:
        """Give the request for changing."""
        return requests.lock(session, self.request_id)

    def request(self) -> SupportRequest:
        """Give the request as it is stored now, to read its plain values."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(SupportRequest, self.request_id)

    def first(self, table: type[Any]) -> Any:
        """Give the first row of a table as it is stored now."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.scalars(select(table).order_by(table.id)).first()

    def link(self, purpose: LinkPurpose, lasts: timedelta = timedelta(days=30)) -> str:
        """Give the path of a fresh link, as in a mail."""
        token = new_token()
        with writing(self.engine) as session:
            session.add(
                MailLink(
                    token_hash=hash_token(token),
                    purpose=purpose,
                    request_id=self.request_id,
                    invitation_id=session.scalar(select(Invitation.id).order_by(Invitation.id)),
                    assignment_id=session.scalar(select(Assignment.id)),
                    evaluation_id=session.scalar(select(Evaluation.id).order_by(Evaluation.id)),
                    partner_consent_id=session.scalar(select(PartnerConsent.id)),
                    created_at=self.clock(),
                    expires_at=self.clock() + lasts,
                )
            )
        return link_path(purpose, token)

    def rows(self) -> dict[str, int]:
        """Give the number of rows per table, to see that nothing changed."""
        return row_counts(self.engine)


def row_counts(engine: Engine) -> dict[str, int]:
    """Give the number of rows per table, but for the audit log: it tells of reading too."""
    with reading(engine) as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in AUDIT_LOG]
        return {table.name: len(session.execute(select(table)).all()) for table in tables}


def _expert(number: int) -> Expert:
    found = askable_expert(number)
    found.phone, found.role_title = "000-2000002", "Onderzoeker"
    return found
