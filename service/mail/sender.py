"""Hands a mail to the mail server: the only place that knows Flask-Mail and SMTP.

Flask-Mail itself accepts any certificate, waits for ever and cannot say how far it came.
"""

import email.charset
import email.policy
import smtplib
import ssl
import time
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from types import TracebackType
from typing import Any, Protocol

import flask_mail
from flask import Flask

from service.mail.facts import Bureau
from service.mail.messages import Message
from service.mail.outcome import Outcome, PermanentFailure, Sent, TemporaryFailure, Uncertain

TIMEOUT_S = 10.0
# The whole conversation ends before somebody else may take the mail for abandoned.
CONVERSATION_TIMEOUTS = 2.5
_LEAST_S = 0.05
CALENDAR_FILE = "afspraak.ics"
_QUOTED_UTF8 = email.charset.Charset("utf-8")
_QUOTED_UTF8.body_encoding = email.charset.QP


class SmtpSettings(Protocol):
    """Where the mail server is; `security` is 'none', 'starttls' or 'tls'."""

    @property
    def server(self) -> str: ...  # noqa: D102
    @property
    def port(self) -> int: ...  # noqa: D102
    @property
    def security(self) -> str: ...  # noqa: D102
    @property
    def username(self) -> str | None: ...  # noqa: D102
    @property
    def password(self) -> str | None: ...  # noqa: D102
    @property
    def sender(self) -> str: ...  # noqa: D102


class MailSender:
    """Sends messages over SMTP, one connection each; needs no web request around it."""

    def __init__(
        self,
        smtp: SmtpSettings,
        bureau_name: str,
        bureau_phone: str,
        tls_context: ssl.SSLContext | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._bureau = Bureau(bureau_name, bureau_phone, smtp.sender)
        self._tls_context = tls_context or ssl.create_default_context()
        self._timeout_s = timeout_s
        self._app = Flask("schakel-mail")
        self._app.config.update(
            MAIL_SERVER=smtp.server,
            MAIL_PORT=smtp.port,
            MAIL_USE_TLS=smtp.security == "starttls",
            MAIL_USE_SSL=smtp.security == "tls",
            MAIL_USERNAME=smtp.username,
            MAIL_PASSWORD=smtp.password,
            MAIL_SUPPRESS_SEND=False,
            MAIL_DEBUG=False,
        )
        self._state = flask_mail.Mail(self._app).state

    @property
    def bureau(self) -> Bureau:
        """Give the bureau that the mails come from."""
        return self._bureau

    def send(self, message: Message) -> Outcome:
        """Try once to hand the message over; every failure of the mail server is an outcome.

        Raises UnsafeField only where a Message could not be made safely in the first place.
        """
        try:
            with self._app.app_context(), self._connection() as connection:
                connection.send(self._on_the_wire(message), envelope_from=self._bureau.address)
        except (smtplib.SMTPException, OSError) as error:
            return outcome_of(error)
        return Sent()

    def _connection(self) -> "VerifiedConnection":
        return VerifiedConnection(self._state, self._tls_context, self._timeout_s)

    def _on_the_wire(self, message: Message) -> "WireMessage":
        wire = WireMessage(
            subject=message.subject,
            recipients=[message.to_address],
            body=message.text,
            html=message.html,
            sender=self._bureau.address,
            extra_headers=dict(message.headers),
        )
        # Set here, because Flask-Mail itself would glue name and address into one string.
        wire.sender = (self._bureau.name, self._bureau.address)
        wire.msgId = message.message_id
        if message.calendar:
            wire.calendar_method = message.calendar.method
            wire.alts["calendar"] = message.calendar.text
            wire.attach(CALENDAR_FILE, "application/ics", message.calendar.text.encode())
        return wire


class WireMessage(flask_mail.Message):
    """Flask-Mail's message, with short lines and the calendar method in the content type."""

    calendar_method: str | None = None

    def _message(self) -> MIMEBase:
        built: MIMEBase = super()._message()
        # Headers are folded already; folding them again puts a space before a long subject.
        built.policy = email.policy.SMTP.clone(refold_source="none")
        return built

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        part = MIMEText(text or "", subtype, _QUOTED_UTF8)  # type: ignore[arg-type]
        if subtype == "calendar" and self.calendar_method:
            part.set_param("method", self.calendar_method)
        return part


class DroppedAfterData(smtplib.SMTPException):
    """The connection was lost between handing over the text and the answer to it."""


class VerifiedConnection(flask_mail.Connection):
    """Flask-Mail's connection with a verified certificate, a time limit and a quiet goodbye."""

    def __init__(self, mail: Any, tls_context: ssl.SSLContext, timeout_s: float) -> None:
        super().__init__(mail)
        self._tls_context = tls_context
        self._timeout_s = timeout_s

    def configure_host(self) -> smtplib.SMTP:
        """Connect, secure the connection and log in; nothing stays open when that fails."""
        host = self._connected()
        try:
            if self.mail.use_tls:
                host.starttls(context=self._tls_context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _connected(self) -> smtplib.SMTP:
        server, port = self.mail.server, self.mail.port
        if self.mail.use_ssl:
            return _WatchedTls(server, port, timeout=self._timeout_s, context=self._tls_context)
        return _Watched(server, port, timeout=self._timeout_s)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Say goodbye; a server that is gone by then has already answered for the mail."""
        if self.host is None:
            return
        try:
            self.host.quit()
        except (smtplib.SMTPException, OSError):
            self.host.close()


class _WatchedData(smtplib.SMTP):
    """Limits the whole conversation, and tells a connection lost after the text from one before."""

    _last_code = 0

    def __init__(self, host: str, port: int, *, timeout: float, **options: Any) -> None:
        self._ends = time.monotonic() + timeout * CONVERSATION_TIMEOUTS
        super().__init__(host, port, timeout=timeout, **options)

    def getreply(self) -> tuple[int, bytes]:
        if self.sock:
            left = self._ends - time.monotonic()
            self.sock.settimeout(max(_LEAST_S, min(self.timeout, left)))
        code, text = super().getreply()
        self._last_code = code
        return code, text

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            if self._last_code == 354:
                raise DroppedAfterData from error
            raise


class _Watched(_WatchedData):
    pass


class _WatchedTls(_WatchedData, smtplib.SMTP_SSL):
    pass


def outcome_of(error: Exception) -> Outcome:
    """Give what an error of the SMTP conversation means for the mail.

    Only an answer about this mail is final: a refused log-in or greeting can be put right.
    """
    match error:
        case DroppedAfterData():
            return Uncertain("dropped-after-data")
        case smtplib.SMTPRecipientsRefused():
            return _by_code(next(iter(error.recipients.values()))[0])
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _by_code(error.smtp_code)
        case smtplib.SMTPResponseException():
            return TemporaryFailure(str(error.smtp_code))
    return TemporaryFailure(type(error).__name__)


def _by_code(code: int) -> Outcome:
    return PermanentFailure(str(code)) if 500 <= code < 600 else TemporaryFailure(str(code))
