"""A text over a channel: handed over once, by verified TLS, and its address stays secret."""

import logging
import socket

import pytest

from service.domain.channel import ENCRYPTED, PLAIN
from service.mail import channels
from service.mail.channels import ChannelFailure, send_over
from tests.mail.conftest import Certificate
from tests.mail.listening_channel import listening

TEXT = "SK-7KD-4TQ9 (U2): te laat met eerste voorstel."
SECRET = "s3cret-path"

ADDRESSES = {
    "json": f"json://bureau.example/{SECRET}",
    "xml": f"xml://bureau.example/{SECRET}",
    "ntfy": "ntfy://bureau.example/piket",
    "signal": "signal://bureau.example/31600000001/31600000002",
    "matrix": "matrix://user:pass@bureau.example/#piket",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#piket",
    "workflow": "workflow://prod.bureau.example:443/643e69d29d3a4cd4a0a9fe2a4f8a9a8d/s1gnature",
}


def test_the_text_arrives_and_nothing_else() -> None:
    with listening() as server:
        send_over(f"json://{server.address}/{SECRET}", TEXT)
    [message] = server.received
    assert message["path"] == f"/{SECRET}"
    assert (message["title"], message["message"]) == ("Schakel", TEXT)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_a_failure(status: int) -> None:
    with listening() as server:
        server.answer = status
        with pytest.raises(ChannelFailure, match=r"^not-taken$"):
            send_over(f"json://{server.address}/{SECRET}", TEXT)


def test_nobody_is_followed_elsewhere() -> None:
    with listening() as server, listening() as elsewhere:
        server.answer, server.location = 307, f"http://{elsewhere.address}/"
        with pytest.raises(ChannelFailure):
            send_over(f"json://{server.address}/?redirect=yes", TEXT)
    assert len(server.received) == 1 and elsewhere.received == []


@pytest.mark.parametrize("asked", ["", "?verify=no"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: Certificate, asked: str
) -> None:
    refused = pytest.raises(ChannelFailure, match=r"^not-taken$")
    with listening(certificate.server) as server, refused:
        send_over(f"jsons://{server.address}/{SECRET}{asked}", TEXT)
    assert server.received == []


def test_a_silent_channel_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "READ_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"json://127.0.0.1:{server.getsockname()[1]}/{SECRET}?rto=300"
        with pytest.raises(ChannelFailure):
            send_over(address, TEXT)


def test_no_address_stands_in_logs_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with caplog.at_level(logging.DEBUG), pytest.raises(ChannelFailure) as failure:
        send_over(f"json://user:{SECRET}@127.0.0.1:{port}/{SECRET}", TEXT)
    with listening() as server, caplog.at_level(logging.DEBUG):
        send_over(f"json://user:{SECRET}@{server.address}/{SECRET}", TEXT)
    assert SECRET not in caplog.text and TEXT not in caplog.text
    assert SECRET not in str(failure.value)


@pytest.mark.parametrize("scheme", ADDRESSES)
def test_each_scheme_that_is_allowed_is_known(scheme: str) -> None:
    plugin = channels._plugin(ADDRESSES[scheme])
    assert plugin.url().startswith(scheme)


def test_the_table_of_schemes_is_complete() -> None:
    assert {*ENCRYPTED, *PLAIN} <= {f"{scheme}{s}" for scheme in ADDRESSES for s in ("", "s")}


@pytest.mark.parametrize("url", ["mailto://u:p@x.example", "nothing", "slack://x"])
def test_an_address_that_cannot_be_used_says_so(url: str) -> None:
    with pytest.raises(ChannelFailure, match=r"^(unknown-scheme|unusable-address)$"):
        send_over(url, TEXT)
