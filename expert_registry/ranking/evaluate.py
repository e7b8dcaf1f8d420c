"""How good a ranking is, measured against graded judgements (0 = does not fit, 3 = best fit)."""

from collections.abc import Mapping, Sequence
from math import log2
from statistics import fmean

RELEVANT = 2

Grades = Mapping[str, int]


def measures(
    rankings: Mapping[str, Sequence[str]], grades: Mapping[str, Grades]
) -> dict[str, float]:
    """The measures as means over the requests in `rankings` (request id → expert ids, best first).

    nDCG has gain 2^grade − 1 and a log2 discount against the ideal order of all graded experts;
    recall@10, success@3 and MRR count grade ≥ 2. No requests gives zeros.
    """
    per_request = [_of_one(found, grades.get(asked, {})) for asked, found in rankings.items()]
    names = ("ndcg@5", "ndcg@10", "recall@10", "success@3", "mrr")
    return {name: fmean(one[name] for one in per_request) if per_request else 0.0 for name in names}


def ndcg(found: Sequence[str], grades: Grades, depth: int) -> float:
    """The normalised discounted cumulative gain of the first `depth`; 0 when nothing fits."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    gained = _gain([grades.get(expert, 0) for expert in found[:depth]])
    return gained / ideal if ideal else 0.0


def recall(found: Sequence[str], grades: Grades, depth: int) -> float:
    """The share of the relevant experts that are among the first `depth`."""
    relevant = _relevant(grades)
    return len(relevant & set(found[:depth])) / len(relevant) if relevant else 0.0


def success(found: Sequence[str], grades: Grades, depth: int) -> float:
    """1 when a relevant expert is among the first `depth`, else 0."""
    return float(bool(_relevant(grades) & set(found[:depth])))


def reciprocal_rank(found: Sequence[str], grades: Grades) -> float:
    """One divided by the rank of the first relevant expert; 0 when there is none."""
    relevant = _relevant(grades)
    return next((1 / rank for rank, one in enumerate(found, start=1) if one in relevant), 0.0)


def _of_one(found: Sequence[str], grades: Grades) -> dict[str, float]:
    return {
        "ndcg@5": ndcg(found, grades, 5),
        "ndcg@10": ndcg(found, grades, 10),
        "recall@10": recall(found, grades, 10),
        "success@3": success(found, grades, 3),
        "mrr": reciprocal_rank(found, grades),
    }


def _gain(ordered: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(ordered)))


def _relevant(grades: Grades) -> set[str]:
    return {expert for expert, grade in grades.items() if grade >= RELEVANT}
