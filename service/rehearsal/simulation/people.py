"""How the people of a simulation behave: all of it can be changed in a JSON or TOML file."""

import json
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

Table = Mapping[str, float]


class InvalidPeople(ValueError):
    """The file does not describe people; the message names the place and the reason."""


@dataclass(frozen=True)
class People:
    """Requesters, experts and the coordinator.

    `urgencies` and `arrivals` are weights; `arrivals` holds for an hour of that part of the week
    (office is Mon–Fri 8–18, the Friday evening is 17–23, the night 23–7, other is the rest).
    `accepts` is the chance of a yes per partner if asked, `silent` that of no answer at all.
    Answers take lognormal times: `answer_hours` are the medians per urgency in its open hours,
    `answer_sigma` the spread. Experts of `workdays_only` answer on working days only. The
    coordinator needs `bureau_minutes` of open time for each act, half more or less; the first
    contact follows in about `contact_hours`; the help lasts `help_days`. A list has
    `list_length` names and is made longer at most `longer_lists` times.

    A partner whose `consent_hours` are zero has agreed for good. Any other is asked for each list
    and agrees after a lognormal time with this median, in open hours of the request.
    """

    requests_per_week: float = 12
    urgencies: Table = field(default_factory=lambda: {"U1": 1, "U2": 2, "U3": 4, "U4": 3})
    arrivals: Table = field(
        default_factory=lambda: {"office": 3, "friday_evening": 9, "night": 0.5, "other": 1}
    )
    accepts: Table = field(
        default_factory=lambda: {"ngb": 0.45, "omo": 0.6, "politieacademie": 0.5}
    )
    silent: float = 0.25
    answer_hours: Table = field(default_factory=lambda: {"U1": 40 / 60, "U2": 2, "U3": 6, "U4": 6})
    answer_sigma: float = 1
    workdays_only: tuple[str, ...] = ("omo",)
    bureau_minutes: Table = field(default_factory=lambda: {"U1": 5, "U2": 15, "U3": 45, "U4": 60})
    contact_hours: Table = field(default_factory=lambda: {"U1": 1, "U2": 4, "U3": 9, "U4": 18})
    help_days: Table = field(default_factory=lambda: {"U1": 3, "U2": 5, "U3": 14, "U4": 21})
    list_length: int = 10
    longer_lists: int = 3
    consent_hours: Table = field(default_factory=lambda: {"ngb": 0, "omo": 0, "politieacademie": 0})

    @property
    def asked_partners(self) -> frozenset[str]:
        """Give the partners that are asked for each list."""
        return frozenset(partner for partner, hours in self.consent_hours.items() if hours)


def read_people(path: Path) -> People:
    """Give the people of this file; what it does not name is as by default.

    Raises InvalidPeople for a file that cannot be read, and names what is wrong in it.
    """
    try:
        text = path.read_text("utf-8")
        found = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise InvalidPeople(f"{path.name}: {error}") from error
    return people_of(found)


def people_of(values: Any) -> People:
    """Give the people with these values changed. Raises InvalidPeople."""
    if not isinstance(values, Mapping):
        raise InvalidPeople("a table is wanted")
    standard = People()
    known = {one.name: getattr(standard, one.name) for one in fields(People)}
    changed = {}
    for name, value in values.items():
        if name not in known:
            raise InvalidPeople(f"{name}: not known; known are {', '.join(known)}")
        changed[name] = _checked(name, value, known[name])
    people = People(**changed)
    _check_chances(people)
    return people


def draw(seed: int, *about: object) -> random.Random:
    """Give the chance that belongs to this matter: the same in every run with this seed."""
    return random.Random("/".join(map(str, (seed, *about))))  # noqa: S311 - not for secrets


def _checked(name: str, value: Any, standard: Any) -> Any:
    if isinstance(standard, tuple):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise InvalidPeople(f"{name}: a list of names is wanted")
        return tuple(value)
    if isinstance(standard, Mapping):
        if not isinstance(value, Mapping):
            raise InvalidPeople(f"{name}: a table is wanted, with {', '.join(standard)}")
        own = {key: _number(f"{name}.{key}", one) for key, one in value.items()}
        if unknown := own.keys() - standard.keys():
            raise InvalidPeople(f"{name}.{min(unknown)}: not known")
        return {**standard, **own}
    if isinstance(standard, int) and not isinstance(value, int):
        raise InvalidPeople(f"{name}: a whole number is wanted")
    return _number(name, value)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise InvalidPeople(f"{name}: a number of zero or more is wanted")
    return value


def _check_chances(people: People) -> None:
    for partner, chance in people.accepts.items():
        if chance + people.silent > 1:
            raise InvalidPeople(f"accepts.{partner}: with `silent` it is more than 1")
    for name in ("urgencies", "arrivals"):
        if not sum(getattr(people, name).values()):
            raise InvalidPeople(f"{name}: not all can be zero")
    for name in ("requests_per_week", "list_length"):
        if not getattr(people, name):
            raise InvalidPeople(f"{name}: more than zero is wanted")
    for urgency, hours in people.answer_hours.items():
        if not hours:
            raise InvalidPeople(f"answer_hours.{urgency}: more than zero is wanted")
