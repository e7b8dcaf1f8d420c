"""Which profiles are nearly the same."""

import numpy as np
import pytest

from embeddings.vectors import Vectors, unit_length
from expert_registry.near_doubles import BLOCK, MOST_PAIRS, alike, near_doubles

TEXT = "Als burgemeester sprak ik met boze bewoners over de komst van een opvanglocatie."
OTHER = "Docent die uitlegt hoe online groepen ontstaan en wat een raad daarmee kan."


def towards(angle: float) -> Vectors:
    """A vector in the plane; the cosine of two is that of the angle between them (degrees)."""
    return np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))], np.float32)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ({"a", "b"}, {"a", "b"}, 1.0),
        ({"a", "b"}, {"b", "c"}, 0.5),
        ({"a"}, {"b"}, 0.0),
        (set(), {"a"}, 0.0),
        (set(), set(), 0.0),
    ],
)
def test_likeness_of_pieces(one: set[str], other: set[str], likeness: float) -> None:
    assert alike(one, other) == likeness


@pytest.mark.parametrize(
    ("other", "angle", "double"),
    [
        (TEXT, 0, True),
        (TEXT.replace("bewoners", "inwoners") + " Elders ook.", 20, True),
        (OTHER, 20, False),  # the same subject in other words
        (TEXT, 70, False),  # the same words about something else
    ],
)
def test_a_double_is_alike_in_meaning_and_letters(other: str, angle: float, double: bool) -> None:
    vectors = {3: towards(0), 8: towards(angle), 9: towards(180)}
    found = near_doubles({3: TEXT, 8: other, 9: OTHER}, vectors)
    assert [pair.expert_ids for pair in found] == ([(3, 8)] if double else [])


def test_profiles_without_a_vector_are_not_compared() -> None:
    assert near_doubles({1: TEXT, 2: TEXT}, {1: towards(0)}) == []
    assert near_doubles({}, {}) == []


def test_pairs_across_blocks_are_found_likest_first() -> None:
    anywhere = np.random.default_rng(0).standard_normal((BLOCK + 2, 256), dtype=np.float32)
    vectors = dict(enumerate(unit_length(anywhere)))
    texts = {key: f"{OTHER} {key}" for key in vectors}
    vectors[BLOCK] = vectors[0]
    vectors[BLOCK + 1] = vectors[1]
    texts[0] = texts[BLOCK] = TEXT
    found = near_doubles(texts, vectors)
    assert [pair.expert_ids for pair in found] == [(0, BLOCK), (1, BLOCK + 1)]
    assert found[0].letters == 1 > found[1].letters


def test_a_registry_that_was_imported_twice_is_not_told_in_full() -> None:
    same = dict.fromkeys(range(50), towards(0))
    assert len(near_doubles(dict.fromkeys(same, TEXT), same)) == MOST_PAIRS
