"""The desk for a coordinator who reads English: acts, mistakes, what happened; mails stay Dutch."""

from collections.abc import Callable

import pytest

from service.web.languages.catalogue import NAMES
from tests.web.bureau.desk import Desk
from tests.web.languages.dutch_left import dutch_left

pytestmark = pytest.mark.backend("sqlite")


@pytest.fixture
def desk(log_in: Callable[[str], Desk]) -> Desk:
    """The desk of the coordinator, in English."""
    found = log_in("co@bureau.example")
    found.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("terugbellen", {"call_back_note": "x" * 1001}, "Make this shorter"),
        ("overdragen", {"new_owner": ""}, "Choose to whom you hand over the request."),
        ("overdragen", {"new_owner": "99999"}, "Choose a coordinator from the list."),
        ("vraag", {"question": ""}, "Fill in your question to the municipality."),
        ("aanvulling", {"text": ""}, "Fill in what the municipality said."),
        ("doorverwijzen", {"signal": "onzin"}, "Choose a party from the list."),
        ("wissen", {}, "Tick that you are sure."),
        ("kenmerken", {"themes": "onzin"}, "This choice does not exist."),
        ("heropenen", {}, "This is not possible now. The request stands at: new."),
    ],
)
def test_a_mistake_is_told_in_english(
    desk: Desk, submit: Callable[..., str], act: str, fields: dict[str, str], sentence: str
) -> None:
    answer = desk.try_to(submit(), act, **fields)
    assert answer.status_code in (400, 409)
    assert sentence in answer.text
    assert dutch_left(answer.text) == []


def test_a_case_is_told_in_english(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    page = desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    assert "Recorded: you spoke to the municipality." in page
    assert "Co contacted the municipality." in page
    assert dutch_left(page) == []


def test_the_mails_that_an_act_would_send_are_shown_in_dutch(
    desk: Desk, listed: Callable[..., str]
) -> None:
    preview = desk.try_to(listed(), "uitnodigen", preview="yes").text
    assert "This is how the mail leaves." in preview
    mail = preview.partition('<pre class="mail-preview__text" lang="nl">')[2].partition("</pre>")[0]
    assert "U2 – spoed" in mail and "U2 – urgent" not in mail
    assert dutch_left(preview) == []


def test_the_first_summary_is_dutch_because_experts_read_it(
    desk: Desk, submit: Callable[..., str], ranked: Callable[[str], None]
) -> None:
    reference = submit()
    ranked(reference)
    desk.do(reference, "terugbellen")
    page = desk.do(reference, "zoeken")
    assert "Een gemeente vraagt om: bestuurlijk sparren met een collega" in page
    assert "Peer sparring" in page


def test_the_queue_keeps_its_language_while_it_updates(
    desk: Desk, submit: Callable[..., str]
) -> None:
    submit()
    part = desk.page("/bureau/wachtrij")
    assert "The bureau calls the municipality back." in part or "new" in part
    assert dutch_left(part) == []
    assert NAMES["nl"] in desk.page("/bureau")
