"""A small real SMTP server in a thread, for `schakel run`, the journey and the tests."""

import asyncio
import socket
import ssl
import threading

from aiosmtpd.smtp import SMTP, Envelope, Session

from service.rehearsal.mail_faults import MailFaults
from service.rehearsal.ports import HOST
from service.rehearsal.received_mails import ReceivedMails

SERVER_NAME = "inbox.example"


class MailServer:
    """Receives mails into a folder. Port 0 takes a free port; `port` tells which.

    With a TLS context and `security` 'starttls' or 'tls' it speaks that; 'none' is plain.
    """

    def __init__(
        self,
        mails: ReceivedMails,
        faults: MailFaults,
        port: int = 0,
        security: str = "none",
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self.port = port
        self._handler = _Handler(mails, faults)
        self._from_start = tls_context if security == "tls" else None
        self._on_request = tls_context if security == "starttls" else None
        self._listening = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen from now on. Raises OSError when the port is in use."""
        listener = socket.create_server((HOST, self.port))
        self.port = listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(listener,), daemon=True)
        self._thread.start()
        self._listening.wait()

    def stop(self) -> None:
        """Stop listening and end the conversations that are going on; it can start again."""
        if self._loop and self._ended and self._thread:
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()
            self._listening.clear()
            self._thread = None

    def _run(self, listener: socket.socket) -> None:
        asyncio.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(
            self._conversation, sock=listener, ssl=self._from_start
        )
        self._listening.set()
        await self._ended.wait()
        server.close()

    def _conversation(self) -> SMTP:
        return SMTP(self._handler, hostname=SERVER_NAME, tls_context=self._on_request)


class _Handler:
    def __init__(self, mails: ReceivedMails, faults: MailFaults) -> None:
        self._mails = mails
        self._faults = faults

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        refused = self._faults.answer_to_recipient(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self._mails.store(envelope.rcpt_tos, envelope.original_content or b"")
        await asyncio.sleep(self._faults.delay_s())
        if self._faults.drops_now() and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"
