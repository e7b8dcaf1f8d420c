"""One run: the real actions, played by scripted people on a clock that jumps to what comes next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.mail.prepare_mail import prepare_mail
from service.actions.mail.record_outcome import record_outcome
from service.actions.matching.rank_request import ranking_job, store_ranking, waiting_requests
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.mail.facts import Bureau
from service.mail.outcome import Sent
from service.rehearsal.simulation.agenda import Act, Agenda
from service.rehearsal.simulation.arrivals import FIRST_MONDAY, Arrival, arrivals
from service.rehearsal.simulation.asked_experts import AskedExperts
from service.rehearsal.simulation.asked_partners import AskedPartners
from service.rehearsal.simulation.coordinator import Coordinator
from service.rehearsal.simulation.people import People
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.sample_world import coordinator_of, sample_world, topics_of
from service.rehearsal.simulation.scripted_ranker import ScriptedRanker
from service.storage.deadline import Deadline
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest

BUREAU = Bureau("Bureau Voorbeeld", "000-0000000", "bureau@bureau.example")
ADDRESS = "http://127.0.0.1"
MOST_ROUNDS = 1000
AFTER_THE_LAST = timedelta(weeks=13)

_FIRST_MOMENTS = select(
    *(
        select(func.min(column)).scalar_subquery().label(kind)
        for kind, column in (
            ("deadline", Deadline.next_check_at),
            ("cascade", SupportRequest.ask_again_at),
            ("ranking", SupportRequest.ranking_due_at),
            ("mail", OutboxMail.next_attempt_at),
        )
    )
)

Reaction = Callable[[Session, datetime, OutboxMail], None]


class StandsStill(Exception):
    """Something is due and stays due: the program, or the simulation, has a fault."""


class SimulatedRun:
    """The requests of a seed under one policy, from the first to the end of the last."""

    def __init__(self, policy: Policy, people: People, count: int, seed: int) -> None:
        length = timedelta(weeks=count / people.requests_per_week)
        until = FIRST_MONDAY + length + AFTER_THE_LAST
        self.engine: Engine = sample_world(until, people.asked_partners)
        self.agenda = Agenda()
        with reading(self.engine) as session:
            self._ranker = ScriptedRanker.of(session, seed)
            self.arrivals: Sequence[Arrival] = arrivals(people, topics_of(session), count, seed)
            coordinator = Coordinator(
                coordinator_of(session), people, policy, self.agenda, self._ranker, seed
            )
        self.experts = AskedExperts(people, self.agenda, coordinator, seed)
        self.partners = AskedPartners(people, self.agenda, seed)
        self._reactions: Mapping[str, Reaction] = {
            "duty_alert": coordinator.alerted,
            "list_low": coordinator.list_is_short,
            "list_exhausted": coordinator.list_is_short,
            "invitation": self.experts.invited,
            "partner_consent_asked": self.partners.asked,
        }

    def play(self) -> None:
        """Play until nothing is planned and nothing is due any more. Raises StandsStill."""
        for arrival in self.arrivals:
            self.agenda.plan(arrival.at, _submission(arrival))
        stored: datetime | None = None
        while (at := _earliest(stored, self.agenda.next_at())) is not None:
            with writing(self.engine) as session:
                _hold_what_is_loaded(session)
                if self.agenda.next_at() == at:
                    self.agenda.take()(session, at)
                stored = self._settle(session, at)

    def _settle(self, session: Session, now: datetime) -> datetime | None:
        """Do what the worker would do now; give when it will have something to do again."""
        for _round in range(MOST_ROUNDS):
            session.flush()
            moments = _next_due(session)
            asked = {kind for kind, at in moments.items() if at <= now}
            if not asked:
                return min(moments.values(), default=None)
            if "ranking" in asked:
                self._rank(session, now)
            if "mail" in asked:
                self._deliver(session, now)
            if asked & {"deadline", "cascade"}:
                check_deadlines(session, now)
        raise StandsStill(f"something stays due at {now.isoformat()}")

    def _rank(self, session: Session, now: datetime) -> None:
        for request_id in waiting_requests(session, now, 10):
            job = ranking_job(session, now, request_id)
            store_ranking(session, now, job, self._ranker.rank(job))

    def _deliver(self, session: Session, now: datetime) -> None:
        while (mail := prepare_mail(session, now, BUREAU, ADDRESS)) is not None:
            row = session.get_one(OutboxMail, mail.mail_id)
            if mail.message is not None:
                record_outcome(session, now, mail.mail_id, mail.attempt, Sent())
            elif row.state != MailState.SUMMARISED:
                continue
            if row.kind in self._reactions:
                self._reactions[row.kind](session, now, row)


def _hold_what_is_loaded(session: Session) -> None:
    """Keep rows in memory until the transaction ends: each is asked for many times."""
    held: list[object] = []
    for moment in ("loaded_as_persistent", "pending_to_persistent"):
        event.listen(session, moment, lambda _session, row: held.append(row))


def _submission(arrival: Arrival) -> Act:
    def submit(session: Session, now: datetime) -> None:
        submit_request(session, now, arrival.intake, f"form-{arrival.number}")

    return submit


def _next_due(session: Session) -> dict[str, datetime]:
    """Give the first moment at which the worker has something of each kind to do."""
    found = session.execute(_FIRST_MOMENTS).mappings().one()
    return {kind: at for kind, at in found.items() if at is not None}


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
