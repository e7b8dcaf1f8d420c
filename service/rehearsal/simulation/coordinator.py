"""The coordinator of a simulation: reads the mails of the bureau and does what they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.invitations.assignments import record_check_in
from service.actions.invitations.invite_wave import invite_next
from service.actions.invitations.plan_wave import WAITS_FOR_A_YES
from service.actions.matching.approve_list import approve_list
from service.actions.matching.eligibility import check_experts
from service.actions.matching.rank_request import ranking_job
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import close_request, declare_no_match
from service.actions.requests.record_call_back import record_call_back
from service.domain.actor import Actor
from service.domain.errors import NothingToInvite
from service.domain.request_status import LIVE_ASSIGNMENT, Act, Status, can
from service.domain.urgency import Urgency
from service.rehearsal.simulation import open_time
from service.rehearsal.simulation.agenda import Act as Deed
from service.rehearsal.simulation.agenda import Agenda
from service.rehearsal.simulation.people import People, draw
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.scripted_ranker import ScriptedRanker
from service.storage import match_run, shortlist_entry
from service.storage import request as requests
from service.storage.invitation import Assignment
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest

SUMMARY = "Een gemeente zoekt steun bij onrust."

RequestAct = Callable[[Session, datetime, SupportRequest], None]
AssignmentAct = Callable[[Session, datetime, Assignment, Actor], None]


@dataclass(frozen=True)
class Coordinator:
    """Acts promptly within the open hours of the urgency of the case."""

    actor: Actor
    people: People
    policy: Policy
    agenda: Agenda
    ranker: ScriptedRanker
    seed: int

    def alerted(self, session: Session, now: datetime, mail: OutboxMail) -> None:
        """A new request: call back, then decide, then choose a list and have it asked."""
        request = _of_mail(session, mail)
        if request.called_back_at is None:
            self._soon(request, now, "call back", self._call_back)

    def list_is_short(self, session: Session, now: datetime, mail: OutboxMail) -> None:
        """The list runs low or nobody is left: find more, or say that there is nobody."""
        self._soon(_of_mail(session, mail), now, mail.kind, self._make_list_longer)

    def contact_was_made(self, session: Session, now: datetime, assignment: Assignment) -> None:
        """Plan the check-in and the end of the help."""
        days = self.people.help_days[assignment.request.urgency]
        urgency = Urgency(assignment.request.urgency)
        for share, act in ((0.3, _check_in), (1.0, _close)):
            at = open_time.after(urgency, now + timedelta(days=days * share), 0)
            self.agenda.plan(at, _about(assignment.id, act, self.actor))

    def _soon(self, request: SupportRequest, now: datetime, what: str, act: RequestAct) -> None:
        chance = draw(self.seed, "coordinator", request.id, what)
        hours = self.people.bureau_minutes[request.urgency] / 60 * chance.uniform(0.5, 1.5)
        at = open_time.after(Urgency(request.urgency), now, hours)
        request_id = request.id
        self.agenda.plan(at, lambda s, t: act(s, t, requests.lock(s, request_id)))

    def _call_back(self, session: Session, now: datetime, request: SupportRequest) -> None:
        record_call_back(session, now, request, self.actor)
        self._soon(request, now, "decide", self._decide)

    def _decide(self, session: Session, now: datetime, request: SupportRequest) -> None:
        decide_to_match(session, now, request, self.actor)
        self._soon(request, now, "choose", self._choose)

    def _choose(self, session: Session, now: datetime, request: SupportRequest) -> None:
        run = match_run.latest_run(session, request.id)
        ranked = [c.expert_id for c in match_run.candidates(session, run.id)] if run else []
        verdicts = check_experts(session, now, request, ranked)
        allowed = [expert_id for expert_id in ranked if not verdicts[expert_id].blocked]
        self._ask(session, now, request, allowed[: self.people.list_length])

    def _make_list_longer(self, session: Session, now: datetime, request: SupportRequest) -> None:
        if request.status not in WAITS_FOR_A_YES:
            return
        listed = [entry.expert_id for entry in shortlist_entry.of_request(session, request.id)]
        most = self.people.list_length * (1 + self.people.longer_lists)
        found = self.ranker.rank(ranking_job(session, now, request.id)).candidates
        more = [one.expert_id for one in found if one.expert_id not in listed]
        if more and len(listed) < most:
            self._ask(session, now, request, listed + more[: self.people.list_length])
        elif request.status == Status.PROPOSED:
            declare_no_match(session, now, request, self.actor)

    def _ask(
        self, session: Session, now: datetime, request: SupportRequest, experts: Sequence[int]
    ) -> None:
        if not experts:
            declare_no_match(session, now, request, self.actor)
            return
        parallel = self.policy.parallel
        approve_list(session, now, request, self.actor, experts, SUMMARY, 1, parallel)
        if request.status != Status.PROPOSED:
            return
        try:
            invite_next(session, now, request, self.actor)
        except NothingToInvite:
            declare_no_match(session, now, request, self.actor)


def _of_mail(session: Session, mail: OutboxMail) -> SupportRequest:
    return session.get_one(SupportRequest, mail.request_id)


def _about(assignment_id: int, act: AssignmentAct, actor: Actor) -> Deed:
    def deed(session: Session, now: datetime) -> None:
        assignment = session.get_one(Assignment, assignment_id)
        if assignment.state in LIVE_ASSIGNMENT:
            act(session, now, assignment, actor)

    return deed


def _check_in(session: Session, now: datetime, assignment: Assignment, actor: Actor) -> None:
    record_check_in(session, now, assignment, actor)


def _close(session: Session, now: datetime, assignment: Assignment, actor: Actor) -> None:
    request = requests.lock(session, assignment.request_id)
    if can(Status(request.status), Act.CLOSE):
        close_request(session, now, request, actor)
