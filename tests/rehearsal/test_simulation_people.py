"""The people of a simulation: read from a file, and arriving in the rhythm of a week."""

from collections import Counter
from pathlib import Path

import pytest

from service.domain.opening_hours import AMSTERDAM
from service.domain.urgency import Urgency
from service.rehearsal.simulation.arrivals import Topics, arrivals
from service.rehearsal.simulation.people import InvalidPeople, People, people_of, read_people
from service.rehearsal.simulation.policy import Policy

TOPICS = Topics(("Zeist", "Soest"), ("asielopvang",), ("duiding",))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people.toml", "silent = 0.1\n[accepts]\nomo = 0.7\n"),
        ("people.json", '{"silent": 0.1, "accepts": {"omo": 0.7}}'),
    ],
)
def test_what_a_file_does_not_name_is_as_by_default(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    people = read_people(tmp_path / name)
    assert (people.silent, people.accepts["omo"], people.accepts["ngb"]) == (0.1, 0.7, 0.45)
    assert people.answer_hours == People().answer_hours


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"patience": 1}, "patience: not known"),
        ({"accepts": {"nobody": 0.5}}, "accepts.nobody: not known"),
        ({"accepts": {"ngb": "half"}}, "accepts.ngb: a number"),
        ({"accepts": {"ngb": 0.9}}, "accepts.ngb: with `silent`"),
        ({"accepts": 0.5}, "accepts: a table"),
        ({"silent": -0.1}, "silent: a number"),
        ({"silent": True}, "silent: a number"),
        ({"list_length": 2.5}, "list_length: a whole number"),
        ({"list_length": 0}, "list_length: more than zero"),
        ({"requests_per_week": 0}, "requests_per_week: more than zero"),
        ({"answer_hours": {"U3": 0}}, "answer_hours.U3: more than zero"),
        ({"consent_hours": {"nobody": 1}}, "consent_hours.nobody: not known"),
        ({"workdays_only": "omo"}, "workdays_only: a list"),
        ({"urgencies": {"U1": 0, "U2": 0, "U3": 0, "U4": 0}}, "urgencies: not all"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(values: dict[str, object], place: str) -> None:
    with pytest.raises(InvalidPeople, match=place):
        people_of(values)


@pytest.mark.parametrize("text", ["{", "[1]", "3"])
def test_a_file_that_says_nothing_of_people_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.json").write_text(text)
    with pytest.raises(InvalidPeople):
        read_people(tmp_path / "people.json")


def test_a_partner_with_hours_is_asked_for_each_list() -> None:
    assert People().asked_partners == set()
    assert people_of({"consent_hours": {"omo": 2}}).asked_partners == {"omo"}


def test_friday_evening_is_the_peak_of_the_week() -> None:
    found = arrivals(People(), TOPICS, 2000, seed=1)
    assert [one.at for one in found] == sorted(one.at for one in found)
    local = [one.at.astimezone(AMSTERDAM) for one in found]
    evenings = Counter(at.weekday() for at in local if 17 <= at.hour < 23)
    assert evenings[4] > 3 * max(count for day, count in evenings.items() if day != 4)
    assert {one.intake.urgency for one in found} == set(Urgency)
    assert len({at.isocalendar()[:2] for at in local}) > 150


def test_the_same_seed_gives_the_same_requests_and_another_seed_others() -> None:
    one, same, other = (arrivals(People(), TOPICS, 5, seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_only_adaptive_leaves_the_size_of_a_wave_open() -> None:
    assert [policy.parallel for policy in Policy] == [1, 2, 3, None]
