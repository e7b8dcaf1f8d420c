"""Requests that were read before and are like one, and whether it may be the same sent twice."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from embeddings.vectors import Vectors
from expert_registry.ranking.letter_pieces import plain, within_words
from expert_registry.search import LikelyTheme
from service.storage import request_vector
from service.storage.request import SupportRequest
from service.storage.request_vector import ReadRequest

Scores = npt.NDArray[np.float64]

MOST = 5
# Compared at most: years of requests, in some hundredths of a second.
LOOKED_BACK, COMPARED = 5000, 50
# On the training requests, their themes predicted while left out, three of four that were shown
# had the same theme at this likeness; one in two requests got at least one. Texts alone (vector
# and letters) gave the same theme for one in ten only, so the themes weigh half.
LEAST_LIKENESS = 0.5
# Different training requests are never more alike in words than 0.42; the same text with a
# sentence more, less or moved, or a tenth of its words replaced, nearly always above 0.8.
SAME_EVENT, SAME_TEXT = 0.6, 0.8
SAME_EVENT_WITHIN = timedelta(hours=72)


@dataclass(frozen=True)
class SimilarRequest:
    """An earlier request; `likeness` 0 to 1, `duplicate` when it may be the same request."""

    request_id: int
    likeness: float
    duplicate: bool


def similar_requests(
    session: Session,
    request: SupportRequest,
    vector: Vectors,
    model_id: str,
    themes: Sequence[LikelyTheme],
) -> list[SimilarRequest]:
    """Give the at most five other requests most like this one, possible duplicates first.

    `vector` (d,) and `themes` are what this model read of the request.
    """
    earlier = request_vector.other_requests(session, request.id, model_id, LOOKED_BACK)
    if not earlier:
        return []
    cosines = _cosines(vector, earlier)
    own = {theme.slug: theme.chance for theme in themes}
    agreement = np.array([theme_agreement(own, _chances(one)) for one in earlier])
    best = np.argsort(-(agreement + cosines), kind="stable")[:COMPARED].tolist()
    texts = request_vector.texts_of(session, [earlier[place].request_id for place in best])
    found = []
    for place in best:
        one = earlier[place]
        letters = letter_likeness(request.text(), texts[one.request_id])
        words = (max(float(cosines[place]), 0.0) + letters) / 2
        same = is_duplicate(request, one, words)
        likeness = words if same else (float(agreement[place]) + words) / 2
        if same or likeness >= LEAST_LIKENESS:
            found.append(SimilarRequest(one.request_id, likeness, same))
    return sorted(found, key=lambda one: (not one.duplicate, -one.likeness))[:MOST]


def is_duplicate(request: SupportRequest, other: ReadRequest, words: float) -> bool:
    """Say whether two requests may be the same: by place and time, or by who sent them."""
    near = abs(request.submitted_at - other.submitted_at) <= SAME_EVENT_WITHIN
    if near and request.municipality == other.municipality and words >= SAME_EVENT:
        return True
    sender = request.requester_email.casefold() == other.requester_email.casefold()
    return sender and words >= SAME_TEXT


def theme_agreement(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Give how far two sets of theme chances agree: 0 nothing in common, 1 the same."""
    return sum(math.sqrt(own[slug] * other[slug]) for slug in own.keys() & other.keys())


def letter_likeness(text: str, other: str) -> float:
    """Give how alike two texts are in pieces of words, 0 to 1; an empty text is like none."""
    one, two = _pieces(text), _pieces(other)
    return sum(weight * two[piece] for piece, weight in one.items() if piece in two)


def _pieces(text: str) -> dict[str, float]:
    counts = Counter(piece for piece, _start in within_words(plain(text)))
    weights = {piece: 1 + math.log(count) for piece, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {piece: weight / length for piece, weight in weights.items()}


def _cosines(vector: Vectors, earlier: Sequence[ReadRequest]) -> Scores:
    rows = np.frombuffer(b"".join(one.vector for one in earlier), dtype="<f4")
    cosines: Scores = rows.reshape(len(earlier), -1).astype(np.float64) @ vector
    return cosines


def _chances(earlier: ReadRequest) -> dict[str, float]:
    return {theme["slug"]: theme["chance"] for theme in earlier.themes}
