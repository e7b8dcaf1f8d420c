"""Bad input at the desk: an error at the field, what was typed kept, nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.bureau.desk import Desk
from tests.web.filled_form import error_at

pytestmark = pytest.mark.backend("sqlite")

LIST = {"summary": "Onrust rond opvang.", "places": "1", "parallel": "1"}
TAGS = {"themes": "asielopvang", "support_kinds": "bestuurlijk-sparren"}
TAGS |= {"phase": "escalatie", "urgency": "U2"}


@pytest.mark.parametrize(
    ("act", "fields", "field", "sentence"),
    [
        ("terugbellen", {"call_back_note": "x" * 1001}, "call_back_note", "Maak dit korter"),
        ("terugbellen", {"call_back_note": "een\x07bel"}, "call_back_note", "teken dat niet kan"),
        ("terugbellen", {"call_back_note": "BSN 111222333"}, "call_back_note", "burgerservice"),
        ("terugbellen", {"call_back_note": "jan@dorp.example"}, "call_back_note", "e-mailadres"),
        ("overdragen", {"new_owner": ""}, "new_owner", "Kies aan wie"),
        ("overdragen", {"new_owner": "3"}, "new_owner", "Kies een coördinator"),
        ("overdragen", {"new_owner": "99999"}, "new_owner", "Kies een coördinator"),
        ("overdragen", {"new_owner": "9" * 30}, "new_owner", "heel getal"),
        ("overdragen", {"new_owner": "een"}, "new_owner", "heel getal"),
        ("vraag", {"question": "  \r\n "}, "question", "Vul uw vraag"),
        ("vraag", {"question": "Belt u 06-12345678?"}, "question", "telefoonnummer"),
        ("aanvulling", {"text": ""}, "text", "Vul in wat"),
        ("doorverwijzen", {"signal": ""}, "signal", "Kies een partij"),
        ("doorverwijzen", {"signal": "onzin"}, "signal", "Kies een partij"),
        ("intrekken", {"withdraw_note": ""}, "withdraw_note", "waarom de gemeente stopt"),
        ("wissen", {}, "erase_confirmed", "zeker weet"),
        ("wissen", {"erase_confirmed": "no"}, "erase_confirmed", "Deze keuze bestaat niet"),
        ("kenmerken", TAGS | {"themes": "onzin"}, "themes", "Deze keuze bestaat niet"),
        ("kenmerken", TAGS | {"support_kinds": ""}, "support_kinds", "ten minste één soort"),
        ("kenmerken", TAGS | {"urgency": "U9"}, "urgency", "Deze keuze bestaat niet"),
        ("kenmerken", TAGS | {"phase": ""}, "phase", "Kies een fase"),
    ],
)
def test_a_mistake_is_shown_at_its_field(
    desk: Desk,
    submit: Callable[..., str],
    act: str,
    fields: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    reference = submit()
    before = desk.events(reference)
    answer = desk.try_to(reference, act, **fields)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text and f'id="{field}' in answer.text
    found = error_at(answer.text, field)
    assert found and sentence in found
    assert desk.events(reference) == before


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "expert_ids", "Kies ten minste één"),
        ({"position-1": "1", "position-2": "1"}, "position-2", "Plaats 1 is twee keer gebruikt"),
        ({"position-1": "eerste"}, "position-1", "heel getal"),
        ({"position-1": "0"}, "position-1", "heel getal"),
        ({"position-1": "-1"}, "position-1", "heel getal"),
        ({"position-1": "1.5"}, "position-1", "heel getal"),
        ({"position-1": "٣"}, "position-1", "heel getal"),
        ({"position-1": "9" * 400}, "position-1", "heel getal"),
        ({"position-1": "1", "extra": "1"}, "extra", "staat al in de lijst"),
        ({"position-1": "1", "extra": "999999"}, "extra", "bestaat niet (meer)"),
        ({"position-1": "1", "extra": "x"}, "extra", "Kies iemand uit de lijst"),
        ({"extra": "6", "extra_position": "x"}, "extra_position", "heel getal"),
        ({"position-1": "1", "summary": ""}, "summary", "neutrale samenvatting"),
        ({"position-1": "1", "summary": "x" * 1501}, "summary", "Maak dit korter"),
        ({"position-1": "1", "summary": "Bel 06-12345678."}, "summary", "telefoonnummer"),
        ({"position-1": "1", "places": "6"}, "places", "heel getal"),
        ({"position-1": "1", "places": ""}, "places", "hoeveel deskundigen"),
        ({"position-1": "1", "parallel": "9"}, "parallel", "ten hoogste"),
    ],
)
def test_a_mistake_in_the_list(
    desk: Desk,
    submit: Callable[..., str],
    ranked: Callable[[str], None],
    experts: list[int],
    fields: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    assert experts == [1, 2, 3, 4, 5, 6]
    reference = submit()
    ranked(reference)
    desk.do(reference, "zoeken")
    empty = {f"position-{expert_id}": "" for expert_id in experts[:4]}
    answer = desk.try_to(reference, "lijst", **empty | LIST | fields)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    found = error_at(answer.text, field)
    assert found and sentence in found
    for name, text in fields.items():
        if name.startswith("position-"):
            assert f'name="{name}" value="{text}"' in answer.text
    assert desk.case(reference).list_approved_at is None


def test_a_position_of_an_unknown_expert(
    desk: Desk, submit: Callable[..., str], ranked: Callable[[str], None]
) -> None:
    reference = submit()
    ranked(reference)
    desk.do(reference, "zoeken")
    answer = desk.try_to(reference, "lijst", **LIST | {"position-4711": "1"})
    assert answer.status_code == 400 and "bestaat niet (meer)" in answer.text


def test_unticked_boxes_stay_unticked(desk: Desk, submit: Callable[..., str]) -> None:
    answer = desk.try_to(submit(), "kenmerken", support_kinds="", phase="", urgency="U2")
    assert answer.status_code == 400
    assert "checked" not in answer.text.split('id="themes"')[1].split("</fieldset>")[0]


def test_a_false_alarm_is_confirmed(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    note = "Dossier 111222333 ligt klaar."
    answer = desk.try_to(reference, "terugbellen", call_back_note=note)
    assert answer.status_code == 400
    key = answer.text.split('name="false_alarm" value="')[1].split('"')[0]
    assert note in desk.do(reference, "terugbellen", call_back_note=note, false_alarm=key)


ACCEPT = {"first_contact_at": "2026-11-25T09:00", "accept_reason": "Belde.", "declared": "yes"}
DECLINE = {"decline_reason": "no_time", "decline_note": "Belde.", "unavailable_until": ""}


@pytest.mark.parametrize(
    ("act", "fields", "field", "sentence"),
    [
        ("aannemen", ACCEPT | {"first_contact_at": ""}, "first_contact_at", "Vul in wanneer"),
        ("aannemen", ACCEPT | {"first_contact_at": "morgen"}, "first_contact_at", "bestaat niet"),
        (
            "aannemen",
            ACCEPT | {"first_contact_at": "2027-03-28T02:30"},
            "first_contact_at",
            "bestaat niet",
        ),
        (
            "aannemen",
            ACCEPT | {"first_contact_at": "0001-01-01T00:00"},
            "first_contact_at",
            "",
        ),
        (
            "aannemen",
            ACCEPT | {"first_contact_at": "2026-11-23T09:00"},
            "first_contact_at",
            "tussen nu en twee maanden",
        ),
        ("aannemen", ACCEPT | {"accept_reason": ""}, "accept_reason", "hoe u het antwoord"),
        ("aannemen", ACCEPT | {"declared": ""}, "declared", "beide verklaringen"),
        ("afslaan", DECLINE | {"decline_reason": ""}, "decline_reason", "Kies de reden"),
        ("afslaan", DECLINE | {"decline_reason": "x"}, "decline_reason", "Deze keuze"),
        ("afslaan", DECLINE | {"unavailable_until": "31-12"}, "unavailable_until", "Deze datum"),
        (
            "afslaan",
            DECLINE | {"unavailable_until": "2030-01-01"},
            "unavailable_until",
            "binnen een jaar",
        ),
    ],
)
def test_a_mistake_in_an_answer_for_an_expert(
    desk: Desk, invited: str, act: str, fields: dict[str, str], field: str, sentence: str
) -> None:
    before = desk.events(invited)
    posted = {f"{name}-1": text for name, text in fields.items()}
    answer = desk.try_to(invited, f"uitnodigingen/1/{act}", **posted)
    assert answer.status_code == 400
    assert f'href="#{field}-1"' in answer.text
    found = error_at(answer.text, f"{field}-1")
    assert found and sentence in found
    assert desk.events(invited) == before


def test_an_answer_twice_is_refused(desk: Desk, invited: str) -> None:
    posted = {f"{name}-1": text for name, text in ACCEPT.items()}
    desk.do(invited, "uitnodigingen/1/aannemen", **posted)
    declined = {f"{name}-1": text for name, text in DECLINE.items()}
    answer = desk.try_to(invited, "uitnodigingen/1/afslaan", **declined)
    assert answer.status_code == 409
    assert "De deskundige heeft al geantwoord: zegt ja." in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "SK-222-2222",
        "SK-222-2222/terugbellen",
        "{reference}/onzin",
        "{reference}/uitnodigingen/99/intrekken",
        "{reference}/uitnodigingen/99999999999999999999/intrekken",
        "{reference}/uitnodigingen/1/onzin",
        "{reference}/opdrachten/1/contact",
        "{other}/uitnodigingen/1/intrekken",
    ],
)
def test_unknown_things_are_not_found(
    desk: Desk, invited: str, submit: Callable[..., str], path: str
) -> None:
    other = submit()
    target = f"/bureau/aanvragen/{path.format(reference=invited, other=other)}"
    page = desk.page(f"/bureau/aanvragen/{other if '{other}' in path else invited}")
    fields: dict[str, Any] = {"invitation_note-1": "", "invitation_note-99": ""}
    answer = desk.post(target, page, **fields) if path.count("/") else desk.client.get(target)
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in answer.text


@pytest.mark.parametrize(
    "act", ["heropenen", "uitnodigen", "lijst", "geen-deskundige", "uitnodigen-hervatten"]
)
def test_an_act_out_of_turn_is_refused(desk: Desk, submit: Callable[..., str], act: str) -> None:
    reference = submit()
    answer = desk.try_to(reference, act, count="", **LIST)
    assert answer.status_code == 409
    assert "Dit kan nu niet. De aanvraag staat op: nieuw." in answer.text


def test_a_form_without_its_hidden_fields_is_refused(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit()
    answer = desk.client.post(f"/bureau/aanvragen/{reference}/overnemen", data={"revision": "1"})
    assert answer.status_code == 400
    assert desk.case(reference).owner_id is None
