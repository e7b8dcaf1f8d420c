"""The measures, against values worked out by hand."""

from math import log2

import pytest

from expert_registry.ranking.evaluate import (
    ReliabilityBin,
    calibration_error,
    measures,
    ndcg,
    partners_among,
    recall,
    reciprocal_rank,
    reliability,
    success,
)

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}
IDEAL = 7 + 3 / log2(3) + 1 / 2


@pytest.mark.parametrize(
    ("found", "depth", "value"),
    [
        (["a", "b", "c"], 5, 1.0),
        (["c", "b", "a"], 5, (1 + 3 / log2(3) + 7 / 2) / IDEAL),
        (["x", "a"], 5, (7 / log2(3)) / IDEAL),
        (["c", "a"], 1, 1 / 7),
        (["x", "d"], 5, 0.0),
        ([], 5, 0.0),
    ],
)
def test_ndcg(found: list[str], depth: int, value: float) -> None:
    assert ndcg(found, GRADES, depth) == pytest.approx(value)


def test_ndcg_where_nobody_fits() -> None:
    assert ndcg(["a"], {"a": 0}, 5) == 0.0


@pytest.mark.parametrize(
    ("found", "recalled", "succeeded", "reciprocal"),
    [
        (["a", "b"], 1.0, 1.0, 1.0),
        (["c", "d", "b"], 0.5, 1.0, 1 / 3),
        (["c", "d", "x", "b"], 0.5, 0.0, 1 / 4),  # grade 1 does not count
        (["c"], 0.0, 0.0, 0.0),
    ],
)
def test_the_other_measures(
    found: list[str], recalled: float, succeeded: float, reciprocal: float
) -> None:
    assert recall(found, GRADES, 10) == recalled
    assert success(found, GRADES, 3) == succeeded
    assert reciprocal_rank(found, GRADES) == pytest.approx(reciprocal)


def test_recall_looks_at_ten_and_mrr_at_all() -> None:
    found = [f"x{number}" for number in range(10)] + ["a"]
    assert recall(found, GRADES, 10) == 0.0
    assert reciprocal_rank(found, GRADES) == pytest.approx(1 / 11)


def test_the_mean_is_over_the_requests() -> None:
    found = measures({"r1": ["a", "b", "c"], "r2": ["x"]}, {"r1": GRADES, "r2": {"a": 3}})
    assert found == {
        "ndcg@5": 0.5,
        "ndcg@10": 0.5,
        "recall@10": 0.5,
        "success@3": 0.5,
        "mrr": 0.5,
    }


def test_no_requests_gives_zeros() -> None:
    assert set(measures({}, {}).values()) == {0.0}


@pytest.mark.parametrize(
    ("chances", "fits", "error"),
    [
        ([], [], 0.0),
        ([1.0, 1.0, 0.0], [True, True, False], 0.0),
        ([0.25, 0.25, 0.25, 0.25], [True, False, False, False], 0.0),
        ([0.75, 0.75], [True, False], 0.25),
        ([0.95, 0.05], [False, False], 0.5),  # 0.95 and 0.05, half of the pairs each
        ([0.05], [True], 0.95),
    ],
)
def test_the_calibration_error(chances: list[float], fits: list[bool], error: float) -> None:
    assert calibration_error(reliability(chances, fits)) == pytest.approx(error)


def test_the_bins_of_the_reliability() -> None:
    found = reliability([0.12, 0.18, 0.97, 1.0], [True, False, True, True])
    assert found[1] == ReliabilityBin(pytest.approx(0.15), 0.5, 2)
    assert found[9] == ReliabilityBin(pytest.approx(0.985), 1.0, 2)
    assert [place for place, one in enumerate(found) if one] == [1, 9]


def test_partners_are_counted_among_the_first() -> None:
    partner_of = {"a": "ngb", "b": "omo", "c": "ngb"}
    assert partners_among(["a", "c", "b"], partner_of, 2) == 1
    assert partners_among(["a", "c", "b"], partner_of, 3) == 2
    assert partners_among([], partner_of, 3) == 0
