"""The agreement as data: the default table, its JSON, and what is refused with place and reason."""

import copy
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.agreement_json import from_json, from_stored, to_json
from service.domain.calendar_json import WEEKDAYS
from service.domain.service_agreement import default_agreement
from service.domain.step import Step
from service.domain.time_errors import InvalidAgreement
from service.domain.urgency import Urgency
from tests.rules.agreement_edits import OWN, Edit, drop, own, put

TERMS = [
    # step, then U1 U2 U3 U4 as on the page of the agreement
    (Step.RECEIPT, "1 min", "1 min", "1 min", "1 min"),
    (Step.ACKNOWLEDGEMENT, "30 min", "2 u", "4 u", "1 wd"),
    (Step.TRIAGE, "1 u", "4 u", "1 wd", "2 wd"),
    (Step.PROPOSAL, "2 u", "8 u", "2 wd", "5 wd"),
    (Step.PARTNER_CONSENT, "30 min", "2 u", "4 u", "1 wd"),
    (Step.EXPERT_REACTION, "1 u", "4 u", "1 wd", "2 wd"),
    (Step.FIRST_CONTACT, "4 u", "24 u", "4 wd", "10 wd"),
    (Step.CHECK_IN, "24 u", "3 d", "2 wk", "4 wk"),
    (Step.EVALUATION, "5 wd", "5 wd", "5 wd", "5 wd"),
]


@pytest.mark.parametrize(("step", "u1", "u2", "u3", "u4"), TERMS)
def test_default_terms(step: Step, u1: str, u2: str, u3: str, u4: str) -> None:
    terms = default_agreement().terms
    assert [str(terms[urgency][step]) for urgency in Urgency] == [u1, u2, u3, u4]


@pytest.mark.parametrize(
    ("step", "calendars"),
    [
        (Step.RECEIPT, ["always"] * 4),
        (Step.TRIAGE, ["always", "daily", "office", "office"]),
        (Step.CHECK_IN, ["always", "daily", "office", "office"]),
        (Step.EVALUATION, ["office"] * 4),
    ],
)
def test_default_calendars(step: Step, calendars: list[str]) -> None:
    terms = default_agreement().terms
    assert [terms[urgency][step].calendar for urgency in Urgency] == calendars


def test_a_partner_without_own_hours_has_no_calendar() -> None:
    agreement = default_agreement()
    assert agreement.partner_calendar("ngb") is None
    assert agreement.partner_calendar(None) is None
    assert agreement.partner_calendar("omo") == agreement.calendars["workdays"]


def test_an_agreement_is_the_same_after_it_was_stored() -> None:
    stored = json.dumps(to_json(default_agreement()))
    assert from_json(json.loads(stored)) == default_agreement()


def test_an_edited_agreement_is_read() -> None:
    data = to_json(default_agreement())
    data["calendars"]["evening"] = {"keeps_holidays": True, "weekly": {"fri": [["20:00", "02:00"]]}}
    data["terms"]["U2"]["triage"] = {"amount": 90, "unit": "min", "calendar": "evening"}
    data["extra_closed_days"] = ["2026-05-15"]
    agreement = from_json(data)
    assert str(agreement.terms[Urgency.U2][Step.TRIAGE]) == "90 min"
    assert agreement.extra_closed_days == (date(2026, 5, 15),)
    assert agreement.calendars["evening"].weekly[4][0][0].hour == 20
    assert to_json(agreement) == data | {"calendars": to_json(agreement)["calendars"]}


def test_an_agreement_from_before_quiet_hours_and_own_terms_is_still_read() -> None:
    data = to_json(default_agreement())
    del data["quiet_hours"], data["partner_terms"]
    assert from_json(data) == default_agreement()
    assert from_json(data | {"quiet_hours": None}).quiet_hours is None


def test_windows_that_touch_do_not_overlap() -> None:
    data = to_json(default_agreement())
    touching = [["00:00", "09:00"], ["09:00", "17:00"], ["17:00", "00:00"]]
    data["calendars"]["daily"]["weekly"] = dict.fromkeys(WEEKDAYS, touching)
    assert from_json(data).calendars["daily"].open_per_week == timedelta(days=7)


UNREADABLE = "Deze waarde ontbreekt of is onjuist."
UNKNOWN = 'De kalender "nacht" bestaat niet.'
NEVER = {"keeps_holidays": False, "weekly": {}}
WEEKEND = {"keeps_holidays": False, "weekly": {"sat": [["09:00", "12:00"]]}}
OVERLAP = [["07:00", "12:00"], ["11:59", "13:00"]]
OFTEN_CLOSED = {"keeps_holidays": False, "weekly": {"mon": [["09:00", "09:10"]]}}
REFUSED = [
    (put("terms.U3.triage.amount", 0), "terms.U3.triage.amount", "De tijd moet meer dan nul zijn."),
    (put("terms.U1.receipt.amount", -1), "terms.U1.receipt.amount", "meer dan nul"),
    (put("terms.U3.triage.amount", 367), "terms.U3.triage.amount", "langer dan een jaar"),
    (put("terms.U3.triage.amount", 10**30), "terms.U3.triage.amount", "langer dan een jaar"),
    (put("terms.U3.triage.amount", 1.5), "terms.U3.triage.amount", UNREADABLE),
    (put("terms.U3.triage.amount", True), "terms.U3.triage.amount", UNREADABLE),
    (put("terms.U3.triage.amount", "4"), "terms.U3.triage.amount", UNREADABLE),
    (put("terms.U3.triage.unit", "uur"), "terms.U3.triage.unit", UNREADABLE),
    (put("terms.U3.triage.unit", []), "terms.U3.triage.unit", UNREADABLE),
    (put("terms.U3.triage.calendar", "nacht"), "terms.U3.triage.calendar", UNKNOWN),
    (put("terms.U3.triage", None), "terms.U3.triage", UNREADABLE),
    (put("terms.U3.borrel", {}), "terms.U3.borrel", UNREADABLE),
    (put("terms.U5", {}), "terms.U5", UNREADABLE),
    (drop("terms.U3.triage"), "terms.U3.triage", "Deze termijn ontbreekt."),
    (drop("terms.U4"), "terms.U4.evaluation", "Deze termijn ontbreekt."),
    (drop("terms"), "terms", UNREADABLE),
    (drop("calendars.daily"), "terms.U2.triage.calendar", 'De kalender "daily" bestaat niet.'),
    (put("calendars.daily", NEVER), "calendars.daily", "Deze kalender is nooit open."),
    (put("calendars.daily.weekly.mon", [["25:00", "26:00"]]), "calendars.daily.weekly.mon", "on"),
    (put("calendars.daily.weekly.mon", [["07:00"]]), "calendars.daily.weekly.mon", UNREADABLE),
    (put("calendars.daily.weekly.mon", "altijd"), "calendars.daily.weekly.mon", UNREADABLE),
    (put("calendars.daily.weekly.maandag", []), "calendars.daily.weekly.maandag", UNREADABLE),
    (put("calendars.daily.keeps_holidays", "ja"), "calendars.daily.keeps_holidays", UNREADABLE),
    (put("partners.omo", "nacht"), "partners.omo", UNKNOWN),
    (put("partners.omo", 7), "partners.omo", UNREADABLE),
    (put("calendars.workdays", WEEKEND), "partners.omo", "nooit tegelijk open"),
    (put("working_day_minutes", 0), "working_day_minutes", "0 en ten hoogste 24 uur"),
    (put("working_day_minutes", 10**20), "working_day_minutes", UNREADABLE),
    (put("warn_fraction", 1), "warn_fraction", "tussen 0 en 1"),
    (put("warn_fraction", float("nan")), "warn_fraction", "tussen 0 en 1"),
    (put("good_friday_closed", 1), "good_friday_closed", UNREADABLE),
    (put("liberation_day", "soms"), "liberation_day", "lustrum"),
    (put("extra_closed_days", ["2026-02-30"]), "extra_closed_days.0", UNREADABLE),
    (put("escalation.1.share", -0.5), "escalation.1.share", "tussen 0 en 10"),
    (put("escalation.1.at_least_minutes", -5), "escalation.1.at_least_minutes", "0 minuten"),
    (put("escalation.0.share", 0.9), "escalation.1", "eerder dan de stap ervoor"),
    # Of a term of half an hour: 40 minutes after it, and then 30.
    (put("escalation.0.at_least_minutes", 40), "escalation.1", "eerder dan de stap ervoor"),
    (put("escalation.1.level", "owner"), "escalation.1.level", "eerder horen"),
    (put("escalation.1.level", "deputy"), "escalation.1.level", "staat er al"),
    (put("escalation.1.level", "mayor"), "escalation.1.level", UNREADABLE),
    (put("escalation", []), "escalation", "ten minste één persoon"),
    (put("name", "  "), "name", UNREADABLE),
    (put("name", "n" * 81), "name", "80 tekens"),
    (put("version", 0), "version", "1 of meer"),
    (put("terms.U1.receipt.amount", float("inf")), "terms.U1.receipt.amount", UNREADABLE),
    (put("warn_fraction", 0), "warn_fraction", "tussen 0 en 1"),
    (put("warn_fraction", -0.2), "warn_fraction", "tussen 0 en 1"),
    (put("calendars.Nacht Rust", OFTEN_CLOSED), "calendars.Nacht Rust", "kleine letters"),
    (put("calendars.daily", OFTEN_CLOSED), "terms.U2.first_contact.amount", "langer dan twee jaar"),
    (put("calendars.workdays", OFTEN_CLOSED), "partners.omo", "langer dan twee jaar"),
    (
        put("calendars.daily.weekly.mon", [["09:00", "09:00"]]),
        "calendars.daily.weekly.mon",
        "gelijk",
    ),
    (put("calendars.daily.weekly.mon", OVERLAP), "calendars.daily.weekly.mon", "overlappen"),
    (put("calendars.daily.weekly.mon", [["22:00", "08:00"]]), "calendars.daily.weekly.tue", "over"),
    (put("calendars.daily.weekly.sun", [["22:00", "08:00"]]), "calendars.daily.weekly.mon", "over"),
    (put("calendars.daily.weekly.mon", [["07:00", "24:00"]]), "calendars.daily.weekly.mon", "on"),
    (put("calendars.daily.weekly.mon", [["07:00:30", "9:00"]]), "calendars.daily.weekly.mon", "on"),
    (put("quiet_hours", ["21:00", "21:00"]), "quiet_hours", "Begin en einde zijn gelijk"),
    (put("quiet_hours", ["21:00"]), "quiet_hours", UNREADABLE),
    (put("quiet_hours", "nacht"), "quiet_hours", UNREADABLE),
    (put("extra_closed_days", ["1999-12-31"]), "extra_closed_days.0", "2000 tot en met 2099"),
    (put("extra_closed_days", ["2026-05-15"] * 2), "extra_closed_days.1", "staat er al"),
    (put("extra_closed_days", ["2026-05-15"] * 401), "extra_closed_days", "ten hoogste 400"),
    (put("partner_terms", {"knmi": {}}), "partner_terms.knmi", "staat niet in de afspraak"),
    (own("triage", OWN), "partner_terms.omo.U3.triage", "geen eigen termijn"),
    (own("partner_consent", None), "partner_terms.omo.U3.partner_consent", UNREADABLE),
    (
        own("partner_consent", OWN | {"amount": 0}),
        "partner_terms.omo.U3.partner_consent.amount",
        "meer dan nul",
    ),
    (
        own("expert_reaction", OWN | {"calendar": "nacht"}),
        "partner_terms.omo.U3.expert_reaction.calendar",
        UNKNOWN,
    ),
    (drop("version"), "version", UNREADABLE),
]


@pytest.mark.parametrize(("edit", "place", "reason"), REFUSED)
def test_a_wrong_agreement_is_refused_with_the_place_and_the_reason(
    edit: Edit, place: str, reason: str
) -> None:
    data = to_json(default_agreement())
    edit(data)
    with pytest.raises(InvalidAgreement) as refused:
        from_json(data)
    reasons = {problem.place: problem.reason for problem in refused.value.problems}
    assert reason in reasons[place]


@pytest.mark.parametrize("edit", [put("name", "n" * 81), put("terms.U3.triage.amount", 367)])
def test_what_was_stored_is_read_by_whatever_rules_it_was_adopted(edit: Edit) -> None:
    data = to_json(default_agreement())
    edit(data)
    assert to_json(from_stored(data)) == data


@pytest.mark.parametrize("edit", [put("terms.U3.triage.amount", "4"), drop("calendars")])
def test_what_was_stored_but_cannot_be_read_is_refused(edit: Edit) -> None:
    data = to_json(default_agreement())
    edit(data)
    with pytest.raises(InvalidAgreement):
        from_stored(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(JSON, st.sampled_from([*to_json(default_agreement()), None]))
def test_no_json_value_is_read_by_accident(value: object, key: str | None) -> None:
    data = copy.deepcopy(to_json(default_agreement()))
    try:
        agreement = from_json(value if key is None else data | {key: value})
    except InvalidAgreement as refused:
        assert refused.problems
    else:
        assert from_json(to_json(agreement)) == agreement
