"""Cases with a partner that must be asked first, and what came of asking it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.domain.actor import Actor
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage import partner_consent as consents
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)


@dataclass
class Case:
    """A request with three experts of the partner that is asked, then two of OMO."""

    session: Session
    request: SupportRequest
    coordinator: Actor
    partner: Partner
    own: list[int]
    others: list[int]

    @property
    def consent(self) -> PartnerConsent:
        """The only question that was put to a partner."""
        (found,) = self.consents()
        return found

    def consents(self) -> list[PartnerConsent]:
        self.session.flush()
        return list(consents.of_request(self.session, self.request.id))

    def states(self) -> list[str]:
        return [consent.state for consent in self.consents()]

    def mailed(self) -> None:
        """Let the questions have left when they were asked."""
        for consent in self.consents():
            consent.mailed_at = consent.mailed_at or consent.asked_at

    def approve(self, experts: list[int], places: int = 1, parallel: int = 1) -> None:
        approve_list(
            self.session, NOW, self.request, self.coordinator, experts, "Kort.", places, parallel
        )

    def invite(self) -> list[int]:
        return [
            sent.expert_id
            for sent in invite_next(self.session, NOW, self.request, self.coordinator)
        ]

    def invited(self) -> list[int]:
        """Who is asked now (expert ids)."""
        self.session.flush()
        return [i.expert_id for i in invitations.open_of_request(self.session, self.request.id)]

    def mails(self, kind: str) -> list[OutboxMail]:
        self.session.flush()
        query = select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
        return list(self.session.scalars(query))

    def told(self, kind: str) -> list[str]:
        """The levels that got a mail of this kind about the consent."""
        found = [mail.facts for mail in self.mails(kind)]
        return [facts["level"] for facts in found if facts["step"] == Step.PARTNER_CONSENT]

    def events(self) -> list[str]:
        self.session.flush()
        return [event.kind for event in history_event.of_request(self.session, self.request.id)]

    def clocks(self) -> int:
        """How many clocks of a consent run."""
        self.session.flush()
        return len(deadlines.running(self.session, self.request.id, Step.PARTNER_CONSENT))


@pytest.fixture
def consulted(session: Session, experts: list[int]) -> Partner:
    """The partner of the first three experts, without standing consent; the others are of OMO."""
    for expert_id in experts[3:]:
        session.get_one(Expert, expert_id).partner_id = "omo"
    partner = session.get_one(Partner, "politieacademie")
    partner.standing_consent = False
    session.flush()
    return partner


@pytest.fixture
def case(
    session: Session,
    consulted: Partner,
    proposed: Callable[..., SupportRequest],
    coordinator: Actor,
    experts: list[int],
) -> Callable[..., Case]:
    """Bring a request to an approved list of all five."""

    def _case(**changes: object) -> Case:
        request = proposed(**changes)
        return Case(session, request, coordinator, consulted, experts[:3], experts[3:])

    return _case
