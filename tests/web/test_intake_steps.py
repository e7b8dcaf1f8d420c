"""The form in steps: where each question stands, going back and forth, and nothing stored early."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.database import reading
from service.storage.request import SupportRequest
from service.web.intake.choices import form_choices
from service.web.intake.form_steps import STEPS, FormStep, step_to_show
from service.web.intake.schema import intake_schema
from tests.web.filled_form import TYPED, error_at, filled, summary_links
from tests.web.intake_walk import asked, changing, form_of, last_page, opened, sent, told, walked_to
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")

FIRST_FIELD = {
    "haste": "urgency",
    "contact": "municipality",
    "situation": "situation",
    "help": "support_kinds",
    "check": "declaration",
}


def test_every_field_is_asked_on_exactly_one_page_in_the_order_of_the_schema(
    engine: Engine, reference_data: None
) -> None:
    with reading(engine) as session:
        fields = list(intake_schema(form_choices(session, NOW)).fields)
    assert [name for step in STEPS for name in step.fields] == fields[:-1]
    assert fields[-1] == "form_token"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_each_page_asks_its_own_fields_and_carries_the_others(
    client: FlaskClient, step: FormStep
) -> None:
    page = walked_to(client, FIRST_FIELD[step.name], avoid="Partij X")
    assert asked(page) == set(step.fields)
    before = [name for each in STEPS[: step.number - 1] for name in each.fields]
    fields = form_of(page).fields
    for name in before:
        if name in TYPED:
            answers = [TYPED[name]] if isinstance(TYPED[name], str) else TYPED[name]
            assert fields[name].values == [answer for answer in answers if answer]


@pytest.mark.parametrize(
    ("wanted", "errors", "shown"),
    [
        ("haste", (), "haste"),
        ("help", (), "help"),
        ("check", (), "check"),
        # The first page before it that is not in order comes first.
        ("check", ("situation", "urgency"), "haste"),
        ("help", ("question", "avoid"), "situation"),
        # What comes later, or is being left to go back, does not matter yet.
        ("contact", ("requester_name", "situation"), "contact"),
        ("haste", ("urgency",), "haste"),
        ("check", ("declaration",), "check"),
        ("send", ("declaration",), "check"),
        ("send", ("declaration", "municipality"), "contact"),
        ("verzonnen", (), "check"),
        ("", ("phase",), "situation"),
    ],
)
def test_the_page_that_is_shown(wanted: str, errors: tuple[str, ...], shown: str) -> None:
    assert step_to_show(wanted, dict.fromkeys(errors, "fout")).name == shown


def test_step_by_step_to_the_receipt_with_nothing_stored_before(
    client: FlaskClient, story: Story
) -> None:
    before = story.rows()
    page, form = last_page(client)
    assert story.rows() == before
    for words in ("Stap 5 van 5", "bestuurlijk sparren", "boze bewoners", "do 26 november 19.30"):
        assert words.lower() in page.words.lower(), words

    answer = client.post("/aanvraag", data=MultiDict(form.press("send").data()))
    assert (answer.status_code, answer.location) == (303, "/aanvraag/ontvangen")
    assert story.rows()["support_request"] == 1


@pytest.mark.parametrize("step", STEPS[:-1], ids=lambda step: step.name)
def test_an_empty_page_says_what_is_missing_and_goes_no_further(
    client: FlaskClient, story: Story, step: FormStep
) -> None:
    before = story.rows()
    page = walked_to(client, FIRST_FIELD[step.name])
    form = form_of(page).press()
    answer = client.post("/aanvraag", data=MultiDict(form.data()))
    assert answer.status_code == 400
    links = summary_links(answer.text)
    assert links and set(links) <= set(step.fields)
    for name in links:
        assert error_at(answer.text, name), name
        assert f'id="{name}"' in answer.text, name
    assert re.search(rf"<title>Fout: {step.title} \(stap {step.number} van 5\)", answer.text)
    assert story.rows() == before


def test_going_back_keeps_everything_even_what_is_not_finished(client: FlaskClient) -> None:
    page = walked_to(client, "situation")
    page = sent(client, page, "contact", situation="Half verhaal over 06-12345678")
    assert page.status == 200 and "municipality" in asked(page)
    assert form_of(page).fields["requester_name"].values == [TYPED["requester_name"]]
    page = sent(client, page, requester_name="Adviseur Twee")
    # Nothing is said of a text that nobody has finished.
    assert page.status == 200 and "persoonsgegevens te staan" not in page.words
    assert "vals alarm" not in page.words
    assert form_of(page).fields["situation"].values == ["Half verhaal over 06-12345678"]
    page = sent(client, page, **told(page, situation="Half verhaal over 06-12345678"))
    assert page.status == 400 and "(lijkt een telefoonnummer)" in page.words


def test_a_change_from_the_last_page_leads_back_there(client: FlaskClient, engine: Engine) -> None:
    page, _form = last_page(client, referral_signals=["crime-tip"])
    assert "Bel nu eerst" in page.words and "U2 – spoed" in page.words
    page = changing(client, page, "haste")
    assert (page.status, form_of(page).buttons) == (200, [("go", "check")])
    page = sent(client, page, urgency="U3", referral_signals=[])
    assert page.status == 200
    assert "Hoeveel haast heeft het? U3 – verhoogd" in page.words
    assert "Bel nu eerst" not in page.words

    assert sent(client, page, declaration="yes").status == 303
    [request] = stored(engine)
    assert (request.urgency, request.referral_signals) == ("U3", [])


def test_a_wrong_change_is_told_on_its_page(client: FlaskClient) -> None:
    page = changing(client, last_page(client)[0], "contact")
    page = sent(client, page, requester_email="geen adres")
    assert page.status == 400 and "Dit is geen e-mailadres" in page.words
    assert form_of(page).buttons == [("go", "check")]


def test_the_declaration_is_asked_again_after_a_change(client: FlaskClient) -> None:
    page, _form = last_page(client)
    page = sent(client, page, "help", declaration="yes")
    assert "declaration" not in form_of(page).fields
    page = sent(client, page)
    assert form_of(page).fields["declaration"].values == []
    page = sent(client, page)
    assert page.status == 400 and "Verklaar dat u geen persoonsgegevens" in page.words


TAMPERED = [
    ("urgency", "U9", "haste"),
    ("urgency", "", "haste"),
    ("municipality", "Rotterdam", "contact"),
    ("requester_phone", "geen", "contact"),
    ("situation", "x" * 5001, "situation"),
    ("situation", "Zij woont op nummer 06-12345678", "situation"),
    ("expected_moment_date", "2020-01-01", "situation"),
    ("support_kinds", "bestaat-niet", "help"),
    ("neighbour_allowed", "misschien", "help"),
    ("declaration", "", "check"),
]


# The declaration is what the last page is about to ask; any other answer is in its way.
BUTTONS = [
    (*case, go)
    for case in TAMPERED
    for go in ("send", "check", "", "verzonnen")
    if (case[0], go) != ("declaration", "check")
]


@pytest.mark.parametrize(("name", "value", "shown", "go"), BUTTONS)
def test_hidden_answers_are_checked_again_at_the_end(
    client: FlaskClient, engine: Engine, name: str, value: str, shown: str, go: str
) -> None:
    answer = client.post("/aanvraag", data=filled(client, go=go, **{name: value}))
    assert answer.status_code == 400
    assert f'data-step="{shown}"' in answer.text
    assert error_at(answer.text, name)
    assert stored(engine) == []


@pytest.mark.parametrize("go", ["", "check", "help", "haste", "verzonnen", "SEND", "send "])
def test_only_the_last_button_stores(client: FlaskClient, engine: Engine, go: str) -> None:
    assert client.post("/aanvraag", data=filled(client, go=go)).status_code == 200
    assert stored(engine) == []


def test_a_false_alarm_is_confirmed_once_and_goes_along(
    client: FlaskClient, engine: Engine
) -> None:
    page = walked_to(client, "situation")
    text = "Zaaknummer 111222333 speelt."
    page = sent(client, page, **told(page, situation=text))
    assert page.status == 400
    [key] = form_of(page).fields["false_alarm"].choices
    page = sent(client, page, false_alarm=[key])
    assert page.status == 200 and form_of(page).fields["false_alarm"].values == [key]
    page = sent(client, page, **told(page))
    assert sent(client, page, declaration="yes").status == 303
    assert stored(engine)[0].confirmed_false_alarms == ["situation:bsn"]


def test_what_was_typed_is_carried_to_the_letter(client: FlaskClient, engine: Engine) -> None:
    text = '\n Eén "aanhaling" & <b>vet</b>\r\n\r\nen een ‘tweede’ alinea.  '
    page, form = last_page(client, situation=text, requester_name="O'Brien <i>")
    assert "<b>vet</b>" in page.words
    assert client.post("/aanvraag", data=MultiDict(form.press().data())).status_code == 303
    [request] = stored(engine)
    assert request.situation == 'Eén "aanhaling" & <b>vet</b>\n\nen een ‘tweede’ alinea.'
    assert request.requester_name == "O'Brien <i>"


def test_no_answer_stands_in_an_address(client: FlaskClient) -> None:
    page = opened(client)
    while True:
        assert {form.method for form in page.forms} == {"post"}
        assert {form.action for form in page.forms} == {"/aanvraag"}
        if "declaration" in asked(page):
            break
        page = sent(client, page, **told(page))


def test_too_large_a_form_is_refused_on_any_step(client: FlaskClient, story: Story) -> None:
    before = story.rows()
    for go in ("contact", "send"):
        answer = client.post("/aanvraag", data=filled(client, go=go, situation="x" * 400_000))
        assert answer.status_code == 413
    assert story.rows() == before


def test_a_stale_page_goes_on_with_all_that_was_typed_but_the_declaration(
    client: FlaskClient, engine: Engine
) -> None:
    answer = client.post("/aanvraag", data=filled(client, csrf_token="verzonnen"))
    assert answer.status_code == 400 and 'data-step="check"' in answer.text
    assert "Wij hebben nog niets opgeslagen" in answer.text
    assert not re.search(r'id="declaration"[^>]* checked', answer.text)
    answer = client.post("/aanvraag", data=filled(client, csrf_token="verzonnen", go="situation"))
    assert answer.status_code == 400 and 'data-step="situation"' in answer.text
    assert stored(engine) == []


def stored(engine: Engine) -> list[SupportRequest]:
    with Session(engine) as session:
        return list(session.scalars(select(SupportRequest)))
