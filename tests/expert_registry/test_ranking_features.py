"""How ticks agree, and how features are added up."""

import numpy as np
import pytest

from expert_registry.ranking.features import kind_match, phase_match, theme_match
from expert_registry.ranking.fusion import fused, standardised


@pytest.mark.parametrize(
    ("asked", "declared", "match"),
    [
        ((), ("a",), 0.0),
        (("a",), (), 0.0),
        (("a",), ("a", "b"), 1.0),
        (("b",), ("a", "b"), 0.6),
        (("b", "a"), ("a", "b"), 1.0),
        (("c",), ("a", "b"), 0.0),
    ],
)
def test_themes(asked: tuple[str, ...], declared: tuple[str, ...], match: float) -> None:
    assert theme_match(asked, declared) == match


@pytest.mark.parametrize(
    ("asked", "declared", "match"),
    [
        ((), ("a",), 0.0),
        (("a", "b"), ("b", "c"), 0.5),
        (("a", "a"), ("a",), 1.0),
        (("a",), (), 0.0),
    ],
)
def test_kinds(asked: tuple[str, ...], declared: tuple[str, ...], match: float) -> None:
    assert kind_match(asked, declared) == match


@pytest.mark.parametrize(
    ("asked", "declared", "match"),
    [("escalatie", ("escalatie",), 1.0), ("escalatie", (), 0.0), (None, ("escalatie",), 0.0)],
)
def test_phase(asked: str | None, declared: tuple[str, ...], match: float) -> None:
    assert phase_match(asked, declared) == match


@pytest.mark.parametrize(
    ("values", "scores"),
    [
        ([], []),
        ([5.0], [0.0]),
        ([2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        ([1.0, 3.0], [-1.0, 1.0]),
        ([1.0, np.nan, 3.0], [-1.0, 0.0, 1.0]),
        ([np.nan, np.nan], [0.0, 0.0]),
    ],
)
def test_z_scores(values: list[float], scores: list[float]) -> None:
    assert standardised(np.array(values)).tolist() == scores


def test_features_are_weighed_and_added() -> None:
    features = {"a": np.array([1.0, 0.0]), "b": np.array([0.0, 1.0])}
    assert fused(features, {"a": 2.0, "b": -0.5}).tolist() == [2.0, -0.5]


def test_a_feature_without_weight_is_refused() -> None:
    with pytest.raises(KeyError):
        fused({"a": np.zeros(1)}, {})
