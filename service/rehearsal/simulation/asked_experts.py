"""The experts of a simulation: some say yes, some say no, some never answer."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from math import log

from sqlalchemy.orm import Session

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import confirm_contact
from service.actions.invitations.decline_invitation import decline_invitation
from service.domain.actor import expert
from service.domain.errors import DeadLink, PlaceTaken
from service.domain.invitation import DeclineReason
from service.domain.request_status import AssignmentState
from service.domain.urgency import Urgency
from service.rehearsal.simulation import open_time
from service.rehearsal.simulation.agenda import Agenda
from service.rehearsal.simulation.coordinator import Coordinator
from service.rehearsal.simulation.people import People, draw
from service.storage.invitation import Assignment, Invitation
from service.storage.outbox_mail import OutboxMail


class Answer(Enum):
    """What an expert will do with an invitation."""

    YES = auto()
    NO = auto()
    NONE = auto()


@dataclass
class AskedExperts:
    """Answer invitations and make the contact they agreed on.

    What somebody answers to a request is the same under every policy. `too_late` counts the
    answers that found the invitation closed.
    """

    people: People
    agenda: Agenda
    coordinator: Coordinator
    seed: int
    too_late: int = 0
    _read: set[int] = field(default_factory=set)

    def invited(self, session: Session, now: datetime, mail: OutboxMail) -> None:
        """Read the invitation and plan the answer, if there will be one."""
        invitation = session.get_one(Invitation, mail.invitation_id)
        if invitation.id in self._read:
            return
        self._read.add(invitation.id)
        answer, hours = self._decision(invitation)
        if answer is Answer.NONE:
            return
        urgency = Urgency(invitation.request.urgency)
        workdays_only = invitation.expert.partner_id in self.people.workdays_only
        at = open_time.after(urgency, now, hours, workdays_only=workdays_only)
        invitation_id = invitation.id
        self.agenda.plan(at, lambda s, t: self._answer(s, t, invitation_id, answer))

    def _decision(self, invitation: Invitation) -> tuple[Answer, float]:
        partner = invitation.expert.partner_id
        about = (invitation.request_id, invitation.expert_id, invitation.attempt)
        chance = draw(self.seed, "answer", *about)
        median = self.people.answer_hours[invitation.request.urgency]
        hours = chance.lognormvariate(log(median), self.people.answer_sigma)
        mood = chance.random()
        if mood < self.people.accepts[partner]:
            return Answer.YES, hours
        silent = mood < self.people.accepts[partner] + self.people.silent
        return (Answer.NONE if silent else Answer.NO), hours

    def _answer(self, session: Session, now: datetime, invitation_id: int, answer: Answer) -> None:
        invitation = session.get_one(Invitation, invitation_id)
        actor = expert(invitation.expert_id)
        try:
            if answer is Answer.NO:
                decline_invitation(session, now, invitation, DeclineReason.NO_TIME, actor)
                return
            urgency = Urgency(invitation.request.urgency)
            moment = open_time.after(urgency, now, self.people.contact_hours[urgency])
            assignment = accept_invitation(session, now, invitation, moment, actor)
        except (DeadLink, PlaceTaken):
            self.too_late += 1
            return
        if assignment is not None:
            assignment_id = assignment.id
            self.agenda.plan(moment, lambda s, t: self._contact(s, t, assignment_id))

    def _contact(self, session: Session, now: datetime, assignment_id: int) -> None:
        assignment = session.get_one(Assignment, assignment_id)
        if assignment.state == AssignmentState.ACCEPTED:
            confirm_contact(session, now, assignment, expert(assignment.expert_id))
            self.coordinator.contact_was_made(session, now, assignment)
