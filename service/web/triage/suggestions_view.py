"""What the latest ranking and the text suggest to the coordinator; nothing changes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from expert_registry.tables import KnowledgeItem
from service.actions.requests.correct_request import MOST_THEMES
from service.domain.language import gettext as _
from service.domain.request_status import NEVER_HELPED, Status
from service.domain.urgency import Urgency
from service.domain.urgency_hints import UrgencyHint, urgency_hints
from service.storage import invitation as invitations
from service.storage.match_run import MatchRun
from service.storage.request import SupportRequest
from service.web.triage.candidate_words import percentage
from service.web.triage.state_words import STATUS

# A theme or kind that is less likely than this is not worth a line.
LEAST_THEME, LEAST_KIND = 0.1, 0.3
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CASES = select(SupportRequest).where(SupportRequest.id.in_(_IDS))
_KNOWLEDGE = select(KnowledgeItem).where(KnowledgeItem.id.in_(_IDS))
UNTIL_DECIDED = (Status.SUBMITTED, Status.ACKNOWLEDGED, Status.TRIAGE, Status.AWAITING_REQUESTER)


@dataclass(frozen=True)
class SuggestedTag:
    """A theme or kind of support that the text seems to be about, with what can be done."""

    slug: str
    label: str
    percentage: str
    ticked: bool
    may_add: bool
    may_lead: bool = False


@dataclass(frozen=True)
class SimilarCase:
    """An earlier request, what became of it, and who helped."""

    reference: str
    municipality: str
    submitted_at: datetime
    themes: list[str]
    status: str
    helped_by: list[str]
    duplicate: bool


@dataclass(frozen=True)
class SuggestedItem:
    """A knowledge item; `percentage` is empty for one that fits every request."""

    item: KnowledgeItem
    percentage: str


@dataclass(frozen=True)
class Suggestions:
    """Everything in the panel; without a ranking only the hints."""

    hints: list[UrgencyHint]
    themes: list[SuggestedTag] = field(default_factory=list)
    kinds: list[SuggestedTag] = field(default_factory=list)
    similar: list[SimilarCase] = field(default_factory=list)
    knowledge: list[SuggestedItem] = field(default_factory=list)

    @property
    def duplicates(self) -> list[SimilarCase]:
        """Give the earlier requests that may be the same one."""
        return [case for case in self.similar if case.duplicate]


def suggestions_of(
    session: Session,
    case: SupportRequest,
    run: MatchRun | None,
    themes: Mapping[str, str],
    kinds: Mapping[str, str],
) -> Suggestions:
    """Give what this ranking suggests; labels by slug. A held case shows the hints only."""
    hints = _hints(case)
    if run is None or case.held:
        return Suggestions(hints)
    return Suggestions(
        hints,
        _themes(case, run, themes),
        _kinds(case, run, kinds),
        _similar(session, run, themes),
        _knowledge(session, run),
    )


def _hints(case: SupportRequest) -> list[UrgencyHint]:
    if case.status not in UNTIL_DECIDED:
        return []
    return urgency_hints(
        case.text(), case.expected_moment, Urgency(case.urgency), case.submitted_at
    )


def _themes(case: SupportRequest, run: MatchRun, labels: Mapping[str, str]) -> list[SuggestedTag]:
    room = len(case.themes) < MOST_THEMES
    return [
        SuggestedTag(
            slug=found["slug"],
            label=labels[found["slug"]],
            percentage=percentage(found["chance"]),
            ticked=found["slug"] in case.themes,
            may_add=room and bool(case.themes) and found["slug"] not in case.themes,
            may_lead=found["slug"] not in case.themes[:1],
        )
        for found in run.themes
        if found["chance"] >= LEAST_THEME and found["slug"] in labels
    ]


def _kinds(case: SupportRequest, run: MatchRun, labels: Mapping[str, str]) -> list[SuggestedTag]:
    return [
        SuggestedTag(
            slug=found["slug"],
            label=labels[found["slug"]],
            percentage=percentage(found["chance"]),
            ticked=found["slug"] in case.support_kinds,
            may_add=found["slug"] not in case.support_kinds,
        )
        for found in run.support_kinds
        if found["chance"] >= LEAST_KIND and found["slug"] in labels
    ]


def _similar(session: Session, run: MatchRun, labels: Mapping[str, str]) -> list[SimilarCase]:
    ids = [similar["request_id"] for similar in run.similar]
    cases = {case.id: case for case in session.scalars(_CASES, {"ids": ids})} if ids else {}
    return [
        _similar_case(session, cases[similar["request_id"]], labels, similar["duplicate"])
        for similar in run.similar
        if similar["request_id"] in cases
    ]


def _similar_case(
    session: Session, case: SupportRequest, labels: Mapping[str, str], duplicate: bool
) -> SimilarCase:
    return SimilarCase(
        reference=case.reference,
        municipality=case.municipality,
        submitted_at=case.submitted_at,
        themes=[labels.get(slug, slug) for slug in case.themes],
        status=_(STATUS[Status(case.status)].label),
        helped_by=[
            assigned.expert.name
            for assigned in invitations.assignments_of_request(session, case.id)
            if assigned.state not in NEVER_HELPED
        ],
        duplicate=duplicate,
    )


def _knowledge(session: Session, run: MatchRun) -> list[SuggestedItem]:
    items = _items(session, run.knowledge)
    return [
        SuggestedItem(
            items[found["id"]],
            percentage(found["chance"]) if found["chance"] is not None else "",
        )
        for found in run.knowledge
        if found["id"] in items
    ]


def _items(session: Session, found: Sequence[Mapping[str, Any]]) -> dict[str, KnowledgeItem]:
    ids = [one["id"] for one in found]
    rows = session.scalars(_KNOWLEDGE, {"ids": ids}) if ids else ()
    return {item.id: item for item in rows}
