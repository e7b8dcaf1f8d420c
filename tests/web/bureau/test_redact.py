"""Taking words out of a case at the desk: what the guard found, or words that were typed."""

from collections.abc import Callable

import pytest

from service.rehearsal.html_page import read_page
from tests.web.bureau.desk import Desk
from tests.web.filled_form import hidden_fields

pytestmark = pytest.mark.backend("sqlite")

PHONE = "06-90123456"
TOLD = f"Boze bewoners bij de opvang. Mehmet Kaya belt met {PHONE}."


def box(page: str, words: str) -> str:
    """The value of the box beside these words."""
    before = page[: page.index(f"‘{words}’")]
    return before.rpartition('name="pieces" value="')[2].partition('"')[0]


def test_what_the_guard_found_goes_with_a_tick(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(situation=TOLD)
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert f"‘{PHONE}’ (telefoonnummer)" in page and "‘Mehmet Kaya’ (naam)" in page
    ticked = [box(page, PHONE), box(page, "Mehmet Kaya")]
    after = desk.do(reference, "weghalen", pieces=ticked, passage="", redact_confirmed="yes")
    assert "Op 2 plaatsen staat nu ‘[weggehaald]’." in after
    assert PHONE not in after and "Kaya" not in after
    assert "[weggehaald] belt met [weggehaald]" in read_page(200, "", after).words
    assert "Co haalde woorden weg uit de teksten (naam, telefoonnummer)." in after
    assert "Dit vond Schakel in de teksten" not in after


def test_any_words_go_from_texts_and_notes(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(situation=TOLD)
    desk.do(reference, "notitie", case_note="De boze  bewoners zijn terug.")
    typed = "boze bewoners\nde opvang"
    after = desk.do(reference, "weghalen", passage=typed, redact_confirmed="yes")
    assert "Op 3 plaatsen staat nu" in after
    assert "De [weggehaald] zijn terug." in after
    assert "Co haalde woorden weg uit de teksten (andere woorden)." in after
    assert desk.case(reference).situation.startswith("[weggehaald] bij [weggehaald]. Mehmet")


def test_nothing_goes_without_a_confirmation_or_words(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit(situation=TOLD)
    answer = desk.try_to(reference, "weghalen", passage=PHONE)
    assert answer.status_code == 400 and "Vink aan dat u het zeker weet." in answer.text
    answer = desk.try_to(reference, "weghalen", passage="", redact_confirmed="yes")
    assert answer.status_code == 400 and "Kies wat weg moet" in answer.text
    answer = desk.try_to(reference, "weghalen", passage="Niemand", redact_confirmed="yes")
    assert answer.status_code == 400 and "Deze woorden staan niet in deze aanvraag." in answer.text
    assert 'id="act-weghalen" tabindex="-1" open' in answer.text
    assert desk.case(reference).situation == TOLD


def test_on_an_old_page_nothing_goes(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(situation=TOLD)
    path = f"/bureau/aanvragen/{reference}"
    old = desk.page(path)
    desk.do(reference, "overnemen")
    data = hidden_fields(old) | {"passage": PHONE, "redact_confirmed": "yes"}
    assert desk.client.post(f"{path}/weghalen", data=data).status_code == 409
    assert desk.case(reference).situation == TOLD


def test_a_name_in_a_note_is_told_and_stored(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    after = desk.do(reference, "notitie", case_note="Gebeld met Mehmet Kaya.")
    assert "Uw notitie is bewaard." in after and "misschien een naam" in after
    assert "misschien een naam" not in desk.do(reference, "notitie", case_note="Gebeld.")


def test_what_was_done_before_can_still_be_taken_back(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit(situation=TOLD)
    desk.do(reference, "terugbellen", call_back_note="Gesproken.", called_at="")
    page = desk.do(reference, "weghalen", passage=PHONE, redact_confirmed="yes")
    choices = page[page.index('name="undo_event"') :]
    assert "Co nam contact op met de gemeente." in choices[: choices.index("</select>")]
    assert "haalde woorden weg" not in choices[: choices.index("</select>")]
