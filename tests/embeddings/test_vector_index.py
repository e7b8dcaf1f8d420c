from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from embeddings.errors import (
    DuplicateId,
    EmbeddingsError,
    NotANumber,
    UnequalLengths,
    WrongDimension,
)
from embeddings.vector_index import VectorIndex

EYE = np.eye(3, dtype=np.float32)
INDEX = VectorIndex.build([10, 20, 30], EYE, 3)
QUERY = np.array([0.2, 0.9, 0.5], np.float32)


@pytest.mark.parametrize(
    ("k", "allowed", "found"),
    [
        (3, None, [20, 30, 10]),
        (1, None, [20]),
        (99, None, [20, 30, 10]),
        (0, None, []),
        (-1, None, []),
        (3, [10, 30], [30, 10]),
        (1, {10}, [10]),
        (3, [10, 10], [10]),
        (3, [], []),
        (3, [404], []),
        (3, [404, 30], [30]),
    ],
)
def test_the_nearest_allowed_ids_come_first(
    k: int, allowed: list[int] | None, found: list[int]
) -> None:
    assert [identity for identity, _score in INDEX.search(QUERY, k, allowed)] == found


def test_a_score_is_the_inner_product() -> None:
    [(identity, score)] = INDEX.search(QUERY, 1)

    assert identity == 20
    assert score == pytest.approx(0.9)


def test_equal_scores_are_ordered_by_id() -> None:
    index = VectorIndex.build([3, 1, 2], np.ones((3, 4), np.float32), 4)

    assert [identity for identity, _score in index.search(np.ones(4), 3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("ids", "vectors", "error"),
    [
        ([1, 1], EYE[:2], DuplicateId),
        ([1], EYE[:2], UnequalLengths),
        ([1, 2, 3], EYE[:2], UnequalLengths),
        ([1, 2], np.ones((2, 4), np.float32), WrongDimension),
        ([1], np.ones((1, 3, 1), np.float32), WrongDimension),
        ([1, 2, 3], np.ones(3, np.float32), WrongDimension),
        ([1], np.array([[1, np.nan, 0]], np.float32), NotANumber),
        ([1], np.array([[1, np.inf, 0]], np.float32), NotANumber),
        ([1], np.array([[1, 1e300, 0]]), NotANumber),
    ],
)
def test_what_cannot_be_indexed_is_refused(
    ids: list[int], vectors: np.ndarray, error: type[EmbeddingsError]
) -> None:
    with pytest.raises(error):
        VectorIndex.build(ids, vectors, 3)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (np.ones(4, np.float32), WrongDimension),
        (np.ones((1, 3), np.float32), WrongDimension),
        (np.float32(1), WrongDimension),
        (np.array([1, np.nan, 0], np.float32), NotANumber),
    ],
)
def test_a_bad_question_is_refused(query: np.ndarray, error: type[EmbeddingsError]) -> None:
    with pytest.raises(error):
        INDEX.search(query, 1)


@pytest.mark.parametrize("vectors", [np.empty((0, 3), np.float32), np.empty(0, np.float32)])
def test_an_empty_index_finds_nothing(vectors: np.ndarray) -> None:
    index = VectorIndex.build([], vectors, 3)

    assert len(index) == 0
    assert index.search(QUERY, 5) == []


def test_later_changes_to_the_input_do_not_reach_the_index() -> None:
    ids, vectors = [1, 2, 3], EYE.copy()
    index = VectorIndex.build(ids, vectors, 3)
    ids[0], vectors[:] = 99, 0

    assert index.search(EYE[0], 1) == [(1, 1.0)]


def test_many_threads_find_what_one_finds() -> None:
    vectors = np.random.default_rng(1).normal(size=(500, 16)).astype(np.float32)
    index = VectorIndex.build(range(500), vectors, 16)
    allowed = range(0, 500, 3)
    one_by_one = [index.search(row, 5, allowed) for row in vectors]

    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(lambda row: index.search(row, 5, allowed), vectors))

    assert at_once == one_by_one
