"""The words of a text that say most for a theme: read off the weights that the heads used."""

import re

import numpy as np

from expert_registry.ranking.heads import SHARES, Heads, Scores, weigh
from expert_registry.ranking.letter_pieces import PIECES, plain
from expert_registry.ranking.stopwords import STOPWORDS

MOST_WORDS = 3
# A word that says much less than the best one is no reason.
LEAST_SHARE = 0.35
EDGES = ".,;:!?()[]\"'‘’“”„…–—-/"


def telling_phrases(heads: Heads, text: str, theme: int, limit: int = 3) -> list[str]:
    """The at most `limit` phrases of one to three words that say most for the theme, best first.

    They stand in the text word for word. `theme` is a place among the themes of the heads.
    """
    words = list(re.finditer(r"\S+", text))
    values = _word_values(heads, [found[0] for found in words], theme)
    told = np.array([_tells(found[0]) for found in words], dtype=bool)
    values = np.where(told, values, 0.0)
    best = float(values.max(initial=0.0))
    if best <= 0:
        return []
    runs = _runs(np.flatnonzero(values >= LEAST_SHARE * best).tolist())
    runs.sort(key=lambda run: -float(values[run].sum()))
    spans = (text[words[run[0]].start() : words[run[-1]].end()] for run in runs)
    return list(dict.fromkeys(" ".join(span.split()).strip(EDGES) for span in spans))[:limit]


def _tells(word: str) -> bool:
    bare = word.strip(EDGES).casefold()
    return len(bare) > 2 and bare not in STOPWORDS and any(sign.isalpha() for sign in bare)


def _runs(places: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1 and len(runs[-1]) < MOST_WORDS:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _word_values(heads: Heads, words: list[str], theme: int) -> Scores:
    """What each word adds to the theme above the mean of all themes."""
    bare = [plain(word) for word in words]
    text = " ".join(bare)
    letters = sum(
        (_letter_values(text, name, heads, theme) for name in PIECES), np.zeros(len(text))
    )
    ends = np.cumsum([len(word) + 1 for word in bare], dtype=np.int64) - 1
    starts = ends - np.array([len(word) for word in bare], dtype=np.int64)
    upto = np.r_[0.0, np.cumsum(letters)]
    values: Scores = upto[ends] - upto[starts]
    return values


def _letter_values(text: str, name: str, heads: Heads, theme: int) -> Scores:
    """What each letter adds: that of a piece is spread evenly over its letters."""
    weights = heads.letters[name]
    found = [
        (place, start, len(piece))
        for piece, start in PIECES[name](text)
        if (place := weights.places.get(piece)) is not None
    ]
    if not found:
        return np.zeros(len(text))
    places, starts, sizes = np.array(found).T
    at, which, counts = np.unique(places, return_inverse=True, return_counts=True)
    rows = weights.rows(at)[:, : len(heads.themes)]
    weighed = weigh(weights, at, counts, SHARES[name])
    worth = (weighed * (rows[:, theme] - rows.mean(axis=1)) / counts)[which] / sizes
    ends = np.minimum(starts + sizes, len(text))
    rise = np.bincount(np.maximum(starts, 0), worth, len(text) + 1)
    fall = np.bincount(ends, worth, len(text) + 1)
    values: Scores = np.cumsum(rise - fall)[: len(text)]
    return values
