"""The automatic proposal and the approved list, as the coordinator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.matching.eligibility import Eligibility, check_experts
from service.storage import invitation as invitations
from service.storage import match_run, shortlist_entry
from service.storage.match_run import Candidate, MatchRun
from service.storage.request import SupportRequest
from service.storage.shortlist_entry import ShortlistEntry

CHOSEN_AT_FIRST = 3


@dataclass(frozen=True)
class ProposedExpert:
    """One line: an expert, why they fit, why not, and whether they were asked already.

    `candidate` is None for an expert whom the coordinator added to the list.
    """

    expert: Expert
    candidate: Candidate | None
    eligibility: Eligibility
    position: int | None
    asked: bool

    @property
    def reasons(self) -> list[str]:
        """Give why the expert fits, as Dutch sentences."""
        return [reason["text_nl"] for reason in self.candidate.reasons] if self.candidate else []


@dataclass(frozen=True)
class Proposal:
    """The latest ranking (None: not there yet), the lines, and the experts outside it."""

    run: MatchRun | None
    lines: list[ProposedExpert]
    others: list[Expert]

    def start_positions(self, places: int) -> dict[int, int]:
        """Give position per expert id: of the approved list, else the first few of the proposal."""
        chosen = {line.expert.id: line.position for line in self.lines if line.position}
        if chosen:
            return chosen
        askable = [line.expert.id for line in self.lines if not line.eligibility.blocked]
        first = askable[: max(CHOSEN_AT_FIRST, places + 2)]
        return {expert_id: place for place, expert_id in enumerate(first, start=1)}


def proposal_of(session: Session, now: datetime, request: SupportRequest) -> Proposal:
    """Give the proposal, each expert checked again at this moment."""
    run = match_run.latest_run(session, request.id)
    found = match_run.candidates(session, run.id) if run else []
    chosen = shortlist_entry.of_request(session, request.id)
    experts = {row.expert_id: row.expert for row in found}
    experts |= {row.expert_id: row.expert for row in chosen}
    others = session.scalars(
        select(Expert)
        .where(Expert.status == "active", Expert.id.not_in(experts))
        .order_by(Expert.name)
    ).all()
    verdicts = check_experts(session, now, request, list(experts))
    asked = {i.expert_id for i in invitations.of_request(session, request.id)}
    lines = [
        ProposedExpert(
            expert=expert,
            candidate=_of(expert_id, found),
            eligibility=verdicts[expert_id],
            position=_place(expert_id, chosen),
            asked=expert_id in asked,
        )
        for expert_id, expert in experts.items()
    ]
    return Proposal(run, lines, list(others))


def _of(expert_id: int, found: Sequence[Candidate]) -> Candidate | None:
    return next((row for row in found if row.expert_id == expert_id), None)


def _place(expert_id: int, chosen: Sequence[ShortlistEntry]) -> int | None:
    return next((row.position for row in chosen if row.expert_id == expert_id), None)
