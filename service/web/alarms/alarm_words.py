"""Alarms in words: what is wrong, with what, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.alarm import OF_THE_ROSTER, AlarmKind
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.step import Step
from service.storage.alarm import Alarm
from service.web.local_time import moment_text
from service.web.triage.mail_words import SUBJECT

ADVICE = {
    AlarmKind.WORKER_SILENT: lazy("Bel de beheerder. Bel zelf wie snel iets moet weten."),
    AlarmKind.WORKER_DOWN: lazy("Bel de beheerder. Het werk gaat wel door."),
    AlarmKind.JOB_SILENT: lazy("Bel de beheerder."),
    AlarmKind.DEADLINE_MISSED: lazy("Let zelf op deze termijn. Bel de beheerder."),
    AlarmKind.DEADLINE_LATE: lazy("Kijk of de aanvraag nu loopt. De beheerder zoekt de oorzaak."),
    AlarmKind.MAIL_LATE: lazy("Bel wie deze mail moet krijgen. Bel de beheerder."),
    AlarmKind.MAIL_FAILED: lazy("Controleer het mailadres van de collega. Bel die collega."),
    AlarmKind.CASE_WITHOUT_OWNER: lazy("Neem de aanvraag over en bel de gemeente."),
    AlarmKind.CASE_WITHOUT_NEXT_STEP: lazy("Open de aanvraag en kies wat er nu moet gebeuren."),
    AlarmKind.RANKING_LATE: lazy("Kies zelf deskundigen uit het register. Bel de beheerder."),
    AlarmKind.NOTICE_FAILED: lazy("De beheerder controleert het kanaal in de instellingen."),
    AlarmKind.ROSTER_GAP_SOON: lazy("Zet iemand op het rooster."),
    AlarmKind.ROSTER_GAP_WEEK: lazy("Zet iemand op het rooster."),
    AlarmKind.ABSENCE_TO_CONFIRM: lazy(
        "Vraag de deskundige of dat nog klopt. Leg het antwoord vast bij het profiel."
    ),
}

OF_THE_PROGRAM = frozenset(
    {
        AlarmKind.WORKER_SILENT,
        AlarmKind.WORKER_DOWN,
        AlarmKind.JOB_SILENT,
        AlarmKind.NOTICE_FAILED,
    }
)


@dataclass(frozen=True)
class AlarmLine:
    """One alarm; `reference` is the number of the case where it is about one.

    `expert_id` is set where it is about an expert.
    """

    kind: AlarmKind
    reference: str
    detail: str
    since: datetime
    expert_id: int | None = None

    @property
    def advice(self) -> str:
        """Give what to do."""
        return _(ADVICE[self.kind])


def alarm_lines(rows: Sequence[Alarm]) -> list[AlarmLine]:
    """Give alarms in words, in the same order."""
    return [_line(row) for row in rows if row.kind in set(AlarmKind)]


def _line(row: Alarm) -> AlarmLine:
    kind = AlarmKind(row.kind)
    if kind is AlarmKind.ABSENCE_TO_CONFIRM:
        return AlarmLine(kind, "", "", row.raised_at, int(row.subject))
    if kind in OF_THE_ROSTER:
        return AlarmLine(kind, "", _gap(row), row.raised_at)
    if kind in OF_THE_PROGRAM:
        return AlarmLine(kind, "", row.subject, row.raised_at)
    reference, _space, detail = row.subject.partition(" ")
    code = detail.partition(" ")[0]
    of_mail = kind in (AlarmKind.MAIL_LATE, AlarmKind.MAIL_FAILED)
    step = Step(code).label if code in set(Step) else ""
    words = _(SUBJECT[code]) if of_mail and code in SUBJECT else step
    return AlarmLine(kind, reference.strip("-"), words, row.raised_at)


def _gap(row: Alarm) -> str:
    start = moment_text(datetime.fromisoformat(row.facts["start"]))
    if not row.facts["end"]:
        return _("vanaf {start}").format(start=start)
    end = moment_text(datetime.fromisoformat(row.facts["end"]))
    return _("van {start} tot {end}").format(start=start, end=end)
