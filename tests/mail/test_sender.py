"""Each outcome of sending, with a real mail server at the other end."""

import logging
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default

import pytest
from ical.calendar_stream import IcsCalendarStream

from service.mail.messages import Message, compose
from service.mail.outcome import (
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Uncertain,
)
from service.mail.sender import MailSender, outcome_of
from service.rehearsal.inbox import Inbox
from service.rehearsal.ports import HOST
from tests.mail.conftest import Certificate, sender_to
from tests.mail.mail_facts import AT, CASES, facts

TO = "adviseur@zeist.example"


def a_mail(case: str = "accepted_requester", message_id: str = "1a2b") -> Message:
    kind, given = CASES[case]
    return compose(kind, given, message_id, AT)


def the_only(inbox: Inbox, address: str = TO) -> EmailMessage:
    [mail] = inbox.messages_for(address)
    return mail


def test_a_mail_arrives_as_it_was_composed(inbox: Inbox, sender: MailSender) -> None:
    sent = a_mail()
    assert sender.send(sent) == Sent()
    mail = the_only(inbox)
    assert mail["Subject"] == sent.subject
    assert mail["To"] == TO
    assert mail["From"] == "Bureau Voorbeeld <schakel@bureau.example>"
    assert mail["Message-ID"] == "<1a2b@bureau.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Date"].datetime.tzinfo is not None
    for subtype, text in (("plain", sent.text), ("html", sent.html)):
        part = mail.get_body((subtype,))
        assert part is not None
        assert part.get_content().splitlines() == text.splitlines()


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case][1].appointment])
def test_an_appointment_arrives_as_another_program_reads_it(
    inbox: Inbox, sender: MailSender, case: str
) -> None:
    """RFC 5545, 5546 and 6047; the parser shares no code with what wrote the appointment."""
    given = CASES[case][1]
    assert given.appointment is not None
    assert sender.send(a_mail(case)) == Sent()
    mail = the_only(inbox, given.to_address)
    [part] = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    [file] = mail.iter_attachments()
    assert file.get_filename() == "afspraak.ics"
    method = "CANCEL" if given.appointment.cancelled else "REQUEST"
    assert (part.get_param("method"), part.get_param("charset")) == (method, "utf-8")
    for text in (part.get_content(), file.get_content().decode()):
        calendar = IcsCalendarStream.calendar_from_ics(text)
        [event] = calendar.events
        assert (calendar.method, event.start) == (method, AT)
        assert event.sequence == given.appointment.sequence


def test_lines_on_the_wire_are_short_ascii(inbox: Inbox, sender: MailSender) -> None:
    kind, given = CASES["accepted_requester"]
    name = "Jönköping van den Überdorf-Ñandú " * 8
    assert sender.send(compose(kind, replace(given, to_name=name), "1", AT)) == Sent()
    raw = the_only(inbox).as_bytes(policy=default.clone(refold_source="none"))
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) < 998
    body = the_only(inbox).get_body(("plain",))
    assert body is not None
    assert name.strip() in body.get_content()


def test_an_address_with_an_international_domain_is_sent(inbox: Inbox, sender: MailSender) -> None:
    kind, _given = CASES["no_match"]
    mail = compose(kind, facts(to_address="adviseur@zéist.example"), "1", AT)
    assert sender.send(mail) == Sent()
    assert len(inbox.messages_for("adviseur@xn--zist-bpa.example")) == 1


def test_a_refused_receiver_is_final(inbox: Inbox, sender: MailSender) -> None:
    inbox.faults.refuse(TO)
    assert sender.send(a_mail()) == PermanentFailure("550")
    assert inbox.messages() == []


def test_a_receiver_that_is_put_off_may_be_tried_again(inbox: Inbox, sender: MailSender) -> None:
    inbox.faults.greylist(TO)
    assert sender.send(a_mail()) == TemporaryFailure("451")
    assert sender.send(a_mail()) == Sent()
    assert len(inbox.messages()) == 1


def test_a_drop_after_the_text_is_uncertain(inbox: Inbox, sender: MailSender) -> None:
    inbox.faults.drop_after_data()
    assert sender.send(a_mail()) == Uncertain("dropped-after-data")
    assert sender.send(a_mail()) == Sent()
    assert [mail["Message-ID"] for mail in inbox.messages()] == ["<1a2b@bureau.example>"] * 2


def test_a_server_that_never_answers_to_the_text_is_uncertain(inbox: Inbox) -> None:
    inbox.faults.slow(30.0)
    assert sender_to(inbox.smtp_port, timeout_s=0.3).send(a_mail()) == Uncertain(
        "dropped-after-data"
    )


def test_a_server_that_never_greets_runs_into_the_time_limit() -> None:
    with socket.create_server((HOST, 0)) as silent:
        outcome = sender_to(silent.getsockname()[1], timeout_s=0.2).send(a_mail())
    assert isinstance(outcome, TemporaryFailure)


def test_a_server_that_is_slow_at_every_step_runs_into_the_limit_of_the_whole() -> None:
    with socket.create_server((HOST, 0)) as server:
        answering = threading.Thread(target=_answer_slowly, args=(server, 0.3))
        answering.start()
        outcome = sender_to(server.getsockname()[1], timeout_s=0.5).send(a_mail())
        answering.join()
    assert outcome != Sent()


def _answer_slowly(server: socket.socket, seconds: float) -> None:
    connection, _address = server.accept()
    in_data = False
    with connection, connection.makefile("rwb") as stream, suppress(OSError):
        stream.write(b"220 slow.example\r\n")
        stream.flush()
        for line in stream:
            if in_data and line != b".\r\n":
                continue
            in_data = line.upper().startswith(b"DATA")
            time.sleep(seconds)
            stream.write(b"354 go on\r\n" if in_data else b"250 OK\r\n")
            stream.flush()


def test_a_server_that_is_down_may_be_tried_again(inbox: Inbox, sender: MailSender) -> None:
    inbox.stop()
    assert sender.send(a_mail()) == TemporaryFailure("ConnectionRefusedError")
    inbox.start()
    assert sender.send(a_mail()) == Sent()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_signed_is_refused(
    secure_inbox: Callable[[str], Inbox], security: str
) -> None:
    inbox = secure_inbox(security)
    outcome = sender_to(inbox.smtp_port, security).send(a_mail())
    assert outcome == TemporaryFailure("SSLCertVerificationError")
    assert inbox.messages() == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_trusted_certificate_is_used(
    secure_inbox: Callable[[str], Inbox], certificate: Certificate, security: str
) -> None:
    inbox = secure_inbox(security)
    assert sender_to(inbox.smtp_port, security, certificate.trusting).send(a_mail()) == Sent()
    assert len(inbox.messages()) == 1


def test_older_tls_than_1_2_is_not_spoken() -> None:
    context = sender_to(25, "tls")._tls_context
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.maximum_version in (ssl.TLSVersion.MAXIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_3)
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED


def test_without_tls_at_the_other_end_nothing_is_sent(inbox: Inbox) -> None:
    outcome = sender_to(inbox.smtp_port, "starttls").send(a_mail())
    assert outcome == TemporaryFailure("SMTPNotSupportedError")
    assert inbox.messages() == []


def test_a_log_in_that_cannot_be_done_is_not_the_fault_of_the_mail(inbox: Inbox) -> None:
    outcome = sender_to(inbox.smtp_port, login=("schakel", "geheim")).send(a_mail())
    assert isinstance(outcome, TemporaryFailure)
    assert inbox.messages() == []


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"")}), TemporaryFailure("450")),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (553, b"")}), PermanentFailure("553")),
        (smtplib.SMTPSenderRefused(552, b"", "a@b.example"), PermanentFailure("552")),
        (smtplib.SMTPSenderRefused(421, b"", "a@b.example"), TemporaryFailure("421")),
        (smtplib.SMTPDataError(554, b""), PermanentFailure("554")),
        (smtplib.SMTPDataError(451, b""), TemporaryFailure("451")),
        (smtplib.SMTPAuthenticationError(535, b""), TemporaryFailure("535")),
        (smtplib.SMTPConnectError(554, b""), TemporaryFailure("554")),
        (smtplib.SMTPHeloError(501, b""), TemporaryFailure("501")),
        (smtplib.SMTPServerDisconnected(), TemporaryFailure("SMTPServerDisconnected")),
        (TimeoutError(), TemporaryFailure("TimeoutError")),
        (OSError(), TemporaryFailure("OSError")),
    ],
)
def test_only_an_answer_about_this_mail_is_final(error: Exception, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome


def test_no_address_or_text_reaches_a_log(
    inbox: Inbox, sender: MailSender, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="")
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the server's own
    inbox.faults.greylist(TO)
    sender.send(a_mail())
    sender.send(a_mail())
    printed = capfd.readouterr()
    for log in (caplog.text, printed.out, printed.err):
        assert TO not in log
        assert "Deskundige" not in log
