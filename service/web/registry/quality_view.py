"""How good the registry is, as the bureau and the own partner see it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from expert_registry.near_doubles import NearDouble
from expert_registry.quality import HintKind
from expert_registry.registry_report import RegistryReport, registry_report
from expert_registry.supply_overview import Proposals
from expert_registry.tables import Expert
from service.domain.language import in_dutch
from service.storage.match_run import proposed_among_first
from service.web import current
from service.web.labels import expert_names
from service.web.registry_cache import kept

# Reading more profiles would keep a page waiting; `schakel registry report` has no limit.
MOST_READ = 1_000
AMONG_FIRST = 5


@dataclass(frozen=True)
class Quality:
    """The report with the names of the experts in it (by id), and how often each hint occurs."""

    report: RegistryReport
    hint_counts: Mapping[HintKind, int]
    names: Mapping[int, str]

    def themes_with(self, experts: int) -> list[str]:
        """Give the themes (slugs) for which so many experts can be asked."""
        return [slug for slug, found in self.report.themes.items() if found.experts == experts]

    def kinds_with(self, experts: int) -> list[str]:
        """Give the kinds of support (slugs) for which so many experts can be asked."""
        return [slug for slug, count in self.report.kinds.items() if count == experts]

    def experts_with(self, hint: str) -> list[int]:
        """Give the experts whose profile has this hint."""
        found = self.report.hints.items()
        return [key for key, hints in found if any(each.kind == hint for each in hints)]

    @property
    def doubles(self) -> tuple[NearDouble, ...]:
        """Give the pairs of profiles that are nearly the same."""
        return self.report.doubles


def registry_quality(session: Session, partner_id: str | None) -> Quality | None:
    """Give the quality of the registry, or of one partner's part; None when that is too large."""
    report = _report(session, partner_id)
    if report is None:
        return None
    told = {expert_id for pair in report.doubles for expert_id in pair.expert_ids}
    told |= {*report.never_proposed, *report.often_proposed}
    counts = Counter(hint.kind for hints in report.hints.values() for hint in hints)
    return Quality(
        report,
        {kind: counts[kind] for kind in HintKind if counts[kind]},
        expert_names(session, told),
    )


@in_dutch()
def _report(session: Session, partner_id: str | None) -> RegistryReport | None:
    """The report, kept whatever its readers speak."""
    if (session.scalar(select(func.count(Expert.id))) or 0) > MOST_READ:
        return None
    now = current.now()

    def report() -> RegistryReport:
        # How requests were ranked is told to the bureau only.
        counted = proposed_among_first(session, AMONG_FIRST) if partner_id is None else (0, {})
        return registry_report(session, now, partner_id, Proposals(*counted))

    return kept(session, now, ("report", partner_id), report)
