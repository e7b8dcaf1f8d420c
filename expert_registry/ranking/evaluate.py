"""How good a ranking is, measured against graded judgements (0 = does not fit, 3 = best fit)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

RELEVANT = 2
BINS = 10

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


@dataclass(frozen=True)
class ReliabilityBin:
    """What was said and what was so: mean probability, share that fits, number of pairs."""

    said: float
    was_so: float
    number: int


def reliability(chances: Sequence[float], fits: Sequence[bool]) -> list[ReliabilityBin | None]:
    """Ten bins of equal width over the probability, None where a bin is empty."""
    bins: list[list[tuple[float, bool]]] = [[] for _bin in range(BINS)]
    for chance, fit in zip(chances, fits, strict=True):
        bins[min(int(chance * BINS), BINS - 1)].append((chance, fit))
    return [
        ReliabilityBin(fmean(c for c, _f in one), fmean(f for _c, f in one), len(one))
        if one
        else None
        for one in bins
    ]


def calibration_error(bins: Sequence[ReliabilityBin | None]) -> float:
    """How far the probability is off, weighed by number (expected calibration error)."""
    filled = [one for one in bins if one]
    total = sum(one.number for one in filled)
    return sum(one.number * abs(one.said - one.was_so) for one in filled) / max(total, 1)


def partners_among(found: Sequence[str], partner_of: Mapping[str, str], depth: int) -> int:
    """How many partners the first `depth` experts come from."""
    return len({partner_of[expert] for expert in found[:depth]})


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
