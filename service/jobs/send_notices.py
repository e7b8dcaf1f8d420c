"""Send the notices whose turn it is: claim, send outside any transaction, record."""

from datetime import datetime

from sqlalchemy import Engine

from service.actions.notices.send_notice import prepare_notice, record_failure, record_sent
from service.database import writing
from service.domain.channel import Channels
from service.mail.channels import ChannelFailure, ChannelSender, send_over


def send_notices(
    engine: Engine,
    now: datetime,
    channels: Channels,
    send: ChannelSender = send_over,
    limit: int = 10,
) -> int:
    """Send up to `limit` notices that are due, one by one; give how many were handled.

    A notice is sent at least once: when the worker dies between sending and recording, the next
    one sends it again after the lease.
    """
    for handled in range(limit):
        if not _send_next(engine, now, channels, send):
            return handled
    return limit


def _send_next(engine: Engine, now: datetime, channels: Channels, send: ChannelSender) -> bool:
    with writing(engine) as session:
        prepared = prepare_notice(session, now, channels)
    if prepared is None:
        return False
    if prepared.url is None:
        return True
    try:
        send(prepared.url, prepared.text)
    except ChannelFailure as failure:
        with writing(engine) as session:
            record_failure(session, now, prepared, str(failure))
    else:
        with writing(engine) as session:
            record_sent(session, now, prepared)
    return True
