"""Everything that is wrong with the program now, computed afresh from the database."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.alarms.absence_trouble import absence_trouble
from service.actions.alarms.case_trouble import case_trouble
from service.actions.alarms.deadline_trouble import deadline_trouble
from service.actions.alarms.mail_trouble import mail_trouble
from service.actions.alarms.roster_trouble import roster_trouble
from service.domain.alarm import (
    FAILURES_SHOWN_FOR,
    NOTICE_WITHIN,
    AlarmKind,
    Finding,
    first_of_each_kind,
    silent_workers,
)
from service.storage import heartbeat, notice


def findings(session: Session, now: datetime) -> list[Finding]:
    """Give what is wrong, at most twenty of a kind.

    It needs no worker: the web process finds a worker that is dead by the same rules.
    """
    return first_of_each_kind(all_findings(session, now))


def all_findings(session: Session, now: datetime) -> list[Finding]:
    """Give what is wrong, also the hundredth of a kind."""
    return [
        *silent_workers(heartbeat.signs_of_life(session), now),
        *deadline_trouble(session, now),
        *mail_trouble(session, now),
        *case_trouble(session, now),
        *_notice_trouble(session, now),
        *roster_trouble(session, now),
        *absence_trouble(session, now),
    ]


def urgent_codes(found: list[Finding]) -> list[str]:
    """Give the codes of what is in trouble now, each once; none when all is well."""
    return sorted({finding.kind.value for finding in found if finding.kind.urgent})


def _notice_trouble(session: Session, now: datetime) -> list[Finding]:
    rows = notice.troubled(session, now - NOTICE_WITHIN, now - FAILURES_SHOWN_FOR)
    return [Finding(AlarmKind.NOTICE_FAILED, f"{row.channel} {row.id}") for row in rows]
