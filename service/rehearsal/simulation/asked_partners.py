"""The partners of a simulation that are asked for each list: they agree, some of them too late."""

from dataclasses import dataclass, field
from datetime import datetime
from math import log

from sqlalchemy.orm import Session

from service.actions.partner_consent.answer_consent import agree
from service.domain.actor import PARTNER
from service.domain.errors import DeadLink
from service.domain.urgency import Urgency
from service.rehearsal.simulation import open_time
from service.rehearsal.simulation.agenda import Agenda
from service.rehearsal.simulation.people import People, draw
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent


@dataclass
class AskedPartners:
    """Agree to the whole list in their own time; `too_late` counts who found it was over."""

    people: People
    agenda: Agenda
    seed: int
    too_late: int = 0
    _read: set[int] = field(default_factory=set)

    def asked(self, session: Session, now: datetime, mail: OutboxMail) -> None:
        """Read the question once, whoever of the partner it was mailed to, and plan the answer."""
        consent = session.get_one(PartnerConsent, mail.partner_consent_id)
        if consent.id in self._read:
            return
        self._read.add(consent.id)
        partner, consent_id = consent.partner_id, consent.id
        chance = draw(self.seed, "consent", consent.request_id, partner)
        median = self.people.consent_hours[partner]
        hours = chance.lognormvariate(log(median), self.people.answer_sigma)
        workdays_only = partner in self.people.workdays_only
        urgency = Urgency(consent.request.urgency)
        at = open_time.after(urgency, now, hours, workdays_only=workdays_only)
        self.agenda.plan(at, lambda s, t: self._agree(s, t, consent_id))

    def _agree(self, session: Session, now: datetime, consent_id: int) -> None:
        consent = session.get_one(PartnerConsent, consent_id)
        try:
            agree(session, now, consent, consent.expert_ids, PARTNER)
        except DeadLink:
            self.too_late += 1
