"""The auditor: raise an alarm once, see it again while it lasts, clear it when it is over."""

import logging
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.alarms.findings import findings
from service.actions.mail.office_mail import queue_office_mail
from service.actions.mail.recipients import alarm_recipients
from service.actions.notices.queue_notice import queue_alarm_notices
from service.domain.alarm import AlarmKind, Finding
from service.domain.channel import Channels
from service.storage import alarm as alarms
from service.storage.alarm import Alarm

log = logging.getLogger(__name__)

OF_THE_WORKER = (AlarmKind.WORKER_SILENT, AlarmKind.JOB_SILENT)
OF_MAIL = (AlarmKind.MAIL_LATE, AlarmKind.MAIL_FAILED)


def audit(
    session: Session,
    now: datetime,
    channels: Channels = (),
    leave_out: Collection[AlarmKind] = (),
) -> int:
    """Bring the standing alarms in line with what is wrong now; give how many were raised.

    The first alarm of a kind is told over every channel for alarms, and by mail unless mail is
    what fails. `leave_out` are kinds that cannot be judged yet.
    """
    alarms.lock_alarms(session)
    found = [finding for finding in findings(session, now) if finding.kind not in leave_out]
    standing = {(row.kind, row.subject): row for row in alarms.standing(session)}
    known_kinds = {kind for kind, _subject in standing}
    raised = [finding for finding in found if finding.key not in standing]
    for finding in found:
        if finding.key in standing:
            row = standing.pop(finding.key)
            row.seen_at, row.facts = now, dict(finding.facts)
    for row in standing.values():
        row.cleared_at = now
        log.info("alarm over: %s %s", row.kind, row.subject)
    for finding in raised:
        _raise(session, now, finding)
    for kind in dict.fromkeys(
        finding.kind for finding in raised if finding.kind not in known_kinds
    ):
        _tell(session, now, channels, kind)
    return len(raised)


def _raise(session: Session, now: datetime, finding: Finding) -> None:
    log.error("alarm: %s %s", finding.kind.value, finding.subject)
    session.add(
        Alarm(
            kind=finding.kind,
            subject=finding.subject,
            raised_at=now,
            seen_at=now,
            facts=dict(finding.facts),
        )
    )


def _tell(session: Session, now: datetime, channels: Channels, kind: AlarmKind) -> None:
    queue_alarm_notices(session, now, channels, kind)
    if kind not in OF_MAIL:
        receivers = alarm_recipients(session, now, urgent=kind.urgent)
        queue_office_mail(session, now, "alarm", receivers, {"alarm": kind})
