"""A filled database: what every page shows has been there, in real steps."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.actions.alarms.audit import audit
from service.actions.evaluation.record_evaluation import record_evaluation
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.mail.change_wording import adopt_wording, wording_of
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.answer_consent import agree
from service.actions.requests.add_information import add_information
from service.actions.requests.add_note import add_note
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import withdraw_request
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.actions.retention.legal_hold import set_hold
from service.database import reading, writing
from service.domain.actor import PARTNER, SYSTEM, expert
from service.domain.invitation import DeclineReason
from service.domain.partner_consent import ConsentState
from service.storage.evaluation import Evaluation
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from tests.web.bureau.stored_ranking import store_ranking
from tests.web.story import INTAKE, Story

REASON = {"kind": "theme", "text_nl": "Thema: Asielopvang.", "terms": ["asiel"]}


class World:
    """A closed case with links to all its pages, and beside it cases in other states."""

    def __init__(self, story: Story) -> None:
        self.story = story
        story.staff_the_duty().consulting().closed(
            second_contact="Adviseur Twee", expected_size="200 mensen", done_so_far="Gebeld.",
            avoid="Een partij.", preferred_partner="politieacademie",
        )  # fmt: skip
        self.first_id = story.request_id
        self._evaluate()
        self._wait_for_an_answer()
        self._held_and_withdrawn()
        self._trouble()

    @property
    def engine(self) -> Engine:
        return self.story.engine

    def references(self) -> list[str]:
        """Give the numbers of all cases."""
        with reading(self.engine) as session:
            return list(session.scalars(select(SupportRequest.reference)))

    def links(self) -> dict[LinkPurpose, str]:
        """Give the path of a fresh link for each purpose of the first case."""
        self.story.request_id = self.first_id
        return {purpose: self.story.link(purpose) for purpose in LinkPurpose}

    def _evaluate(self) -> None:
        with writing(self.engine) as session:
            [theirs] = session.scalars(select(Evaluation).where(Evaluation.side == "expert"))
            answers = {"usefulness": 4, "would_use_again": True, "helped_decision": None}
            record_evaluation(
                session, self.story.clock(), theirs, **answers, hours=3, lessons="Bel eerder."
            )

    def _submit(self, token: str, **changes: Any) -> None:
        with writing(self.engine) as session:
            intake = replace(INTAKE, **changes)
            found = submit_request(session, self.story.clock(), intake, token)
            session.flush()
            self.story.request_id = found.id

    def _wait_for_an_answer(self) -> None:
        """A case of which one expert said no and the next one is asked."""
        story, now = self.story, self.story.clock()
        self._submit("second", preferred_partner=None)
        found = [
            {"expert_id": number, "score": 2.0, "reasons": [REASON]} for number in story.experts
        ]
        store_ranking(self.engine, story.request().reference, found)
        story.act(record_call_back).act(add_note, "Let op de avond.").act(decide_to_match)
        story.act(approve_list, story.experts, "Onrust rond opvang.", 1, 1)
        with writing(self.engine) as session:
            request = story.locked(session)
            add_information(session, now, request, "De raad komt morgen bijeen.")
            _agree_to_all(session, now)
            for invitation in invite_next(session, now, request, story.coordinator):
                actor = expert(invitation.expert_id)
                decline_invitation(
                    session, now, invitation, DeclineReason.NO_TIME, actor, "Vol.", suggestion="D."
                )

    def _held_and_withdrawn(self) -> None:
        self._submit("third", referral_signals=("acute-danger",))
        self._submit("fourth")
        with writing(self.engine) as session:
            request, now = self.story.locked(session), self.story.clock()
            withdraw_request(session, now, request, self.story.coordinator, "Niet meer nodig.")

    def _trouble(self) -> None:
        """A mail that failed, an alarm, another wording of a mail."""
        now = self.story.clock()
        with writing(self.engine) as session:
            mail = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
            assert mail is not None
            mail.state, mail.last_error, mail.next_attempt_at = MailState.FAILED, "550", None
            audit(session, now + timedelta(minutes=30))
            words = wording_of(session, "receipt", 0) | {"what": "Ontvangen: {nummer}."}
            set_hold(
                session, now, self.story.request().reference, self.story.coordinator, "Rechter."
            )
            adopt_wording(session, now, SYSTEM, "receipt", words, 0)


def _agree_to_all(session: Session, now: datetime) -> None:
    asked = session.scalars(select(PartnerConsent).where(PartnerConsent.state == ConsentState.OPEN))
    for consent in asked:
        agree(session, now, consent, list(consent.expert_ids), PARTNER)
