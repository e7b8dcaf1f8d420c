"""Asking for support: the form, its errors, the guard and the receipt."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from tests.web.filled_form import TYPED, error_at, filled, hidden_fields, summary_links
from tests.web.intake_walk import last_page, opened, walked_to
from tests.web.story import Story

FIRST_SENTENCE = "Elke avond staan er boze bewoners"


def stored(engine: Engine) -> list[SupportRequest]:
    with Session(engine) as session:
        return list(session.scalars(select(SupportRequest)))


def test_a_complete_form_is_stored_and_the_receipt_follows(
    client: FlaskClient, engine: Engine
) -> None:
    answer = client.post("/aanvraag", data=filled(client))

    assert (answer.status_code, answer.location) == (303, "/aanvraag/ontvangen")
    [request] = stored(engine)
    assert request.municipality == "Zeist"
    assert request.situation == TYPED["situation"]
    assert request.themes == ["asielopvang"]
    assert request.expected_moment == datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
    receipt = client.get("/aanvraag/ontvangen").text
    assert request.reference in receipt
    assert "Uiterlijk di 24 november 12.00 uur" in receipt
    assert "De coördinator belt u" in receipt


def test_the_receipt_is_for_the_browser_that_sent_the_form(
    client: FlaskClient, app: object
) -> None:
    client.post("/aanvraag", data=filled(client))
    assert client.application.test_client().get("/aanvraag/ontvangen").status_code == 404


def test_the_same_form_twice_is_one_request(client: FlaskClient, engine: Engine) -> None:
    form = filled(client)
    client.post("/aanvraag", data=form)
    first = client.get("/aanvraag/ontvangen").text
    client.application.config["CLOCK"].now = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    client.post("/aanvraag", data=form)
    second = client.get("/aanvraag/ontvangen").text

    [request] = stored(engine)
    assert request.reference in first and request.reference in second
    assert "al verstuurd" not in first and "al verstuurd" in second
    with Session(engine) as session:
        receipts = select(func.count()).where(OutboxMail.kind == "receipt")
        assert session.scalar(receipts) == 1


def test_nothing_that_was_typed_is_lost_by_an_error(client: FlaskClient) -> None:
    page = client.post("/aanvraag", data=filled(client, requester_email="geen adres")).text

    assert error_at(page, "requester_email").startswith("Dit is geen e-mailadres")
    assert 'value="geen adres"' in page
    assert '<option value="Zeist" selected>' in page
    assert re.search(r'id="mayor_informed-yes"[^>]* checked', page)
    # What is asked on another page goes along; the declaration is asked again.
    carried = hidden_fields(page)
    for name in ("urgency", "situation", "expected_moment_date", "phase", "neighbour_allowed"):
        assert carried[name] == TYPED[name], name
    assert "declaration" not in carried


def test_a_forged_or_stale_form_is_shown_again_with_all_that_was_typed(
    client: FlaskClient, engine: Engine
) -> None:
    answer = client.post("/aanvraag", data=filled(client, csrf_token="verzonnen"))

    assert answer.status_code == 400
    assert "Wij hebben nog niets opgeslagen" in answer.text
    assert FIRST_SENTENCE in answer.text
    assert stored(engine) == []
    again = filled(client, **hidden_fields(answer.text))
    assert client.post("/aanvraag", data=again).status_code == 303


WRONG = [
    ("municipality", "Rotterdam", "Deze keuze bestaat niet"),
    ("municipality", "Zeist\n", ""),
    ("requester_name", "x" * 201, "Maak dit korter"),
    ("requester_name", "Een\nTwee", "Zet dit op één regel"),
    ("requester_name", "Een\x07Twee", "Hier staat een teken dat niet kan"),
    ("requester_email", "a@b", "Dit is geen e-mailadres"),
    ("requester_email", "a@b.example\r\nBcc: c@d.example", "Zet dit op één regel"),
    ("requester_phone", "geen", "Dit is geen telefoonnummer"),
    ("situation", "   \n ", "Vul in wat er speelt"),
    ("situation", "x" * 5001, "Maak dit korter: ten hoogste 5000 tekens. Nu zijn het er 5001."),
    ("situation", "x" * 100_000, "Maak dit korter"),
    ("situation", "bel \x1b[31m", "Hier staat een teken dat niet kan"),
    ("situation", "\ufffd\ufffd", "Hier staat een teken dat niet kan"),
    ("situation", "🙂 emoji, accenten é en ẽ, ‘tekens’", ""),
    ("phase", "oorlog", "Deze keuze bestaat niet"),
    ("urgency", "U9", "Deze keuze bestaat niet"),
    ("mayor_informed", "misschien", "Deze keuze bestaat niet"),
    ("support_kinds", "bestaat-niet", "Deze keuze bestaat niet"),
    ("themes", "bestaat-niet", "Deze keuze bestaat niet"),
    ("referral_signals", "bestaat-niet", "Deze keuze bestaat niet"),
    ("preferred_partner", "bestaat-niet", "Deze keuze bestaat niet"),
    ("declaration", "nee", "Deze keuze bestaat niet"),
    ("expected_moment_date", "2026-02-30", "Deze datum of tijd bestaat niet"),
    ("expected_moment_date", "morgen", "Deze datum of tijd bestaat niet"),
    ("expected_moment_date", "2026-11-26T10:00:00", "Maak dit korter"),
    ("expected_moment_date", "0001-01-01", "Dit moment is al voorbij"),
    ("expected_moment_date", "9999-12-31", "Dit is meer dan twee jaar vooruit"),
    ("expected_moment_date", "2026-11-22", "Dit moment is al voorbij"),
    ("expected_moment_date", "2026-11-23", ""),
    ("expected_moment_date", "2028-11-23", ""),
    ("expected_moment_date", "2028-11-25", "Dit is meer dan twee jaar vooruit"),
    ("expected_moment_date", "", "Vul de datum in"),
    ("expected_moment_time", "", "Vul ook de tijd in"),
]


@pytest.mark.parametrize(("name", "value", "error"), WRONG)
def test_bad_input_is_refused_at_its_field(
    client: FlaskClient, engine: Engine, name: str, value: str, error: str
) -> None:
    answer = client.post("/aanvraag", data=filled(client, **{name: value}))

    assert answer.status_code == (400 if error else 303)
    assert error_at(answer.text, name).startswith(error)
    assert len(stored(engine)) == (0 if error else 1)


MOMENTS = [
    # The clock goes from 2.00 to 3.00 on 28 March 2027 and back on 31 October 2027.
    ("2027-03-28", "02:30", None),
    ("2027-03-28", "03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ("2027-10-31", "02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ("2026-11-26", "25:00", None),
    ("2026-11-26", "19:30:00", datetime(2026, 11, 26, 18, 30, tzinfo=UTC)),
    ("2026-11-26", "19:30+00", None),
]


@pytest.mark.parametrize(("day", "clock_time", "expected"), MOMENTS)
def test_the_expected_moment_is_a_time_on_the_clock_of_amsterdam(
    client: FlaskClient, engine: Engine, day: str, clock_time: str, expected: datetime | None
) -> None:
    form = filled(client, expected_moment_date=day, expected_moment_time=clock_time)
    answer = client.post("/aanvraag", data=form)

    assert answer.status_code == (303 if expected else 400)
    assert [request.expected_moment for request in stored(engine)] == [expected] * bool(expected)


def test_the_expected_moment_may_be_unknown(client: FlaskClient, engine: Engine) -> None:
    unknown = {"expected_moment_date": "", "expected_moment_time": ""}
    form = filled(client, **unknown, expected_moment_unknown="yes")
    assert client.post("/aanvraag", data=form).status_code == 303
    assert stored(engine)[0].expected_moment is None


def test_a_moment_that_is_both_known_and_unknown_is_refused(client: FlaskClient) -> None:
    page = client.post("/aanvraag", data=filled(client, expected_moment_unknown="yes")).text
    assert "Niet allebei" in error_at(page, "expected_moment_date")


def test_more_than_three_themes_are_refused(client: FlaskClient) -> None:
    themes = ["asielopvang", "voetbal", "religie", "lhbti"]
    page = client.post("/aanvraag", data=filled(client, themes=themes)).text
    assert error_at(page, "themes") == "Kies ten hoogste drie thema’s."


def test_personal_data_stops_the_form_before_anything_is_stored(
    client: FlaskClient, engine: Engine
) -> None:
    text = "De buurman, 06-12345678, is boos. Zijn nummer is 111222333."
    answer = client.post("/aanvraag", data=filled(client, situation=text))

    assert answer.status_code == 400
    error = error_at(answer.text, "situation")
    assert "‘06-12345678’ (lijkt een telefoonnummer)" in error
    assert "‘111222333’ (lijkt een burgerservicenummer)" in error
    assert summary_links(answer.text) == ["situation"]
    assert stored(engine) == []


def test_a_false_alarm_is_confirmed_piece_by_piece(client: FlaskClient, engine: Engine) -> None:
    text = "Zaaknummer 111222333 en besluit 123456782."
    page = client.post("/aanvraag", data=filled(client, situation=text)).text
    keys = re.findall(r'name="false_alarm" value="([^"]+)"', page)
    assert len(keys) == 2

    half = client.post("/aanvraag", data=filled(client, situation=text, false_alarm=[keys[0]]))
    assert half.status_code == 400
    assert "111222333" not in error_at(half.text, "situation")
    assert re.search(rf'value="{keys[0]}" checked', half.text)

    form = filled(client, situation=f"Het gaat om: {text}", false_alarm=keys)
    assert client.post("/aanvraag", data=form).status_code == 303
    assert stored(engine)[0].confirmed_false_alarms == ["situation:bsn"]


def test_a_mark_of_secrecy_is_told_as_such(client: FlaskClient, engine: Engine) -> None:
    text = "Volgens de notitie (TLP:AMBER) wordt het druk."
    answer = client.post("/aanvraag", data=filled(client, situation=text))
    error = error_at(answer.text, "situation")
    assert "Hier lijkt iets te staan dat wij niet mogen bewaren" in error
    assert "‘TLP:AMBER’ (lijkt een stempel van geheime informatie)" in error
    assert "is geen stempel van geheime informatie.</label>" in answer.text
    assert stored(engine) == []


def test_a_held_request_gives_the_telephone_numbers_at_once(
    client: FlaskClient, engine: Engine
) -> None:
    signals = ["acute-danger", "threatened-official"]
    client.post("/aanvraag", data=filled(client, referral_signals=signals, mayor_informed="no"))
    receipt = client.get("/aanvraag/ontvangen").text

    assert stored(engine)[0].held
    assert 'href="tel:112"' in receipt
    assert "Ondersteuningsteam Weerbaar Bestuur" in receipt
    assert "Wij beginnen pas als de burgemeester ervan weet" in receipt
    assert "Wij weten wie wij gaan vragen" not in receipt


@pytest.mark.parametrize("staffed", [True, False])
def test_an_acute_request_says_at_once_when_nobody_is_on_duty(
    client: FlaskClient, story: Story, staffed: bool
) -> None:
    if staffed:
        story.staff_the_duty()
    sentence = "Er is nu niemand van ons oproepbaar"
    assert (sentence in client.get("/aanvraag").text) is not staffed
    assert (sentence in last_page(client, urgency="U1")[0].words) is not staffed
    assert sentence not in last_page(client, urgency="U2")[0].words
    client.post("/aanvraag", data=filled(client, urgency="U1"))
    receipt = client.get("/aanvraag/ontvangen").text
    assert (sentence in receipt) is not staffed
    assert ("Uiterlijk" in receipt) is staffed


def test_the_form_says_who_reads_it_that_it_is_free_and_what_the_woo_means(
    client: FlaskClient,
) -> None:
    words = opened(client).words
    for heading in ("Wie leest dit?", "Wat kost het?", "Wet open overheid"):
        assert heading in words
    # Where texts are typed stands what may not be in them.
    assert "Wat vult u niet in?" in walked_to(client, "situation").words
    before_sending = last_page(client)[0].words
    for sentence in ("lezen uw aanvraag", "Het kost u niets", "Wet open overheid (Woo)"):
        assert sentence in before_sending


def test_a_page_never_shows_what_was_typed_as_markup(client: FlaskClient) -> None:
    name = '"><script>alert(1)</script>'
    page = client.post("/aanvraag", data=filled(client, requester_name=name, phase="")).text
    assert "<script>" not in page
