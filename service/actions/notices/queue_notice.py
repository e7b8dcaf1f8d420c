"""Put notices to other channels than mail in line, in the transaction of what they report."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.channel import Channel, NoticeLevel, names_for
from service.storage.deadline import Deadline
from service.storage.notice import Notice
from service.storage.request import SupportRequest


def queue_deadline_notices(
    session: Session,
    now: datetime,
    channels: Iterable[Channel],
    kind: str,
    level: str,
    request: SupportRequest,
    deadline: Deadline,
) -> None:
    """Tell each channel of this level of a step; the notice says reference, urgency and step."""
    for name in names_for(channels, level):
        notice = Notice(
            channel=name,
            kind=kind,
            reference=request.reference,
            facts={"urgency": request.urgency, "step": deadline.step, "deadline_id": deadline.id},
            request_id=request.id,
            queued_at=now,
            next_attempt_at=now,
        )
        session.add(notice)


def queue_alarm_notices(
    session: Session, now: datetime, channels: Iterable[Channel], code: str
) -> None:
    """Tell the channels for alarms of a kind of trouble with the program itself."""
    for name in names_for(channels, NoticeLevel.ALARM):
        session.add(
            Notice(
                channel=name,
                kind="alarm",
                reference=code,
                facts={},
                queued_at=now,
                next_attempt_at=now,
            )
        )
