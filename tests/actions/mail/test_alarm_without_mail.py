"""The mail server is down all night: the alarm arrives without it."""

from datetime import timedelta

from service.actions.alarms.audit import audit
from service.actions.alarms.findings import findings, urgent_codes
from service.domain.channel import Channel
from service.jobs.send_notices import send_notices
from service.storage import alarm as alarms
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import Post, Submit
from tests.mail.listening_channel import listening

MINUTE = timedelta(minutes=1)


def test_an_alarm_arrives_while_no_mail_does(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.stop()
    with listening() as server:
        channels = (Channel("duty", f"json://{server.address}/"),)
        for minutes in range(0, 32, 4):
            now = NOW + minutes * MINUTE
            post.send(now)
            audit(post.session, now, channels)
            post.session.commit()
            send_notices(post.engine, now, channels)
    post.inbox.start()
    told = [message["message"] for message in server.received]
    assert told.count("Schakel: een mail gaat niet op tijd weg.") == 1
    assert {mail.state for mail in post.outbox("receipt")} == {"queued"}
    assert post.outbox("alarm") and post.inbox.messages() == []
    # Neither does what monitoring sees, nor what stands on the pages, wait for a mail.
    assert "mail_late" in urgent_codes(findings(post.session, now))
    assert "mail_late" in {row.kind for row in alarms.standing(post.session)}
