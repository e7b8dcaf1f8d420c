"""Send the mails whose turn it is: claim, send outside any transaction, record."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from service.actions.mail.prepare_mail import prepare_mail
from service.actions.mail.record_outcome import record_outcome
from service.database import writing
from service.mail.messages import Message
from service.mail.outcome import Outcome, PermanentFailure, Sender

Clock = Callable[[], datetime]


def send_due(engine: Engine, clock: Clock, sender: Sender, base_url: str, limit: int = 10) -> int:
    """Send up to `limit` mails that are due, one by one; give how many were handled.

    A mail is sent at least once, always with the same Message-ID: when the worker dies between
    sending and recording, the next one sends it again after the lease. The clock (aware UTC) is
    asked anew for each step: a slow mail server must not make the leases and times of later
    mails too early. `base_url` has no slash at the end.
    """
    for handled in range(limit):
        if not _send_next(engine, clock, sender, base_url):
            return handled
    return limit


def _send_next(engine: Engine, clock: Clock, sender: Sender, base_url: str) -> bool:
    with writing(engine) as session:
        prepared = prepare_mail(session, clock(), sender.bureau, base_url)
    if prepared is None:
        return False
    if prepared.message is not None:
        outcome = _send(sender, prepared.message)
        with writing(engine) as session:
            record_outcome(session, clock(), prepared.mail_id, prepared.attempt, outcome)
    return True


def _send(sender: Sender, message: Message) -> Outcome:
    try:
        return sender.send(message)
    except Exception as error:  # noqa: BLE001 - a mail that cannot be built must not stop others
        return PermanentFailure(type(error).__name__)
