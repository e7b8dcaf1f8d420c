"""What must never stay unseen about the program itself: the limits, and what is wrong now."""

from collections.abc import Iterable, Mapping
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
    WORKER_DOWN = "worker_down"
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
    ABSENCE_TO_CONFIRM = "absence_to_confirm"

    @property
    def urgent(self) -> bool:
        """Say whether the program or a case is in trouble now; the others can wait."""
        return self not in (*OF_THE_ROSTER, AlarmKind.ABSENCE_TO_CONFIRM)

    @property
    def label(self) -> str:
        """Give the trouble in a few words, for users."""
        return {
            AlarmKind.WORKER_SILENT: _("het programma op de achtergrond werkt niet"),
            AlarmKind.WORKER_DOWN: _("een deel van het programma op de achtergrond is uitgevallen"),
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
            AlarmKind.ABSENCE_TO_CONFIRM: _(
                "een deskundige is al weken afwezig en niemand vroeg het na"
            ),
        }[self]


OF_THE_ROSTER = (AlarmKind.ROSTER_GAP_SOON, AlarmKind.ROSTER_GAP_WEEK)


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
STOPPED = "stopped"
"""What a worker signs with while it lives, and when it ends because it was told to."""

SILENT_AFTER = MINUTE
JOB_LIMITS: Mapping[str, timedelta] = {
    "send mail": 2 * MINUTE,
    "check deadlines": MINUTE,
    "rank requests": 5 * MINUTE,
    "refresh registry": 60 * MINUTE,
    "refresh knowledge": 60 * MINUTE,
    "send notices": 2 * MINUTE,
    "audit": 2 * MINUTE,
    "retention": 180 * MINUTE,
    "forget attempts": 60 * MINUTE,
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


def silent_workers(signs: Mapping[str, Mapping[str, datetime]], now: datetime) -> list[Finding]:
    """Give the workers that are down and the jobs that a living one did not finish in time.

    `signs` gives per worker when (UTC) it last signed and finished each job. When no worker
    lives that is all there is to say. One that stopped because it was told to is not down, and
    leaves a minute to start again; one that is down is shown for a day. A sign from the future
    was left by a clock that was set back: it proves nothing.
    """
    living = [name for name, jobs in signs.items() if _signed(jobs, WORKER_JOB, now)]
    restarting = any(_signed(jobs, STOPPED, now) for jobs in signs.values())
    if not living and not restarting:
        return [Finding(AlarmKind.WORKER_SILENT)]
    down = [
        Finding(AlarmKind.WORKER_DOWN, name)
        for name, jobs in signs.items()
        if name not in living and not _told_to_stop(jobs) and _of_today(jobs, now)
    ]
    late = [
        Finding(AlarmKind.JOB_SILENT, f"{name}: {job}")
        for name in living
        for job, limit in JOB_LIMITS.items()
        if not _told_to_stop(signs[name]) and not _signed(signs[name], job, now, limit)
    ]
    return [*down, *late]


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


def _signed(
    jobs: Mapping[str, datetime], job: str, now: datetime, limit: timedelta = SILENT_AFTER
) -> bool:
    return job in jobs and -SILENT_AFTER <= now - jobs[job] <= limit


def _told_to_stop(jobs: Mapping[str, datetime]) -> bool:
    return STOPPED in jobs and (WORKER_JOB not in jobs or jobs[STOPPED] >= jobs[WORKER_JOB])


def _of_today(jobs: Mapping[str, datetime], now: datetime) -> bool:
    return WORKER_JOB in jobs and now - jobs[WORKER_JOB] <= FAILURES_SHOWN_FOR
