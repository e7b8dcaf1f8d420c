"""A real mail server, plain or with a certificate that only the test trusts."""

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.config import MailSettings
from service.mail.sender import MailSender
from service.rehearsal.inbox import Inbox
from service.rehearsal.ports import HOST


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate: the server's side, and a client that trusts it."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    """A mail server on free ports."""
    inbox = Inbox(0, 0, tmp_path / "mails")
    inbox.start()
    yield inbox
    inbox.stop()


def sender_to(
    port: int,
    security: str = "none",
    tls_context: ssl.SSLContext | None = None,
    timeout_s: float = 10.0,
    login: tuple[str, str] | None = None,
    kind: type[MailSender] = MailSender,
) -> MailSender:
    """The sender of the product, with the settings of the product."""
    username, password = login or (None, None)
    settings = MailSettings(HOST, port, security, username, password, "schakel@bureau.example")
    return kind(settings, "Bureau Voorbeeld", "000-0000001", tls_context, timeout_s)


@pytest.fixture
def sender(inbox: Inbox) -> MailSender:
    return sender_to(inbox.smtp_port)


@pytest.fixture
def secure_inbox(tmp_path: Path, certificate: Certificate) -> Iterator[Callable[[str], Inbox]]:
    """Start a mail server that speaks TLS with the self-signed certificate."""
    started: list[Inbox] = []

    def start(security: str) -> Inbox:
        inbox = Inbox(0, 0, tmp_path / "mails", security=security, tls_context=certificate.server)
        inbox.start()
        started.append(inbox)
        return inbox

    yield start
    for inbox in started:
        inbox.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path_factory.mktemp("certificate") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + _self_signed(key).public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return Certificate(server, ssl.create_default_context(cafile=str(path)))


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "inbox.example")])
    today = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address(HOST))
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
