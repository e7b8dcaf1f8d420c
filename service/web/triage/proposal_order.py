"""In which order a proposal is shown: partners alternating, or by score alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request as http_request

from service.storage.match_run import Candidate

BY_SCORE = "score"
NAMED_AT_MOST = 3
# Who moves far down the page moves nobody's choice.
WATCHED = 10


@dataclass(frozen=True)
class Move:
    """A candidate who stands elsewhere than by score alone."""

    name: str
    by_score: int
    now: int


def by_score_alone() -> bool:
    """Say whether the reader asked for the order by score, in the address of the page."""
    return http_request.args.get("volgorde") == BY_SCORE


def place(candidate: Candidate, by_score: bool) -> int:
    """Give the place of a candidate in that order; old rankings have one order only."""
    return (candidate.rank_by_score if by_score else None) or candidate.rank


def moves(candidates: Iterable[Candidate]) -> list[Move]:
    """Give who moved because partners alternate, best first; a few of the first."""
    moved = [
        Move(found.expert.name, found.rank_by_score, found.rank)
        for found in candidates
        if found.rank_by_score and found.rank_by_score != found.rank <= WATCHED
    ]
    return moved[:NAMED_AT_MOST]
