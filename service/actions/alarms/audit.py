"""The auditor: raise an alarm once, see it again while it lasts, clear it when it is over."""

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.alarms.findings import all_findings
from service.actions.mail.office_mail import queue_office_mail
from service.actions.mail.recipients import alarm_recipients
from service.actions.notices.queue_notice import queue_alarm_notices
from service.domain.alarm import AlarmKind, Finding, first_of_each_kind
from service.domain.channel import Channels
from service.storage import alarm as alarms
from service.storage.alarm import Alarm

log = logging.getLogger(__name__)

OF_MAIL = (AlarmKind.MAIL_LATE, AlarmKind.MAIL_FAILED)


def audit(session: Session, now: datetime, channels: Channels = ()) -> int:
    """Bring the standing alarms in line with what is wrong now; give how many were raised.

    At most twenty of a kind stand at a time. The first of a kind is told over every channel for
    alarms, and by mail unless mail is what fails. An absence can wait: it goes by mail only.
    """
    alarms.lock_alarms(session)
    found = all_findings(session, now)
    rows = {(row.kind, row.subject): row for row in alarms.standing(session)}
    standing = [finding for finding in found if finding.key in rows]
    new = [finding for finding in found if finding.key not in rows]
    raised = first_of_each_kind([*standing, *new])[len(standing) :]
    for finding in standing:
        row = rows[finding.key]
        row.seen_at, row.facts = now, dict(finding.facts)
    _clear(now, [row for key, row in rows.items() if key not in {one.key for one in standing}])
    for finding in raised:
        _raise(session, now, finding)
    known = {kind for kind, _subject in rows}
    for kind in dict.fromkeys(one.kind for one in raised if one.kind not in known):
        _tell(session, now, channels, kind)
    return len(raised)


def _clear(now: datetime, over: Iterable[Alarm]) -> None:
    for row in over:
        row.cleared_at = now
        log.info("alarm over: %s %s", row.kind, row.subject)


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
    if kind is not AlarmKind.ABSENCE_TO_CONFIRM:
        queue_alarm_notices(session, now, channels, kind)
    if kind not in OF_MAIL:
        receivers = alarm_recipients(session, now, urgent=kind.urgent)
        queue_office_mail(session, now, "alarm", receivers, {"alarm": kind})
