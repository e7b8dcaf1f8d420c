"""Measures encoding beside plain sentence-transformers, by turns in one process."""

import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from statistics import quantiles
from typing import Any

from embeddings.encoder import load_encoder
from embeddings.model import load_model
from expert_registry.expert import profile_text
from expert_registry.snapshot import Snapshot

Act = Callable[[], object]
Percentiles = dict[str, float]

# As many as sentence-transformers takes at a time unless told otherwise.
BATCH = 32
SLICE = 64


def encoding(
    question: str, profiles: list[str], model: str | None, way: str, rounds: int
) -> dict[str, Any]:
    """Give milliseconds for the question, documents per second for the profiles, and ratios.

    Ours gives the inner layers as well; plain is the same model by sentence-transformers in
    float32. They take turns in this process, so that what else the machine does meets both.
    """
    ours, plain = load_encoder(model, way=way), load_model(model)
    one = taking_turns(
        {
            "ours": lambda: ours.read_query([question]),
            "plain": lambda: plain.encode_query([question]),
        },
        rounds,
    )
    found = bulk(
        {
            "ours": ours.read_document,
            "plain": lambda texts: plain.encode_document(texts, batch_size=BATCH),
        },
        profiles,
    )
    return {
        "way": ours.way,
        "one_text_ms": one | {"ratio_p50": round(one["ours"]["p50"] / one["plain"]["p50"], 3)},
        "documents_per_s": found | {"ratio": round(found["ours"] / found["plain"], 2)},
    }


def taking_turns(acts: dict[str, Act], rounds: int) -> dict[str, Any]:
    """Give the percentiles of each act over so many rounds, after one that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _round in range(rounds + 1):
        for name, act in acts.items():
            taken[name].append(seconds(act))
    return {name: percentiles(each[1:]) for name, each in taken.items()}


def bulk(acts: dict[str, Callable[[list[str]], object]], texts: list[str]) -> dict[str, Any]:
    """Give the documents per second of each act over all texts, in slices by turns."""
    taken = dict.fromkeys(acts, 0.0)
    for start in range(0, len(texts), SLICE):
        part = texts[start : start + SLICE]
        for name, act in acts.items():
            taken[name] += seconds(partial(act, part))
    return {name: round(len(texts) / each, 1) for name, each in taken.items()}


def profile_texts(pool: Snapshot, count: int) -> list[str]:
    """Give so many texts of the experts in the pool, again and again from the first."""
    return list(islice(cycle(map(profile_text, pool.profiles.values())), count))


def measure(act: Act, rounds: int) -> Percentiles:
    """Give the p50 and p95 of so many rounds in milliseconds, after one that does not count."""
    act()
    return percentiles([seconds(act) for _round in range(rounds)])


def seconds(act: Act) -> float:
    """Give how long the act took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def percentiles(taken: list[float]) -> Percentiles:
    """Give the p50 and p95 of these seconds, in milliseconds."""
    cuts = quantiles(taken, n=20, method="inclusive")
    return {"p50": round(1000 * cuts[9], 2), "p95": round(1000 * cuts[18], 2)}
