"""Changing a profile at the desk: checked at the field, logged by name, never overwritten."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from expert_registry.tables import Expert, registry_version
from service.database import reading
from service.storage.expert_event import ExpertEvent
from tests.web.bureau.desk import Desk
from tests.web.form_on_page import FormOnPage


def _send(desk: Desk, path: str, page: str, **changes: str | list[str]) -> TestResponse:
    sent = FormOnPage(page, path).fields
    for name, value in changes.items():
        sent.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else value)
    return desk.client.post(path, data=sent)


def _stored(engine: Engine, expert_id: int) -> Expert:
    with reading(engine) as session:
        found = session.get_one(Expert, expert_id)
        session.expunge(found)
        return found


def _version(engine: Engine) -> int:
    with reading(engine) as session:
        return registry_version(session)


def _changes(engine: Engine) -> list[tuple[str, list[str]]]:
    with reading(engine) as session:
        return [
            (event.actor.name if event.actor else "", event.fields)
            for event in session.scalars(select(ExpertEvent).order_by(ExpertEvent.id))
        ]


@pytest.fixture
def path(experts: list[int]) -> str:
    return f"/bureau/deskundigen/{experts[0]}/bewerken"


def test_a_changed_profile_is_stored_logged_and_ranked_with(
    desk: Desk, path: str, experts: list[int], engine: Engine
) -> None:
    before, version = _stored(engine, experts[0]), _version(engine)
    answer = _send(
        desk,
        path,
        desk.page(path),
        summary="Begeleidt raadsavonden over opvang.",
        past_case__0="Een raad kwam er samen uit.",
        past_case__1="Een wijk kalmeerde.",
        main_theme="internationaal-conflict",
        languages="nl, en",
        weekly_availability=["ma-ochtend", "di-avond"],
        duty="yes",
        max_active="3",
        review_due="2027-05-01",
    )
    assert answer.status_code == 303, re.findall("Fout:</strong>([^<]*)", answer.text)
    after = _stored(engine, experts[0])
    assert after.past_cases == ["Een raad kwam er samen uit.", "Een wijk kalmeerde."]
    assert after.themes == ["internationaal-conflict", *before.themes]
    assert (after.languages, after.weekly_availability) == (
        ["nl", "en"],
        ["ma-ochtend", "di-avond"],
    )
    assert (after.duty, after.max_active, str(after.review_due)) == (True, 3, "2027-05-01")
    assert (after.revision, _version(engine)) == (before.revision + 1, version + 1)
    ((who, fields),) = _changes(engine)
    assert who == "Co" and {"summary", "past_cases", "themes", "max_active"} <= set(fields)
    page = desk.page(path.removesuffix("/bewerken"))
    assert "Het profiel is bewaard." in page and "Co: " in page
    assert "samenvatting, thema&#39;s" in page


def test_sending_the_form_untouched_changes_nothing(
    desk: Desk, path: str, experts: list[int], engine: Engine
) -> None:
    before, version = _stored(engine, experts[0]), _version(engine)
    assert _send(desk, path, desk.page(path)).status_code == 303
    after = _stored(engine, experts[0])
    assert (after.revision, _version(engine), _changes(engine)) == (before.revision, version, [])
    assert "Er is niets veranderd." in desk.page(path)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("summary", "", "Vul de samenvatting in."),
        ("summary", "Bel 06-12345678 of mail jan@gemeente.example.", "persoonsgegevens"),
        ("past_case-1", "x" * 601, "ten hoogste 600 tekens"),
        ("past_case-0", "Mail piet@gemeente.example.", "persoonsgegevens"),
        ("main_theme", "", "Kies het hoofdthema."),
        ("main_theme", "bestaat-niet", "Deze keuze bestaat niet."),
        ("weekly_availability", ["ma-nacht"], "Deze keuze bestaat niet."),
        ("max_active", "11", "van 0 tot en met 10"),
        ("max_per_quarter", "", "Vul een getal in."),
        ("languages", "Nederlands", "Gebruik een taalcode"),
        ("phone", "bel maar", "geen geldig telefoonnummer"),
        ("email", "geen-adres", "Dit is geen e-mailadres."),
        ("review_due", "morgen", "Deze datum bestaat niet."),
        ("status", "gone", "Deze keuze bestaat niet."),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_is_stored(
    desk: Desk,
    path: str,
    experts: list[int],
    engine: Engine,
    field: str,
    value: str | list[str],
    message: str,
) -> None:
    before = _stored(engine, experts[0]).revision
    answer = _send(desk, path, desk.page(path), **{field: value}, role_title="Nieuwe functie")
    assert answer.status_code == 400
    error = re.search(rf'id="{field}-fout"><strong>Fout:</strong> ([^<]*)', answer.text)
    assert error and message in error[1]
    assert 'value="Nieuwe functie"' in answer.text
    assert _stored(engine, experts[0]).revision == before


def test_more_than_eight_themes_are_too_many(desk: Desk, path: str) -> None:
    page = desk.page(path)
    themes = re.findall(r'name="themes" value="([^"]+)"', page)[:9]
    answer = _send(desk, path, page, themes=themes)
    assert answer.status_code == 400 and 'id="themes-fout"' in answer.text


def test_two_colleagues_lose_nothing(
    desk: Desk, log_in: Callable[[str], Desk], path: str, experts: list[int], engine: Engine
) -> None:
    other, page = log_in("achterwacht@bureau.example"), desk.page(path)
    theirs = {"summary": "Hun samenvatting.", "role_title": "Hun functie"}
    assert _send(other, path, other.page(path), **theirs).status_code == 303

    answer = _send(desk, path, page, summary="Mijn samenvatting.", max_active="4")
    assert answer.status_code == 409
    assert "Dit profiel is intussen veranderd" in answer.text and "Achterwacht" in answer.text
    assert "Overgenomen in het formulier:" in answer.text and "functie." in answer.text
    assert '<dd class="long-text">Hun samenvatting.</dd>' in answer.text
    merged = FormOnPage(answer.text, path).fields
    assert (merged["summary"], merged["role_title"]) == ("Mijn samenvatting.", "Hun functie")
    assert merged["max_active"] == "4"
    assert _stored(engine, experts[0]).summary == "Hun samenvatting."

    assert _send(desk, path, answer.text).status_code == 303
    after = _stored(engine, experts[0])
    assert (after.summary, after.role_title) == ("Mijn samenvatting.", "Hun functie")


def test_a_mistake_on_a_stale_form_is_still_caught_as_stale(
    desk: Desk, log_in: Callable[[str], Desk], path: str
) -> None:
    other, page = log_in("achterwacht@bureau.example"), desk.page(path)
    assert _send(other, path, other.page(path), role_title="Hun functie").status_code == 303
    wrong = _send(desk, path, page, max_active="99")
    assert wrong.status_code == 400
    again = _send(desk, path, wrong.text, max_active="4")
    assert again.status_code == 409
    assert FormOnPage(again.text, path).fields["role_title"] == "Hun functie"


def test_an_absence_is_logged_too(desk: Desk, path: str, engine: Engine) -> None:
    profile = path.removesuffix("/bewerken")
    desk.post(f"{profile}/afwezig", desk.page(profile), unavailable_until="2026-12-24")
    assert _changes(engine) == [("Co", ["unavailable_until"])]
    assert "Co: afwezigheid" in desk.page(profile)


def test_a_partner_changes_the_own_experts_only(
    log_in: Callable[[str], Desk], experts: list[int], engine: Engine
) -> None:
    partner = log_in("partner@partner.example")
    own, strange = (f"/bureau/deskundigen/{experts[n]}/bewerken" for n in (0, 5))
    page = partner.page(own)
    assert _send(partner, own, page, role_title="Adviseur").status_code == 303
    partner.page(strange, 404)
    sent = FormOnPage(page, own).fields | {"role_title": "Adviseur"}
    assert partner.client.post(strange, data=sent).status_code == 404
    assert _stored(engine, experts[5]).role_title != "Adviseur"
