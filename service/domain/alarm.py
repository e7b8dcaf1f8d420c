"""What must never stay unseen about the program itself: the limits, and what is wrong now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from service.domain.language import gettext as _
from service.domain.urgency import Urgency

MINUTE = timedelta(minutes=1)


class AlarmKind(StrEnum):
    """A kind of trouble; the value is the code that monitoring sees."""

    WORKER_SILENT = "worker_silent"
    JOB_SILENT = "job_silent"
    DEADLINE_MISSED = "deadline_missed"
    DEADLINE_LATE = "deadline_late"
    MAIL_LATE = "mail_late"
    MAIL_FAILED = "mail_failed"
    CASE_WITHOUT_OWNER = "case_without_owner"
    CASE_WITHOUT_NEXT_STEP = "case_without_next_step"
    RANKING_LATE = "ranking_late"
    NOTICE_FAILED = "notice_failed"
    ROSTER_GAP_SOON = "roster_gap_soon"
    ROSTER_GAP_WEEK = "roster_gap_week"

    @property
    def urgent(self) -> bool:
        """Say whether the program or a case is in trouble now; a gap in the roster lies ahead."""
        return self not in (AlarmKind.ROSTER_GAP_SOON, AlarmKind.ROSTER_GAP_WEEK)

    @property
    def label(self) -> str:
        """Give the trouble in a few words, for users."""
        return {
            AlarmKind.WORKER_SILENT: _("het programma op de achtergrond werkt niet"),
            AlarmKind.JOB_SILENT: _("een taak op de achtergrond staat stil"),
            AlarmKind.DEADLINE_MISSED: _("een termijn wordt niet bewaakt"),
            AlarmKind.DEADLINE_LATE: _("een termijn is te laat opgemerkt"),
            AlarmKind.MAIL_LATE: _("een mail gaat niet op tijd weg"),
            AlarmKind.MAIL_FAILED: _("een mail aan een collega kwam niet aan"),
            AlarmKind.CASE_WITHOUT_OWNER: _("een aanvraag heeft te lang geen eigenaar"),
            AlarmKind.CASE_WITHOUT_NEXT_STEP: _("een aanvraag heeft geen volgende stap"),
            AlarmKind.RANKING_LATE: _("een voorstel laat te lang op zich wachten"),
            AlarmKind.NOTICE_FAILED: _("een melding buiten de mail om kwam niet aan"),
            AlarmKind.ROSTER_GAP_SOON: _("binnen 72 uur heeft niemand dienst"),
            AlarmKind.ROSTER_GAP_WEEK: _("binnen een week heeft niemand dienst"),
        }[self]


@dataclass(frozen=True)
class Finding:
    """One trouble that is there now; `subject` names the row, `facts` hold no texts."""

    kind: AlarmKind
    subject: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Give what makes it the same trouble as before."""
        return self.kind, self.subject


WORKER_JOB = "worker"
SILENT_AFTER = MINUTE
JOB_LIMITS: Mapping[str, timedelta] = {
    "send mail": 2 * MINUTE,
    "check deadlines": MINUTE,
    "rank requests": 5 * MINUTE,
    "refresh registry": 60 * MINUTE,
    "refresh knowledge": 60 * MINUTE,
    "send notices": 2 * MINUTE,
    "audit": 2 * MINUTE,
}
"""How long a job may be without a finished round. Embedding a new registry takes its time."""

ACTED_ON_WITHIN = MINUTE
ACUTE_MAIL_WITHIN = 2 * MINUTE
MAIL_WITHIN = 15 * MINUTE
RANKED_WITHIN = 5 * MINUTE
NOTICE_WITHIN = 15 * MINUTE
FAILURES_SHOWN_FOR = timedelta(hours=24)
REMEMBERED_FOR = timedelta(hours=1)
"""How long something that was too late, and is over, goes on being shown."""

MOST_PER_KIND = 20


def silent_jobs(beats: Mapping[str, Sequence[datetime]], now: datetime) -> list[Finding]:
    """Give the jobs that no worker finished in time; only the worker, when all of it is silent.

    A sign of life from the future was left by a clock that was set back: it proves nothing.
    """
    if not _alive(beats.get(WORKER_JOB, ()), now, SILENT_AFTER):
        return [Finding(AlarmKind.WORKER_SILENT)]
    return [
        Finding(AlarmKind.JOB_SILENT, job)
        for job, limit in JOB_LIMITS.items()
        if not _alive(beats.get(job, ()), now, limit)
    ]


def mail_limit(urgency: str | None) -> timedelta:
    """Give how long a mail may wait for its way out; one about no request is not acute."""
    return ACUTE_MAIL_WITHIN if urgency == Urgency.U1 else MAIL_WITHIN


def first_of_each_kind(findings: Iterable[Finding]) -> list[Finding]:
    """Give at most twenty findings of a kind: after a long standstill more tell nothing new."""
    counts: dict[AlarmKind, int] = {}
    kept = []
    for finding in findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
        if counts[finding.kind] <= MOST_PER_KIND:
            kept.append(finding)
    return kept


def _alive(beats: Sequence[datetime], now: datetime, limit: timedelta) -> bool:
    return any(-SILENT_AFTER <= now - at <= limit for at in beats)
