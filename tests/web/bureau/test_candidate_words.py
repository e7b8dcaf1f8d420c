"""How well somebody fits and how busy they are, in words."""

from datetime import timedelta

import pytest

from service.actions.matching.load_facts import Load
from service.web.triage.candidate_words import fit_of, load_words, percentage
from service.web.triage.obstacle_words import BECAUSE, WHAT_TO_DO
from service.web.triage.state_words import OBSTACLE
from tests.web.story import NOW


@pytest.mark.parametrize(
    ("chance", "code", "share"),
    [
        (0.0, "hardly", "1%"),
        (0.29, "hardly", "29%"),
        (0.3, "maybe", "30%"),
        (0.59, "maybe", "59%"),
        (0.6, "well", "60%"),
        (1.0, "well", "99%"),
    ],
)
def test_how_well_somebody_fits(chance: float, code: str, share: str) -> None:
    assert (fit_of(chance), percentage(chance)) == (code, share)


@pytest.mark.parametrize(
    ("load", "days_ago", "words"),
    [
        (Load(), None, "0 lopend, nog nooit gevraagd"),
        (Load(active=1, open_invitations=1), 0, "2 lopend, vandaag gevraagd"),
        (Load(), 1, "0 lopend, 1 dag geleden gevraagd"),
        (Load(), 13, "0 lopend, 13 dagen geleden gevraagd"),
        (Load(asked_this_quarter=1), 21, "0 lopend, 3 weken geleden gevraagd"),
        (
            Load(asked_this_quarter=3),
            21,
            "0 lopend, 3 weken geleden gevraagd, 3 keer dit kwartaal",
        ),
        (Load(), 150, "0 lopend, 5 maanden geleden gevraagd"),
    ],
)
def test_how_busy_somebody_is(load: Load, days_ago: int | None, words: str) -> None:
    asked_at = None if days_ago is None else NOW - timedelta(days=days_ago)
    facts = {name: value for name, value in vars(load).items() if name != "last_asked_at"}
    assert load_words(Load(**facts, last_asked_at=asked_at), NOW) == words


def test_every_obstacle_has_words() -> None:
    assert set(BECAUSE) == set(WHAT_TO_DO) == set(OBSTACLE) | {"neighbour", "several"}
