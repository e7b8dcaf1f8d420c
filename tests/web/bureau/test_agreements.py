"""The agreement at the desk: reading it, a preview before saving, its history."""

from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import Engine

from service.actions.agreements.agreement_in_force import agreement_at
from service.database import reading
from service.domain.agreement_json import to_json
from service.domain.service_agreement import ServiceAgreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage.agreement_version import all_versions
from tests.web.bureau.agreement_form import CHANGE, READ, adopted, changed, form_of, send
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import error_at

pytestmark = pytest.mark.backend("sqlite")
both_databases = pytest.mark.backend("sqlite", "postgresql")


@pytest.fixture
def manager(log_in: Callable[[str], Desk]) -> Desk:
    """The desk of the programme manager."""
    return log_in("leiding@bureau.example")


def in_force(engine: Engine, clock: Clock) -> ServiceAgreement:
    with reading(engine) as session:
        return agreement_at(session, clock.now)


def test_everybody_at_the_bureau_reads_and_two_roles_change(
    log_in: Callable[[str], Desk], desk: Desk
) -> None:
    page = desk.page(READ)
    assert "Nu geldt versie 1: Standaardafspraak." in page and "4 werkdagen" in page
    assert "wijzigen</a>" not in page
    desk.page(CHANGE, 403)
    for email in ("leiding@bureau.example", "beheer@bureau.example"):
        editor = log_in(email)
        assert "Werkafspraken wijzigen" in editor.page(READ)
        editor.page(CHANGE)
    log_in("partner@partner.example").page(READ, 403)


def test_the_form_sent_back_untouched_changes_nothing(manager: Desk, engine: Engine) -> None:
    answer = changed(manager)
    assert answer.status_code == 200 and "Er verandert niets." in answer.text
    assert ">Vaststellen</button>" not in answer.text
    refused = send(manager, form_of(answer.text), "vaststellen")
    assert refused.status_code == 400 and "Er is niets veranderd." in refused.text
    with reading(engine) as session:
        assert not all_versions(session)


def test_a_preview_shows_old_and_new_moments_with_their_reasoning(manager: Desk) -> None:
    answer = changed(manager, terms__U2__acknowledgement__amount="3")
    page = unescape(answer.text)
    assert "U2, persoonlijke reactie: 2 uur (elke dag) → 3 uur (elke dag)" in page
    # now is Tuesday 24 November 2026, 10:00; Friday 17:00 is shown as well
    assert "di 24 november 12.00 uur" in page and "di 24 november 13.00 uur" in page
    assert "di 24-11-2026 10:00–13:00 (3:00)" in page
    assert "vr 27 november 17.00 uur" in page and "vr 27-11-2026 17:00–20:00 (3:00)" in page
    assert page.count("1 stap op een ander moment") == 2


def test_the_moment_and_the_partner_of_the_preview_are_picked(manager: Desk) -> None:
    first = changed(manager, terms__U2__expert_reaction__amount="5")
    picked = {"preview_day": "2026-12-24", "preview_time": "22:00", "preview_partner": "omo"}
    again = send(manager, form_of(first.text), "bekijken", **picked)
    assert "do 24 december 22.00 uur" in again.text
    assert "ma 28-12-2026 07:00–11:00 (4:00)" in again.text  # OMO does not work at Christmas
    wrong = send(manager, form_of(again.text), "bekijken", preview_day="2026-02-30")
    assert wrong.status_code == 400
    assert error_at(wrong.text, "preview_day") == "Deze datum of tijd bestaat niet."


@both_databases
def test_a_version_is_adopted_and_frozen_in_new_requests_only(
    manager: Desk, engine: Engine, clock: Clock, submit: Callable[..., str]
) -> None:
    before = submit()
    answer = adopted(
        manager,
        name="Herfst",
        terms__U2__acknowledgement__amount="3",
        partners__omo="office",
        partner_terms__omo__U3__expert_reaction__amount="6",
        partner_terms__omo__U3__expert_reaction__unit="u",
        partner_terms__omo__U3__expert_reaction__calendar="office",
        extra_closed_days="25-11-2026\n2027-05-07",
        quiet_hours__begin="20:00",
        warn_percent="62,5",
    )
    assert (answer.status_code, answer.location) == (303, READ)
    found = in_force(engine, clock)
    assert (found.version, found.name, found.warn_fraction) == (2, "Herfst", 0.625)
    assert found.partners["omo"] == "office"
    assert str(found.term(Urgency.U3, Step.EXPERT_REACTION, "omo")) == "6 u"
    assert [str(day) for day in found.extra_closed_days] == ["2026-11-25", "2027-05-07"]
    assert found.quiet_hours and f"{found.quiet_hours[0]:%H:%M}" == "20:00"
    after = submit()
    assert manager_cases(manager, before, after) == [1, 2]
    page = manager.page(READ)
    assert "Nu geldt versie 2: Herfst." in page and "Vastgesteld op" in page
    assert "door Leiding." in page and "Gesloten dagen erbij: 25-11-2026, 07-05-2027" in page
    assert "Standaardafspraak" in manager.page(f"{READ}/1")


def manager_cases(desk: Desk, *references: str) -> list[int]:
    return [desk.case(reference).agreement["version"] for reference in references]


def test_an_adopted_version_fills_the_form_with_exactly_itself(
    manager: Desk, engine: Engine, clock: Clock
) -> None:
    send_add = changed(
        manager,
        do="kalender",
        new_calendar="Late Ochtend",
        **{"calendars__+__weekly__mon": "9.00 - 12:00 en 13:00-24:00"},
    )
    assert send_add.status_code == 200
    form = form_of(send_add.text)
    assert form.getlist("calendar")[-1] == "late-ochtend"
    preview = send(manager, form, "bekijken", partners__ngb="late-ochtend", name="Ochtend")
    assert send(manager, form_of(preview.text), "vaststellen").status_code == 303
    first = to_json(in_force(engine, clock))
    assert first["calendars"]["late-ochtend"]["weekly"]["mon"] == [
        ["09:00", "12:00"],
        ["13:00", "00:00"],
    ]
    clock.forward(seconds=1)
    assert adopted(manager, name="Nog eens").status_code == 303
    second = to_json(in_force(engine, clock))
    assert second == first | {"version": 3, "name": "Nog eens"}


@pytest.mark.parametrize(
    ("day", "time", "reason"),
    [
        ("2026-11-23", "10:00", "Dit moment is voorbij. Kies een later moment."),
        ("2029-01-01", "", "Kies een moment binnen twee jaar."),
        ("2027-03-28", "02:30", "Deze datum of tijd bestaat niet."),  # the clock skips it
        ("", "10:00", "Vul ook de datum in."),
        ("morgen", "", "Deze datum of tijd bestaat niet."),
    ],
)
def test_a_beginning_that_cannot_be_is_refused_on_the_preview(
    manager: Desk, day: str, time: str, reason: str
) -> None:
    preview = changed(manager, terms__U2__triage__amount="3")
    form = form_of(preview.text)
    answer = send(manager, form, "vaststellen", valid_from_day=day, valid_from_time=time)
    assert answer.status_code == 400
    assert error_at(answer.text, "valid_from_day") == reason
    assert form_of(answer.text)["terms.U2.triage.amount"] == "3"


@both_databases
def test_a_later_version_waits_and_can_be_withdrawn(
    manager: Desk, engine: Engine, clock: Clock
) -> None:
    preview = changed(manager, terms__U2__triage__amount="3", name="Winter")
    form = form_of(preview.text)
    send(manager, form, "vaststellen", valid_from_day="2026-12-01", valid_from_time="09:00")
    page = manager.page(READ)
    assert "Nu geldt versie 1" in page and "gaat nog in" in page
    assert "di 1 december 09.00 uur" in page
    clashing = changed(manager, terms__U2__triage__amount="2")
    refused = send(manager, form_of(clashing.text), "vaststellen")
    assert "Dan geldt versie 2 ook." in error_at(refused.text, "valid_from_day")
    answer = manager.post(f"{READ}/2/intrekken", page)
    assert answer.status_code == 303
    page = manager.page(READ)
    assert "Versie 2 is ingetrokken." in page and "ingetrokken</span>" in page
    manager.page(f"{READ}/2")
    manager.page(f"{READ}/9", 404)
    clock.forward(days=30)
    assert in_force(engine, clock).version == 1


def test_a_version_that_holds_cannot_be_withdrawn(manager: Desk, engine: Engine) -> None:
    adopted(manager, name="Herfst")
    answer = manager.post(f"{READ}/2/intrekken", manager.page(READ))
    assert answer.status_code == 303
    assert "Deze versie geldt al." in manager.page(READ)
    assert manager.post(f"{READ}/7/intrekken", manager.page(READ)).status_code == 404


@both_databases
def test_two_people_who_change_it_at_once(
    manager: Desk, log_in: Callable[[str], Desk], clock: Clock, engine: Engine
) -> None:
    mine = changed(manager, terms__U2__triage__amount="3")
    adopted(log_in("beheer@bureau.example"), terms__U4__triage__amount="3")
    clock.forward(minutes=1)
    answer = send(manager, form_of(mine.text), "vaststellen")
    assert answer.status_code == 409 and "intussen veranderd" in answer.text
    form = form_of(answer.text)
    assert (form["terms.U2.triage.amount"], form["based_on"]) == ("3", "2")
    preview = send(manager, form, "bekijken")
    assert "U4, besluit over de aanvraag: 3 werkdagen" in unescape(preview.text)
    assert send(manager, form_of(preview.text), "vaststellen").status_code == 303
    assert in_force(engine, clock).version == 3


def test_back_to_the_form_keeps_what_was_typed(manager: Desk) -> None:
    preview = changed(manager, terms__U2__triage__amount="3", name="<b>Nieuw</b>")
    back = send(manager, form_of(preview.text), "terug")
    form = form_of(back.text)
    assert back.status_code == 200
    assert (form["terms.U2.triage.amount"], form["name"]) == ("3", "<b>Nieuw</b>")
    assert "<b>Nieuw</b>" not in back.text


def test_a_form_that_was_torn_is_refused(manager: Desk) -> None:
    form = {"csrf_token": form_of(manager.page(CHANGE))["csrf_token"], "doe": "vaststellen"}
    answer = manager.client.post(CHANGE, data=form)
    assert answer.status_code == 400 and "Fout:" in answer.text
