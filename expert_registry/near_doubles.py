"""Profiles that are nearly the same: one person twice, or a text that was copied."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.vectors import Vectors
from expert_registry.ranking.letter_pieces import plain, within_words

# Two sample profiles have at most 0.49 and 0.38; one with a third of its text changed keeps 0.6.
SAME_MEANING, SAME_LETTERS = 0.6, 0.5
# With more pairs than this somebody imported a file twice; the likest tell that as well.
MOST_PAIRS = 200
BLOCK = 512


@dataclass(frozen=True)
class NearDouble:
    """Two experts (ids, rising) and how alike their texts are, by meaning and by letters."""

    expert_ids: tuple[int, int]
    meaning: float
    letters: float


def near_doubles(texts: Mapping[int, str], vectors: Mapping[int, Vectors]) -> list[NearDouble]:
    """The likest pairs among experts with a text and a vector (d,) of one model, likest first."""
    ids = sorted(texts.keys() & vectors.keys())
    pieces: dict[int, frozenset[str]] = {}
    found = []
    for one, other, meaning in _near_in_meaning(ids, vectors)[: 10 * MOST_PAIRS]:
        for expert_id in (one, other):
            if expert_id not in pieces:
                spread = within_words(plain(texts[expert_id]))
                pieces[expert_id] = frozenset(piece for piece, _start in spread)
        letters = alike(pieces[one], pieces[other])
        if letters >= SAME_LETTERS:
            found.append(NearDouble((one, other), meaning, letters))
    return sorted(found, key=lambda pair: (-pair.letters, pair.expert_ids))[:MOST_PAIRS]


def alike(one: Collection[str], other: Collection[str]) -> float:
    """The likeness of two texts by their pieces (sets): 0 nothing shared, 1 the same (Dice)."""
    both = len(one) + len(other)
    return 2 * len(set(one) & set(other)) / both if both else 0.0


def _near_in_meaning(
    ids: Sequence[int], vectors: Mapping[int, Vectors]
) -> list[tuple[int, int, float]]:
    if not ids:
        return []
    rows = np.stack([vectors[expert_id] for expert_id in ids])
    near = []
    # In blocks: all pairs of a large registry at once would not fit into memory.
    for start in range(0, len(ids), BLOCK):
        likeness = rows[start : start + BLOCK] @ rows.T
        for one, other in np.argwhere(likeness >= SAME_MEANING).tolist():
            if start + one < other:
                near.append((ids[start + one], ids[other], float(likeness[one, other])))
    return sorted(near, key=lambda pair: (-pair[2], pair[:2]))
