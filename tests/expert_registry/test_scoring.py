"""What a score loses without some words, in small and in large pools."""

import numpy as np
import pytest

from expert_registry.expert import ExpertProfile
from expert_registry.ranking.fusion import fuse
from expert_registry.scoring import SAMPLE, Scoring, Without, scoring_of
from expert_registry.snapshot import Snapshot, build_snapshot

THEMES = ("voetbal", "asielopvang", "jaarwisseling", "landelijk-gebied")
TEXT = "De supporters van de club\nzoeken ruzie en wij vragen ons af wat wij kunnen doen."


def pool_of(size: int) -> Snapshot:
    profiles = {
        number: ExpertProfile(f"E{number}", "ngb", "Hielp.", (THEMES[number % 4],), ())
        for number in range(size)
    }
    return build_snapshot(0, None, profiles, {}, {})


def without(scoring: Scoring, places: list[int]) -> Without:
    nothing = np.zeros(len(scoring.pool.ids))
    return Without(scoring, TEXT, scoring.asked(TEXT), nothing, np.array(places))


@pytest.mark.parametrize("size", [8, 4 * SAMPLE])
def test_the_loss_is_that_of_scoring_all_experts_again(size: int) -> None:
    scoring = scoring_of(pool_of(size), (), (), None, None)
    nothing = np.zeros(size)

    def score(text: str) -> float:
        asked = scoring.asked(text)
        experts = scoring.pool.themes.pool
        return float(fuse(asked, nothing, nothing, nothing, experts).scores[0])

    expected = score(TEXT) - score(TEXT.replace("supporters", " "))
    found = without(scoring, [0, 5]).loss("supporters", 0)
    assert found > 0
    assert found == pytest.approx(expected, rel=0.25)


@pytest.mark.parametrize("phrase", ["supporters van de club zoeken", "supporters"])
def test_a_phrase_is_taken_away_over_the_end_of_a_line(phrase: str) -> None:
    scoring = scoring_of(pool_of(8), (), (), None, None)
    assert without(scoring, [0]).loss(phrase, 0) > 0


def test_words_that_do_not_stand_there_take_nothing_away() -> None:
    scoring = scoring_of(pool_of(8), (), (), None, None)
    assert without(scoring, [0]).loss("trekkers", 0) == 0
