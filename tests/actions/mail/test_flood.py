"""A flood of mails: colleagues get one summary, others get what asks something of them first."""

from datetime import datetime, timedelta

import pytest

from service.domain.request_status import Status
from service.domain.throttle import LIMITS, Attempt, Limit
from service.storage import outbox_mail
from service.storage.outbox_mail import HELD_BACK, MailState, OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE, NOW
from tests.actions.mail.conftest import (
    HOUR,
    STAFF_ADDRESS,
    Post,
    Submit,
    text_of,
)

MINUTE = timedelta(minutes=1)
ALERTS = LIMITS[Attempt.ALERT]


def submit_many(submit: Submit, count: int, **changes: object) -> list[SupportRequest]:
    return [submit(form_token=f"form-{n}", **changes) for n in range(count)]


@pytest.mark.backend("sqlite")
def test_a_storm_is_ten_mails_and_one_summary(post: Post, submit: Submit) -> None:
    requests = submit_many(submit, 24)
    references = {request.reference for request in requests}
    post.send()
    assert len(post.inbox.messages_for(STAFF_ADDRESS)) == ALERTS.most
    left_out = [mail for mail in post.outbox("duty_alert") if mail.state == MailState.SUMMARISED]
    assert len(left_out) == 14

    post.send(NOW + MINUTE)
    summary = post.the_only(STAFF_ADDRESS, "14 meldingen in korte tijd")
    told = {mail.request_id for mail in left_out}
    for request in requests:
        assert (request.reference in text_of(summary)) == (request.id in told)
    assert not any(reference in str(summary["Subject"]) for reference in references)
    assert INTAKE.requester_name not in text_of(summary)
    assert "https://schakel.example/bureau" in text_of(summary).splitlines()


def test_a_flood_that_goes_on_is_told_every_five_minutes(post: Post, submit: Submit) -> None:
    submit_many(submit, ALERTS.most + 1)
    post.send()
    post.send(NOW + MINUTE)
    submit(form_token="later")
    post.send(NOW + MINUTE)
    assert [mail.state for mail in post.outbox("alert_summary")] == ["sent", "queued"]
    post.send(NOW + 4 * MINUTE)
    assert post.states("alert_summary") == ["sent", "queued"]
    post.send(NOW + 5 * MINUTE)
    assert post.states("alert_summary") == ["sent", "sent"]
    submit(form_token="much later")
    post.send(NOW + ALERTS.within)
    assert post.states("duty_alert")[-1] == MailState.SENT


def test_acute_alerts_come_one_by_one_longer(post: Post, submit: Submit) -> None:
    submit_many(submit, ALERTS.most)
    post.send()
    submit(form_token="acute", urgency="U1")
    submit(form_token="other", urgency="U3")
    post.send()
    assert post.states("duty_alert")[-2:] == [MailState.SENT, MailState.SUMMARISED]


def add_mails(post: Post, request: SupportRequest, kind: str, count: int, now: datetime) -> None:
    post.session.add_all(
        OutboxMail(
            template_version=0,
            kind=kind,
            recipient_kind="requester",
            request_id=request.id,
            facts={},
            message_id=f"{kind}-{number}",
            queued_at=now,
            next_attempt_at=now,
        )
        for number in range(count)
    )
    post.send(now)


@pytest.mark.backend("sqlite")
def test_what_only_informs_waits_first_and_nothing_is_lost(
    post: Post, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.domain.throttle.MOST_NOTICES_BY_MAIL", 2)
    monkeypatch.setitem(LIMITS, Attempt.MAIL, Limit(4, HOUR, urgent=5))
    request = submit()
    post.send()
    request.status = Status.CLOSED
    add_mails(post, request, "request_closed", 2, NOW + MINUTE)
    assert post.states("request_closed") == [MailState.SENT, MailState.QUEUED]
    [late] = outbox_mail.troubled(post.session)
    assert (late.last_error, late.attempts, late.next_attempt_at) == (HELD_BACK, 0, NOW + HOUR)
    add_mails(post, request, "receipt", 3, NOW + 2 * MINUTE)
    assert post.states("receipt") == [MailState.SENT] * 3 + [MailState.QUEUED]
    post.send(NOW + HOUR)
    assert set(post.states("request_closed") + post.states("receipt")) == {MailState.SENT}
    assert outbox_mail.troubled(post.session) == []
    assert post.outbox("request_closed")[1].last_error is None


@pytest.mark.backend("sqlite")
def test_an_address_counts_over_all_requests_and_in_any_letters(
    post: Post, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Attempt.MAIL, Limit(2, HOUR))
    for number, name in enumerate(("Een", "een", "EEN", "twee")):
        submit(form_token=f"form-{number}", requester_email=f"{name}@zeist.example")
    post.send()
    assert post.states("receipt") == ["sent", "sent", "queued", "sent"]


@pytest.mark.backend("sqlite")
def test_a_mail_that_is_tried_again_counts_once(
    post: Post, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Attempt.MAIL, Limit(1, HOUR))
    submit()
    post.inbox.stop()
    for number in range(3):
        post.send(NOW + number * 5 * MINUTE)
    post.inbox.start()
    post.send(NOW + 50 * MINUTE)
    assert post.states("receipt") == [MailState.SENT]
