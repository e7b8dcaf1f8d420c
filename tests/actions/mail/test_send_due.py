"""Mails leave the outbox through a real mail server: nothing is lost, nothing is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from expert_registry.tables import Expert
from service.actions.mail.open_link import open_link
from service.actions.mail.record_outcome import record_outcome
from service.domain.actor import Actor
from service.domain.invitation import InvitationState
from service.domain.step import Step
from service.jobs.send_due import send_due
from service.mail.messages import Message
from service.mail.outcome import Outcome, PermanentFailure
from service.mail.sender import MailSender
from service.storage import deadline as deadlines
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import MailState
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import (
    BASE_URL,
    DAY,
    HOUR,
    REQUESTER_ADDRESS,
    SOON,
    STAFF_ADDRESS,
    Post,
    Submit,
    invite,
    text_of,
    token_of,
)
from tests.mail.conftest import sender_to


def test_a_sent_mail_is_not_sent_again(post: Post, submit: Submit) -> None:
    submit()
    post.send()
    assert post.send(NOW + DAY) == 0
    assert len(post.inbox.messages()) == 2


def test_a_call_handles_no_more_than_its_limit(post: Post, submit: Submit) -> None:
    submit()
    assert post.send(limit=1) == 1
    assert len(post.inbox.messages()) == 1


def test_nothing_is_lost_while_the_mail_server_is_down(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.stop()
    for attempt in range(3):
        assert post.send(NOW + attempt * HOUR) == 2
    assert {mail.last_error for mail in post.outbox("receipt")} == {"ConnectionRefusedError"}
    post.inbox.start()
    assert post.send(NOW + 4 * HOUR) == 2
    assert post.states("receipt") == post.states("duty_alert") == [MailState.SENT]
    assert len(post.inbox.messages()) == 2


def test_a_receiver_that_is_put_off_is_tried_again_later(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.faults.greylist(REQUESTER_ADDRESS)
    post.send()
    [row] = post.outbox("receipt")
    assert (row.state, row.attempts, row.last_error) == (MailState.QUEUED, 1, "451")
    assert row.next_attempt_at is not None
    assert timedelta(seconds=4) <= row.next_attempt_at - NOW <= timedelta(seconds=8)
    assert post.send(NOW + timedelta(seconds=3)) == 0
    assert post.send(NOW + SOON) == 1
    assert post.states("receipt") == [MailState.SENT]


def test_a_mail_that_never_gets_through_is_given_up_after_a_day(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.faults.greylist(REQUESTER_ADDRESS, times=99)
    for hours in range(24):
        post.send(NOW + hours * HOUR)
    assert post.states("receipt") == [MailState.QUEUED]
    post.send(NOW + DAY)
    assert post.states("receipt") == [MailState.FAILED]
    assert len(post.received(STAFF_ADDRESS, "niet aangekomen")) == 1


def test_a_refused_receiver_fails_at_once_and_the_bureau_hears_it(
    post: Post, submit: Submit
) -> None:
    request = submit()
    post.inbox.faults.refuse(REQUESTER_ADDRESS)
    post.send()
    [row] = post.outbox("receipt")
    assert (row.state, row.last_error, row.next_attempt_at) == (MailState.FAILED, "550", None)
    alert = post.the_only(STAFF_ADDRESS, "niet aangekomen")
    assert request.reference in alert["Subject"]
    assert REQUESTER_ADDRESS not in text_of(alert)
    running = deadlines.running(post.session, request.id, Step.RECEIPT)
    assert len(running) == 1


def test_a_failing_mail_to_staff_alerts_nobody(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.faults.refuse(STAFF_ADDRESS)
    post.inbox.faults.refuse(REQUESTER_ADDRESS)
    post.send()
    assert post.states("duty_alert") == post.states("mail_failed") == [MailState.FAILED]
    assert post.send(NOW + DAY) == 0


def test_an_uncertain_mail_is_sent_once_more_under_the_same_name(
    post: Post, submit: Submit
) -> None:
    submit()
    post.inbox.faults.drop_after_data()
    post.send(limit=1)
    [row] = post.outbox("receipt")
    assert (row.state, row.uncertain) == (MailState.QUEUED, True)
    post.send(NOW + SOON)
    assert post.states("receipt") == [MailState.SENT]
    received = post.received(REQUESTER_ADDRESS, "ontvangen")
    assert len(received) == 2
    assert received[0]["Message-ID"] == received[1]["Message-ID"]
    tokens = [token_of(mail, LinkPurpose.STATUS) for mail in received]
    assert tokens[0] != tokens[1]
    for token in tokens:
        open_link(post.session, NOW + SOON, token, LinkPurpose.STATUS)


def test_after_a_second_drop_a_person_must_look(post: Post, submit: Submit) -> None:
    submit()
    post.inbox.faults.drop_after_data()
    post.send(limit=1)
    post.send()
    post.inbox.faults.drop_after_data()
    post.send(NOW + SOON, limit=1)
    assert post.states("receipt") == [MailState.FAILED]
    assert len(post.received(REQUESTER_ADDRESS, "ontvangen")) == 2
    post.send(NOW + HOUR)
    assert len(post.received(STAFF_ADDRESS, "niet aangekomen")) == 1


def test_a_mail_of_a_worker_that_died_is_sent_after_its_lease(post: Post, submit: Submit) -> None:
    submit()
    for row in post.outbox("receipt"):
        row.state, row.attempts = MailState.SENDING, 1
        row.next_attempt_at = NOW + timedelta(seconds=30)
    post.send(NOW + timedelta(seconds=29))
    assert post.received(REQUESTER_ADDRESS, "ontvangen") == []
    post.send(NOW + timedelta(seconds=30))
    assert len(post.received(REQUESTER_ADDRESS, "ontvangen")) == 1


def test_the_failure_of_an_attempt_that_lost_its_lease_is_void(post: Post, submit: Submit) -> None:
    submit()
    post.send()
    [row] = post.outbox("receipt")
    record_outcome(post.session, NOW, row.id, row.attempts, PermanentFailure("550"))
    assert post.states("receipt") == [MailState.SENT]


def test_each_mail_has_its_own_time_however_slow_the_one_before(post: Post, submit: Submit) -> None:
    submit()
    post.session.commit()
    moments = iter(NOW + minute * SOON for minute in range(5))
    assert send_due(post.engine, lambda: next(moments), post.sender, BASE_URL) == 2
    sent = [post.outbox(kind)[0].sent_at for kind in ("receipt", "duty_alert")]
    assert sorted(at for at in sent if at) == [NOW + SOON, NOW + 3 * SOON]


def test_several_workers_send_each_mail_once(post: Post, submit: Submit) -> None:
    for number in range(6):
        submit(form_token=f"form-{number}")
    post.session.commit()
    with ThreadPoolExecutor(4) as workers:
        runs = [
            workers.submit(send_due, post.engine, lambda: NOW, post.sender, BASE_URL, 100)
            for _worker in range(4)
        ]
    assert sum(run.result() for run in runs) == 12
    identities = [mail["Message-ID"] for mail in post.inbox.messages()]
    assert len(identities) == len(set(identities)) == 12


def test_one_mail_that_cannot_be_made_does_not_hold_up_the_others(
    post: Post, submit: Submit
) -> None:
    broken = submit(requester_name="Adviseur\r\nBcc: x@y.example")
    submit(form_token="form-2", requester_email="ander@zeist.example")
    post.send()
    [failed] = [mail for mail in post.outbox("receipt") if mail.request_id == broken.id]
    assert (failed.state, failed.last_error) == (MailState.FAILED, "UnsafeField")
    assert len(post.received("ander@zeist.example", "ontvangen")) == 1
    assert len(post.received(STAFF_ADDRESS, "niet aangekomen")) == 1


def test_an_expert_without_an_address_alerts_the_bureau_and_the_next_is_asked(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    post.session.get_one(Expert, invitation.expert_id).email = ""
    post.send()
    assert post.states("invitation") == [MailState.FAILED, MailState.SENT]
    assert invitation.state == InvitationState.UNDELIVERABLE
    assert len(post.received(STAFF_ADDRESS, "niet aangekomen")) == 1


def test_an_error_of_the_sender_itself_fails_one_mail(post: Post, submit: Submit) -> None:
    class Broken(MailSender):
        def send(self, message: Message) -> Outcome:
            if message.to_address == REQUESTER_ADDRESS:
                raise ZeroDivisionError
            return super().send(message)

    submit()
    post.sender = sender_to(post.inbox.smtp_port, kind=Broken)
    post.send()
    assert post.states("receipt") == [MailState.FAILED]
    assert post.states("duty_alert") == [MailState.SENT]
