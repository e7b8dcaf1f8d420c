"""Notices are sent over a real channel, tried again, and given up after an hour."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from service.actions.notices.send_notice import GIVE_UP_AFTER, LEASE, prepare_notice
from service.database import reading, writing
from service.domain.channel import Channel
from service.domain.throttle import LIMITS, Attempt
from service.jobs.send_notices import send_notices
from service.storage.notice import Notice
from service.storage.outbox_mail import MailState
from tests.actions.conftest import NOW
from tests.mail.listening_channel import listening

SECOND = timedelta(seconds=1)
NOWHERE = Channel("duty", "json://127.0.0.1:1/x")


@pytest.fixture
def queued(engine: Engine, reference_data: None) -> None:
    with writing(engine) as session:
        session.add(
            Notice(
                channel="duty",
                kind="alarm",
                reference="mail_late",
                facts={},
                queued_at=NOW,
                next_attempt_at=NOW,
            )
        )


def the_notice(engine: Engine) -> tuple[str, int, str | None, datetime | None]:
    with reading(engine) as session:
        row = session.scalars(select(Notice)).one()
        return row.state, row.attempts, row.last_error, row.next_attempt_at


def test_a_notice_is_sent_once(engine: Engine, queued: None) -> None:
    with listening() as server:
        channels = (Channel("duty", f"json://{server.address}/"),)
        assert send_notices(engine, NOW, channels) == 1
        assert send_notices(engine, NOW + SECOND, channels) == 0
    assert [message["message"] for message in server.received] == [
        "Schakel: een mail gaat niet op tijd weg."
    ]
    assert the_notice(engine) == (MailState.SENT, 1, None, None)


def test_a_channel_that_fails_is_tried_again(engine: Engine, queued: None) -> None:
    with listening() as server:
        server.answer = 503
        channels = (Channel("duty", f"json://{server.address}/"),)
        send_notices(engine, NOW, channels)
        assert the_notice(engine) == (MailState.QUEUED, 1, "not-taken", NOW + 5 * SECOND)
        assert send_notices(engine, NOW + 4 * SECOND, channels) == 0
        server.answer = 200
        assert send_notices(engine, NOW + 5 * SECOND, channels) == 1
    assert the_notice(engine)[:3] == (MailState.SENT, 2, None)


def test_it_is_given_up_after_an_hour(engine: Engine, queued: None) -> None:
    now = NOW
    while the_notice(engine)[0] == MailState.QUEUED:
        send_notices(engine, now, (NOWHERE,))
        now = the_notice(engine)[3] or now
    state, attempts, error, _next = the_notice(engine)
    assert (state, error) == (MailState.FAILED, "not-taken")
    assert attempts > 5
    assert GIVE_UP_AFTER <= now - NOW < GIVE_UP_AFTER + timedelta(minutes=10)


def test_a_channel_that_is_gone_fails_at_once(engine: Engine, queued: None) -> None:
    assert send_notices(engine, NOW, ()) == 1
    assert the_notice(engine)[:3] == (MailState.FAILED, 0, "no-such-channel")


def test_a_notice_of_a_worker_that_died_is_sent_by_the_next(engine: Engine, queued: None) -> None:
    with writing(engine) as session:
        assert prepare_notice(session, NOW, (NOWHERE,))
    with listening() as server:
        channels = (Channel("duty", f"json://{server.address}/"),)
        assert send_notices(engine, NOW + SECOND, channels) == 0
        assert send_notices(engine, NOW + LEASE, channels) == 1
    assert the_notice(engine)[0] == MailState.SENT


@pytest.mark.backend("sqlite")
def test_in_a_flood_one_notice_tells_of_it_and_the_rest_stays_away(engine: Engine) -> None:
    most = LIMITS[Attempt.NOTICE].most
    with writing(engine) as session:
        for name in ["duty"] * (most + 5) + ["other"]:
            values = {"kind": "alarm", "reference": "mail_late", "queued_at": NOW}
            session.add(Notice(channel=name, next_attempt_at=NOW, **values))
    with listening() as server:
        channels = tuple(Channel(name, f"json://{server.address}/") for name in ("duty", "other"))
        assert send_notices(engine, NOW, channels, limit=100) == most + 6
    texts = Counter(message["message"] for message in server.received)
    assert texts == {
        "Schakel: een mail gaat niet op tijd weg.": most + 1,
        "Schakel: heel veel meldingen tegelijk. Kijk in de wachtrij.": 1,
    }
