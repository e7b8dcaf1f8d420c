"""The inbox of development: receives every mail of the program and shows them on a page."""

import argparse
import socket
import ssl
import threading
from email.message import EmailMessage
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from service.jobs.stop import stop_on_signal
from service.rehearsal.inbox_pages import create_inbox_app
from service.rehearsal.mail_faults import MailFaults
from service.rehearsal.mail_server import MailServer
from service.rehearsal.ports import HOST
from service.rehearsal.received_mails import ReceivedMails


class Inbox:
    """An SMTP server that keeps mails in a folder, and a local page to read them.

    Port 0 takes a free port; `smtp_port` and `web_port` tell which after `start`. `faults`
    makes the mail server misbehave. A mail with the text of a link is as secret as the link:
    both listen on this machine only.
    """

    def __init__(
        self,
        smtp_port: int,
        web_port: int,
        folder: Path,
        *,
        security: str = "none",
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self.faults = MailFaults()
        self._mails = ReceivedMails(folder)
        self._server = MailServer(self._mails, self.faults, smtp_port, security, tls_context)
        self._wanted_web_port = web_port
        self._web: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen on both ports. Raises OSError when one of them is in use."""
        self._server.start()
        try:
            self._web = _web_server(self._wanted_web_port, self._mails)
        except OSError:
            self._server.stop()
            raise
        self._thread = threading.Thread(
            target=self._web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop both servers; the mails stay in the folder. It can start again on its ports."""
        self._server.stop()
        if self._web and self._thread:
            self._web.shutdown()
            self._thread.join()
            self._web.server_close()
            self._wanted_web_port = self.web_port

    @property
    def smtp_port(self) -> int:
        """The port of the mail server."""
        return self._server.port

    @property
    def web_port(self) -> int:
        """The port of the page."""
        return self._web.port if self._web else self._wanted_web_port

    def messages(self) -> list[EmailMessage]:
        """Give all mails, oldest first."""
        return self._mails.all()

    def messages_for(self, address: str) -> list[EmailMessage]:
        """Give the mails that were delivered to this address, oldest first."""
        return self._mails.sent_to(address)


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep the terminal of `schakel run` for what matters."""


def _web_server(port: int, mails: ReceivedMails) -> BaseWSGIServer:
    app = create_inbox_app(mails)
    with socket.create_server((HOST, port)) as bound:
        return make_server(
            HOST,
            bound.getsockname()[1],
            app,
            threaded=True,
            request_handler=_QuietHandler,
            fd=bound.fileno(),
        )


def main() -> None:
    """Run the inbox until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description="Inbox of development")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--web-port", type=int, default=8025)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    stop = stop_on_signal()
    inbox = Inbox(options.smtp_port, options.web_port, options.folder)
    inbox.start()
    stop.wait()
    inbox.stop()


if __name__ == "__main__":
    main()
