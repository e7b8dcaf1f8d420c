"""The automatic proposal and the approved list, as the coordinator sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from expert_registry.ranking.chance import NOBODY_BELOW
from expert_registry.tables import Expert
from service.actions.matching.eligibility import Eligibility, check_experts
from service.storage import invitation as invitations
from service.storage import match_run, shortlist_entry
from service.storage.match_run import Candidate, MatchRun
from service.storage.request import SupportRequest
from service.storage.shortlist_entry import ShortlistEntry
from service.web.form_state import Form
from service.web.labels import support_kind_names, theme_names
from service.web.triage.candidate_words import load_words
from service.web.triage.marked_text import marked
from service.web.triage.obstacle_words import ObstacleLine, gap_sentences, obstacle_lines
from service.web.triage.other_experts import suggested_experts
from service.web.triage.proposal_order import Move, by_score_alone, moves, place
from service.web.triage.proposed_expert import ProposedExpert
from service.web.triage.reason_words import reason_sentence

CHOSEN_AT_FIRST = 3
# So many lines stand there in any case: a low chance does not say that somebody cannot help.
SHOWN_AT_LEAST = 6


@dataclass(frozen=True)
class Shown:
    """The lines to show at once, and those of people who hardly fit, behind a fold."""

    likely: list[ProposedExpert]
    unlikely: list[ProposedExpert]


@dataclass(frozen=True)
class Proposal:
    """The latest ranking (None: not there yet) and its lines.

    `by_score` tells the order of the lines, `moves` who stands elsewhere because partners
    alternate. `marked_theme` is the theme whose phrases are marked in the request.
    """

    session: Session
    request: SupportRequest
    run: MatchRun | None
    lines: list[ProposedExpert]
    by_score: bool
    moves: list[Move]

    def start_positions(self, places: int) -> dict[int, int]:
        """Give position per expert id: of the approved list, else the first few who may fit."""
        chosen = {line.expert.id: line.position for line in self.lines if line.position}
        if chosen:
            return chosen
        able = [line for line in self.lines if not line.eligibility.blocked]
        may_fit = [one.expert.id for one in able if one.fit is None or one.fit.code != "hardly"]
        first = may_fit[: max(CHOSEN_AT_FIRST, places + 2)]
        return {expert_id: place for place, expert_id in enumerate(first, start=1)}

    def shown(self, form: Form) -> Shown:
        """Give the lines, split; a line with a place or an error in its field stays in sight."""
        folded = [
            line
            for line in self.lines[SHOWN_AT_LEAST:]
            if line.candidate is not None
            and line.fit is not None
            and line.fit.code == "hardly"
            and line.position is None
            and not form.value(f"position-{line.expert.id}")
        ]
        return Shown([line for line in self.lines if line not in folded], folded)

    @property
    def has_places(self) -> bool:
        """Say whether somebody has a place on an approved list."""
        return any(line.position for line in self.lines)

    @property
    def nobody_fits(self) -> bool:
        """Say whether nobody who may be asked clearly fits; False where that is not known."""
        if self.run is None:
            return False
        candidates = [line for line in self.lines if line.candidate]
        if any(line.fit is None for line in candidates):
            return False
        chances = [line.askable_chance for line in candidates]
        return max((chance for chance in chances if chance is not None), default=0) < NOBODY_BELOW

    def obstacles(self) -> list[ObstacleLine]:
        """Give what keeps experts who fit off the list, at the time of the ranking."""
        return obstacle_lines(self.session, self.run.obstacles) if self.run else []

    def gaps(self, themes: Mapping[str, str], support_kinds: Mapping[str, str]) -> list[str]:
        """Give where the registry has no or one expert, by the labels of the slugs."""
        return gap_sentences(self.run.obstacles, themes, support_kinds) if self.run else []

    def others(self, partners: Mapping[str, str]) -> list[str]:
        """Give experts outside the proposal to suggest, those of the same themes first."""
        known = {line.expert.id for line in self.lines}
        themes = set(self.request.themes) | {self.marked_theme}
        return suggested_experts(self.session, known, themes - {""}, partners)

    @property
    def marked_theme(self) -> str:
        """Give the theme that the coordinator or requester ticked, else that of the first line."""
        return self._marking()[0]

    def marked(self, text: str) -> Markup:
        """Give a text of the request with the phrases marked that carried the match."""
        return marked(text, self._marking()[1])

    def _marking(self) -> tuple[str, Sequence[str]]:
        # The phrases of a line belong to the first of its themes.
        found = [
            (line.theme_chips[0].slug, line.request_phrases)
            for line in self.lines
            if line.theme_chips and line.request_phrases
        ]
        ticked = [one for slug in self.request.themes for one in found if one[0] == slug]
        return next(iter([*ticked, *found]), ("", ()))


def proposal_of(session: Session, now: datetime, request: SupportRequest) -> Proposal:
    """Give the proposal, each expert checked again at this moment."""
    run, by_score = match_run.latest_run(session, request.id), by_score_alone()
    found = list(match_run.candidates(session, run.id)) if run else []
    found.sort(key=lambda candidate: place(candidate, by_score))
    chosen = shortlist_entry.of_request(session, request.id)
    experts = {row.expert_id: row.expert for row in found}
    experts |= {row.expert_id: row.expert for row in chosen if row.expert_id not in experts}
    verdicts = check_experts(session, now, request, list(experts))
    asked = {i.expert_id for i in invitations.of_request(session, request.id)}
    labels = theme_names(session) | support_kind_names(session)
    told = {
        row.expert_id: [reason_sentence(each, row.expert, request, labels) for each in row.reasons]
        for row in found
    }
    lines = [
        replace(
            _line(now, expert, found, verdicts[expert_id], chosen, expert_id in asked),
            reasons=told.get(expert_id, ()),
        )
        for expert_id, expert in experts.items()
    ]
    return Proposal(session, request, run, lines, by_score, moves(found))


def _line(
    now: datetime,
    expert: Expert,
    found: Sequence[Candidate],
    verdict: Eligibility,
    chosen: Sequence[ShortlistEntry],
    asked: bool,
) -> ProposedExpert:
    candidate = next((row for row in found if row.expert_id == expert.id), None)
    moved = candidate is not None and candidate.rank_by_score not in (None, candidate.rank)
    return ProposedExpert(
        expert=expert,
        candidate=candidate,
        eligibility=verdict,
        position=next((row.position for row in chosen if row.expert_id == expert.id), None),
        asked=asked,
        load=load_words(verdict.load, now),
        place_by_score=candidate.rank_by_score if candidate and moved else None,
    )
