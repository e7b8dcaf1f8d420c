"""When requests come in and what they are about: the same for every policy."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.domain.intake import Intake, Phase, TriangleMet
from service.domain.opening_hours import AMSTERDAM
from service.domain.urgency import Urgency
from service.rehearsal.simulation.people import People, draw

FIRST_MONDAY = datetime(2026, 1, 5, tzinfo=AMSTERDAM)
WEEK = timedelta(days=7)
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Arrival:
    """One request: its number, the moment (UTC) and the form."""

    number: int
    at: datetime
    intake: Intake


@dataclass(frozen=True)
class Topics:
    """What a request can be about: names of municipalities, slugs of themes and of kinds."""

    municipalities: Sequence[str]
    themes: Sequence[str]
    support_kinds: Sequence[str]


def arrivals(people: People, topics: Topics, count: int, seed: int) -> list[Arrival]:
    """Give so many requests in the order of time, spread over weeks with a Friday-evening peak."""
    chance = draw(seed, "arrivals")
    hours = [(hour, _weight(people, hour)) for hour in range(7 * 24)]
    weeks = count / people.requests_per_week
    moments = sorted(_moment(chance, hours, weeks) for _ in range(count))
    return [
        Arrival(number, at, _intake(people, topics, draw(seed, "request", number)))
        for number, at in enumerate(moments, start=1)
    ]


def _moment(chance: random.Random, hours: Sequence[tuple[int, float]], weeks: float) -> datetime:
    week = int(chance.uniform(0, max(weeks, 1)))
    (hour,) = chance.choices([h for h, _ in hours], [weight for _, weight in hours])
    day = FIRST_MONDAY + week * WEEK + timedelta(days=hour // 24)
    second = timedelta(hours=hour % 24, seconds=chance.randrange(3600))
    return (day + second).astimezone(UTC)


def _weight(people: People, hour: int) -> float:
    weekday, clock = divmod(hour, 24)
    if weekday == FRIDAY and 17 <= clock < 23:
        return people.arrivals["friday_evening"]
    if not 7 <= clock < 23:
        return people.arrivals["night"]
    at_the_office = weekday < SATURDAY and 8 <= clock < 18
    return people.arrivals["office" if at_the_office else "other"]


def _intake(people: People, topics: Topics, chance: random.Random) -> Intake:
    (urgency,) = chance.choices(list(Urgency), list(_weights_of(people)))
    municipality = chance.choice(topics.municipalities)
    return Intake(
        municipality=municipality,
        requester_name="Adviseur Voorbeeld",
        requester_role="Adviseur openbare orde",
        requester_email="adviseur@gemeente.example",
        requester_phone="000-1000001",
        mayor_informed=True,
        situation="Bewoners maken zich zorgen en komen elke avond bijeen.",
        question="Welke stap past nu het best?",
        themes=(chance.choice(topics.themes),),
        support_kinds=(chance.choice(topics.support_kinds),),
        phase=Phase.RISING,
        expected_moment=None,
        urgency=urgency,
        triangle_met=TriangleMet.YES,
        crisis_structure_active=False,
        neighbour_allowed=True,
    )


def _weights_of(people: People) -> Iterator[float]:
    return (people.urgencies[urgency] for urgency in Urgency)
