"""Versions of the agreement: what differs between two, and when each holds."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.agreement_difference import differences
from service.domain.agreement_json import from_json, to_json
from service.domain.agreement_validity import Validity, begin_problems, timeline_problems
from service.domain.service_agreement import default_agreement
from tests.rules.agreement_edits import OWN, Edit, own, put

DIFFERENCES = [
    (
        put("terms.U3.triage.amount", 2),
        "U3, besluit over de aanvraag: 1 werkdag (kantooruren) → 2 werkdagen (kantooruren)",
    ),
    (
        put("terms.U3.triage.calendar", "daily"),
        "U3, besluit over de aanvraag: 1 werkdag (kantooruren) → 1 werkdag (elke dag)",
    ),
    (
        put("calendars.office.weekly.fri", []),
        "Kalender ‘kantooruren’: ma–vr 08:30–17:30, dicht op feestdagen → "
        "ma–do 08:30–17:30, dicht op feestdagen",
    ),
    (
        put(
            "calendars.ochtend", {"keeps_holidays": False, "weekly": {"mon": [["00:00", "00:00"]]}}
        ),
        "Kalender ‘ochtend’: – → ma hele dag, open op feestdagen",
    ),
    (put("partners.omo", None), "Eigen kalender van omo: werkdagen, dag en nacht → –"),
    (
        own("expert_reaction", OWN),
        "Omo, U3, antwoord van de deskundige: – → 2 uur (kantooruren)",
    ),
    (put("warn_fraction", 0.5), "Waarschuwen na: 75% → 50%"),
    (put("working_day_minutes", 450), "Lengte van een werkdag: 9 uur → 7 uur en 30 minuten"),
    (put("good_friday_closed", True), "Goede Vrijdag: open → gesloten"),
    (
        put("liberation_day", "never"),
        "5 mei: gesloten in 2025, 2030, 2035 … → nooit gesloten",
    ),
    (put("quiet_hours", None), "Stille uren: 21:00–07:00 → –"),
    (
        put("escalation.1.share", 1),
        "Wie van te laat hoort: achterwacht meteen, programmamanager na nog 50% van de termijn, "
        "ten minste 30 minuten → achterwacht meteen, programmamanager na nog 100% van de termijn, "
        "ten minste 30 minuten",
    ),
    (put("extra_closed_days", ["2026-05-15"]), "Gesloten dagen erbij: 15-05-2026"),
]


@pytest.mark.parametrize(("edit", "line"), DIFFERENCES)
def test_a_difference_reads_as_one_line_and_back_again(edit: Edit, line: str) -> None:
    data = to_json(default_agreement())
    edit(data)
    new = from_json(data)
    assert differences(default_agreement(), new) == [line]
    assert len(differences(new, default_agreement())) == 1
    assert differences(new, new) == []


def moment(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


NOW = moment(10, 12)
STORED = [Validity(2, moment(1), moment(5)), Validity(3, moment(5))]
BEGINS = [
    (STORED, moment(10, 12), ""),  # at once
    (STORED, moment(20), ""),
    ([], moment(10, 12), ""),
    (STORED, moment(10, 12) - timedelta(seconds=1), "Dit moment is voorbij."),
    (STORED, moment(4), "Dit moment is voorbij."),
    (STORED, moment(10, 12) + timedelta(days=731), ""),
    (STORED, moment(10, 12) + timedelta(days=731, seconds=1), "binnen twee jaar"),
    ([Validity(4, moment(20))], moment(21), ""),
    ([Validity(4, moment(20))], moment(20), "versie 4"),
    ([Validity(4, moment(20))], moment(15), "versie 4"),
]


@pytest.mark.parametrize(("stored", "begins", "reason"), BEGINS)
def test_a_new_version_begins_later_than_every_other(
    stored: list[Validity], begins: datetime, reason: str
) -> None:
    problems = begin_problems(NOW, begins, stored)
    assert bool(problems) is bool(reason)
    assert all(problem.place == "valid_from" and reason in problem.reason for problem in problems)


TIMELINES = [
    ([], {}),
    (STORED, {}),
    (STORED[::-1], {}),
    ([Validity(2, moment(1), moment(5)), Validity(3, moment(4))], {"versions.2": "versie 3"}),
    ([Validity(2, moment(1)), Validity(3, moment(4))], {"versions.2": "versie 3"}),
    ([Validity(2, moment(1), moment(3)), Validity(3, moment(4))], {"versions.2": "geldt er geen"}),
    ([Validity(2, moment(5), moment(5))], {"versions.2": "eindigt voordat"}),
    ([Validity(2, moment(5), moment(4))], {"versions.2": "eindigt voordat"}),
    (
        [Validity(2, moment(1), moment(9)), Validity(3, moment(4), moment(6))],
        {"versions.2": "tegelijk met versie 3"},
    ),
]


@pytest.mark.parametrize(("versions", "expected"), TIMELINES)
def test_versions_hold_one_after_the_other(
    versions: list[Validity], expected: dict[str, str]
) -> None:
    found = {problem.place: problem.reason for problem in timeline_problems(versions)}
    assert found.keys() == expected.keys()
    assert all(expected[place] in reason for place, reason in found.items())


def test_a_version_holds_until_but_not_at_its_end() -> None:
    version = Validity(2, moment(1), moment(5))
    second = timedelta(seconds=1)
    held = [version.holds(at) for at in (moment(1) - second, moment(1), moment(5) - second)]
    assert (held, version.holds(moment(5))) == ([False, True, True], False)
    assert Validity(3, moment(5)).holds(moment(30))
