"""The pages of the inbox of development."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from icalendar import Calendar

from service.mail.messages import compose
from service.mail.sender import MailSender
from service.rehearsal.inbox import Inbox
from tests.mail.mail_facts import AT, CASES, facts


def page(inbox: Inbox, path: str) -> tuple[str, dict[str, str]]:
    url = f"http://127.0.0.1:{inbox.web_port}{path}"
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.read().decode(), dict(response.headers)


def only_key(inbox: Inbox) -> str:
    listed, _headers = page(inbox, "/")
    [found] = [part.partition('"')[0] for part in listed.split('<a href="/')[1:]]
    return found


def test_an_empty_inbox_says_so(inbox: Inbox) -> None:
    assert "nog geen mails" in page(inbox, "/")[0]


def test_a_mail_can_be_read_and_its_links_followed(inbox: Inbox, sender: MailSender) -> None:
    kind, given = CASES["accepted_requester"]
    sender.send(compose(kind, given, "1", AT))
    key = only_key(inbox)
    shown, _headers = page(inbox, f"/{key}")
    assert "Er is een deskundige voor u." in shown
    assert f'href="{given.links["status"].url}"' in shown
    html, headers = page(inbox, f"/{key}/html")
    assert f'href="{given.links["status"].url}"' in html
    assert "sandbox" in headers["Content-Security-Policy"]
    calendar, headers = page(inbox, f"/{key}/bijlage")
    assert Calendar.from_ical(calendar)["METHOD"] == "REQUEST"
    assert "afspraak.ics" in headers["Content-Disposition"]


def test_markup_in_a_mail_is_not_run(inbox: Inbox, sender: MailSender) -> None:
    sender.send(compose("no_match", facts(reference="<script>x</script>"), "1", AT))
    for path in ("/", f"/{only_key(inbox)}"):
        assert "<script>" not in page(inbox, path)[0]


@pytest.mark.parametrize("path", ["/onbekend", "/onbekend/html", "/..%2Fgeheim", "/x/bijlage"])
def test_what_is_not_there_is_not_found(inbox: Inbox, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        page(inbox, path)
    assert answer.value.code == 404
    answer.value.close()


def test_another_host_name_is_refused(inbox: Inbox) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{inbox.web_port}/", headers={"Host": "elders.example"}
    )
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(request, timeout=5)
    assert answer.value.code == 400
    answer.value.close()


def test_mails_stay_when_the_inbox_starts_again(inbox: Inbox, sender: MailSender) -> None:
    sender.send(compose("no_match", facts(), "1", AT))
    ports = inbox.smtp_port, inbox.web_port
    inbox.stop()
    inbox.start()
    assert (inbox.smtp_port, inbox.web_port) == ports
    sender.send(compose("no_match", facts(), "2", AT))
    identities = [mail["Message-ID"] for mail in inbox.messages()]
    assert identities == ["<1@bureau.example>", "<2@bureau.example>"]


def test_a_port_in_use_is_told(inbox: Inbox, tmp_path: Path) -> None:
    for ports in ((inbox.smtp_port, 0), (0, inbox.web_port)):
        other = Inbox(*ports, tmp_path / "other")
        with pytest.raises(OSError, match="in use"):
            other.start()
