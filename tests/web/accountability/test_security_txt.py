"""security.txt keeps the rules of RFC 9116, also when it is read anew by those rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.config import Settings
from service.domain.responsible import Responsible
from service.web.accountability.security_txt import security_txt

NOW = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
CONTACT = Responsible(security_contact="mailto:veilig@gemeente.example")
ONCE = {"Expires", "Preferred-Languages"}
WEB = {"Canonical", "Policy", "Acknowledgments", "Encryption", "Hiring"}


def fields_of(text: str) -> list[tuple[str, str]]:
    """Read the file as RFC 9116 (section 4) writes it down; comments and empty lines go."""
    assert text.endswith("\r\n")
    lines = [line for line in text.split("\r\n") if line and not line.startswith("#")]
    assert all(": " in line and line.isascii() for line in lines)
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def check(text: str, now: datetime) -> dict[str, str]:
    """Fail where the rules of RFC 9116 (section 2.5) are broken; give the fields."""
    fields = fields_of(text)
    names = [name for name, _ in fields]
    assert {"Contact", "Expires"} <= set(names)
    assert all(names.count(name) == 1 for name in ONCE & set(names))
    found = dict(fields)
    assert urlsplit(found["Contact"]).scheme in ("mailto", "https", "tel")
    expires = datetime.fromisoformat(found["Expires"])
    assert now < expires < now + timedelta(days=365)
    assert all(value.startswith("https://") for name, value in fields if name in WEB)
    return found


def test_the_file_keeps_the_rules() -> None:
    address = "https://schakel.example/.well-known/security.txt"
    text = security_txt(CONTACT, NOW, address, "https://schakel.example/melden")
    assert text is not None
    assert check(text, NOW) == {
        "Contact": "mailto:veilig@gemeente.example",
        "Expires": "2026-06-02T00:00:00Z",
        "Preferred-Languages": "nl, en",
        "Canonical": address,
        "Policy": "https://schakel.example/melden",
    }


def test_without_https_nothing_is_said_about_addresses() -> None:
    text = security_txt(CONTACT, NOW, "http://127.0.0.1/a", "http://127.0.0.1/b")
    assert text is not None
    assert set(check(text, NOW)) == {"Contact", "Expires", "Preferred-Languages"}


def test_without_a_contact_there_is_no_file() -> None:
    assert security_txt(Responsible(), NOW, "https://a.example", "https://a.example") is None


@pytest.mark.backend("sqlite")
def test_it_is_served_in_its_place(settings: Settings, engine: Engine) -> None:
    own = replace(settings, responsible=CONTACT, base_url="https://localhost")
    client = create_app(own, engine).test_client()
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    found = check(answer.text, datetime.now(UTC))
    assert urlsplit(found["Canonical"]).path == "/.well-known/security.txt"
    page = client.get(urlsplit(found["Policy"]).path)
    assert "veilig@gemeente.example" in page.text
    former = client.get("/security.txt")
    assert (former.status_code, former.location) == (301, "/.well-known/security.txt")


@pytest.mark.backend("sqlite")
def test_nobody_is_named_who_was_not_set(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    assert "geen meldpunt" in client.get("/kwetsbaarheid-melden").text
