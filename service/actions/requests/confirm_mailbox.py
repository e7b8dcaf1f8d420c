"""Somebody uses a link that was mailed to the requester: the mailbox is theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.actor import REQUESTER
from service.storage import history_event
from service.storage.request import SupportRequest


def confirm_mailbox(session: Session, now: datetime, request: SupportRequest) -> bool:
    """Record that the address of the requester works; give whether that was new.

    Opening a link proves nothing, as scanners of mails do that: call it for what a person posts.
    The revision stays, so that nobody who is at work on the case has to look again.
    """
    if request.mailbox_confirmed_at is not None:
        return False
    request.mailbox_confirmed_at = now
    history_event.append(session, request.id, now, "mailbox_confirmed", REQUESTER)
    return True
