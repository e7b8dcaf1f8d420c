"""What is typed wrong in the form of the agreement: said at its field, and nothing is lost."""

from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import Engine

from service.database import reading
from service.storage.agreement_version import all_versions
from tests.web.bureau.agreement_form import CHANGE, changed, form_of, send
from tests.web.bureau.desk import Desk
from tests.web.filled_form import error_at, summary_links

pytestmark = pytest.mark.backend("sqlite")


@pytest.fixture
def manager(log_in: Callable[[str], Desk]) -> Desk:
    """The desk of the programme manager."""
    return log_in("leiding@bureau.example")


WRONG = [
    ("terms__U3__triage__amount", "0", "terms.U3.triage.amount", "meer dan nul"),
    ("terms__U3__triage__amount", "-4", "terms.U3.triage.amount", "meer dan nul"),
    ("terms__U3__triage__amount", "vier", "terms.U3.triage.amount", "Vul een heel getal in."),
    ("terms__U3__triage__amount", "", "terms.U3.triage.amount", "Vul een heel getal in."),
    ("terms__U3__triage__amount", "9" * 5000, "terms.U3.triage.amount", "Vul een heel getal in."),
    ("terms__U3__triage__unit", "eeuw", "terms.U3.triage.unit", "ontbreekt of is onjuist"),
    ("terms__U3__triage__calendar", "nacht", "terms.U3.triage.calendar", '"nacht" bestaat niet'),
    ("calendars__daily__remove", "yes", "terms.U2.triage.calendar", '"daily" bestaat niet'),
    ("calendars__office__weekly__mon", "half negen", "calendars.office.weekly.mon", "08:30-12:00"),
    ("calendars__office__weekly__mon", "08:30-25:00", "calendars.office.weekly.mon", "bestaat"),
    ("calendars__office__weekly__mon", "8-9, 9-10", "calendars.office.weekly.mon", "Schrijf"),
    ("calendars__office__weekly__mon", "08:00-12:00, 11:00-17:00", "", "overlappen elkaar"),
    ("calendars__office__weekly__mon", "12:00-12:00", "calendars.office.weekly.mon", "gelijk"),
    ("partners__omo", "nacht", "partners.omo", '"nacht" bestaat niet'),
    ("partner", "knmi", "partners.knmi", "Deze partner bestaat niet."),
    ("warn_percent", "100", "warn_percent", "1 tot en met 99"),
    ("warn_percent", "", "warn_percent", "1 tot en met 99"),
    ("escalation__deputy__percent", "x", "escalation.deputy.percent", "0 tot en met 1000"),
    ("escalation__deputy__minutes", "-1", "escalation.deputy.minutes", "0 minuten"),
    ("escalation__deputy__minutes", "99", "escalation.programme_manager.told", ""),
    ("quiet_hours__begin", "", "quiet_hours.begin", "of geen van beide"),
    ("quiet_hours__begin", "07:00", "quiet_hours.begin", "zijn gelijk"),
    ("quiet_hours__begin", "laat", "quiet_hours.begin", "onjuist"),
    ("extra_closed_days", "2026-05-15\n31-02-2026", "extra_closed_days", "‘31-02-2026’"),
    ("extra_closed_days", "1999-05-15", "extra_closed_days", "2000 tot en met 2099"),
    ("working_day_minutes", "0", "working_day_minutes", "meer dan 0"),
    ("liberation_day", "soms", "liberation_day", "lustrum"),
    ("name", " ", "name", "ontbreekt"),
    ("name", "n" * 81, "name", "80 tekens"),
    ("new_calendar", "Ochtend/avond", "new_calendar", "kleine letters"),
    ("new_calendar", "office", "new_calendar", "bestaat al"),
    ("new_calendar", "leeg", "calendars.leeg.weekly.mon", "nooit open"),
    (
        "partner_terms__omo__U1__expert_reaction__amount",
        "0",
        "partner_terms.omo.U1.expert_reaction.amount",
        "meer dan nul",
    ),
]


@pytest.mark.parametrize(("field", "value", "place", "reason"), WRONG)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_lost(
    manager: Desk, engine: Engine, field: str, value: str, place: str, reason: str
) -> None:
    form = form_of(manager.page(CHANGE))
    if field == "partner":
        form.add("partner", value)
        form.add("partners.knmi", "")
    if field == "escalation__deputy__minutes":
        form["escalation.deputy.percent"] = "50"
    if field.startswith("partner_terms"):
        form["partner_terms.omo.U1.expert_reaction.unit"] = "u"
        form["partner_terms.omo.U1.expert_reaction.calendar"] = "always"
    change = {} if field == "partner" else {field: value}
    answer = send(manager, form, "bekijken", **change, terms__U4__triage__amount="17")
    page = unescape(answer.text)
    assert answer.status_code == 400
    found = error_at(page, place or field.replace("__", "."))
    assert reason in found and found, summary_links(page)
    assert set(summary_links(page)) <= set(ids_on(page))
    again = form_of(answer.text)
    assert again["terms.U4.triage.amount"] == "17"
    if field not in ("partner", "new_calendar") and not field.endswith("unit"):
        assert again.get(field.replace("__", "."), "") in (value, "") or "calendar" in field
    with reading(engine) as session:
        assert not all_versions(session)


def ids_on(page: str) -> list[str]:
    return [piece.split('"')[0] for piece in page.split(' id="')[1:]]


def test_all_that_is_wrong_is_said_at_once(manager: Desk) -> None:
    answer = changed(
        manager, terms__U2__triage__amount="0", calendars__office__weekly__mon="half negen"
    )
    expected = ["terms.U2.triage.amount", "calendars.office.weekly.mon"]
    assert summary_links(answer.text) == expected
    assert "U2, besluit over de aanvraag: De tijd moet meer dan nul zijn." in answer.text
    assert "kantooruren, ma: Schrijf de tijden als" in answer.text
