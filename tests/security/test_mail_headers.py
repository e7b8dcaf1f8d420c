"""No text of a form reaches the headers or the receivers of a mail; links never follow Host."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.domain.actor import Role
from service.jobs.send_due import send_due
from service.rehearsal.inbox import Inbox
from service.storage.mail_link import LinkPurpose
from tests.mail.conftest import sender_to
from tests.security.world import World
from tests.web.conftest import Clock
from tests.web.filled_form import error_at, filled
from tests.web.form_on_page import FormOnPage
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

BREAKS = ("\r\n", "\n", "\r", "\u2028", "\x85", "\x0b")
INJECTED = "kwaad@kwaad.example"
OURS = {
    "Auto-Submitted", "Content-Type", "Date", "Delivered-To", "From", "MIME-Version", "Message-ID",
    "Subject", "To", "X-Auto-Response-Suppress",
}  # fmt: skip
BASE_URL = "https://schakel.example"


def attacks(value: str) -> list[str]:
    """Give the value with another receiver behind it, by each way to break a line."""
    return [f"{value}{end}Bcc: {INJECTED}{end}{end}Meer." for end in BREAKS]


LINES = {
    "requester_name": "Adviseur Een",
    "requester_role": "Adviseur",
    "requester_email": "adviseur@zeist.example",
    "requester_phone": "000-1000001",
    "second_contact": "Adviseur Twee",
    "expected_size": "200",
    "municipality": "Zeist",
    "urgency": "U2",
}


@pytest.mark.parametrize("field", LINES)
def test_a_line_of_the_form_is_one_line(client: FlaskClient, story: Story, field: str) -> None:
    before = story.rows()
    for text in attacks(LINES[field]):
        answer = client.post("/aanvraag", data=filled(client, **{field: text}))
        assert answer.status_code == 400, ascii(text)
    assert story.rows() == before


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/bureau/deskundigen/1/bewerken", "name"),
        ("/bureau/deskundigen/1/bewerken", "email"),
        ("/bureau/deskundigen/1/bewerken", "phone"),
        ("/bureau/deskundigen/1/bewerken", "role_title"),
        ("/bureau/partners/omo", "contact_name"),
        ("/bureau/partners/omo", "contact_email"),
    ],
)
def test_a_line_at_the_bureau_is_one_line(
    story: Story, log_in: Callable[[Role], FlaskClient], path: str, field: str
) -> None:
    browser, before = log_in(Role.ADMIN), story.rows()
    fields = FormOnPage(browser.get(path).text, path).fields
    for text in attacks("een@omo.example"):
        fields[field] = text
        answer = browser.post(path, data=fields)
        assert answer.status_code == 400 and error_at(answer.text, field), ascii(text)
    assert story.rows() == before


def test_all_mails_of_a_case_have_our_headers_and_our_links(
    world: World, engine: Engine, client: FlaskClient, clock: Clock, tmp_path: Path
) -> None:
    """Texts of several lines, and requests by another name of this machine, change neither."""
    text = "Onrust.\r\n\r\n.\r\nBcc: kwaad\r\nSubject: Kwaad\r\n\r\n<b>Meer</b>"
    form = filled(client, situation=text, question=text, done_so_far=text)
    links = world.links()
    other = {"Host": "localhost:9999", "X-Forwarded-Host": "kwaad.example"}
    asked = {"purpose": "withdraw"}
    assert client.post("/aanvraag", data=form, headers=other).status_code == 303
    client.post(f"{links[LinkPurpose.STATUS]}/link", data=asked, headers=other)

    inbox = Inbox(0, 0, tmp_path / "mails")
    inbox.start()
    try:
        send_due(engine, clock, sender_to(inbox.smtp_port), BASE_URL, 100)
        mails = inbox.messages()
    finally:
        inbox.stop()
    assert len(mails) > 10
    for mail in mails:
        assert set(mail.keys()) <= OURS, mail.keys()
        assert "kwaad" not in str(mail.items()).lower()
        body = mail.get_body(("plain",))
        assert body is not None
        addresses = re.findall(r"https?://[^\s/]+", str(body.get_content()))
        assert set(addresses) <= {BASE_URL}
