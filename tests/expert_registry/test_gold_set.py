"""The ranking on the gold set, with the real model: a change that hurts is red."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from embeddings.vectors import Encoded
from expert_registry.evaluation import evaluate_files

Read = Callable[[Sequence[str]], Encoded]

GOLD = Path(__file__).parent.parent / "gold"

# Just below what is reached, so that a lasting loss shows and rounding does not.
FLOORS = {
    "text": {"ndcg@5": 0.71, "success@3": 0.84},
    "form": {"ndcg@5": 0.81, "success@3": 0.88},
}
# Just above how far the probability of fit is off among the first five.
CEILINGS = {"text": {"ece@5": 0.09}, "form": {"ece@5": 0.11}}


class RememberingEncoder:
    """Reads the texts once: both tracks read the same texts in the same batches."""

    def __init__(self, encoder: Encoder) -> None:
        self.model_id = encoder.model_id
        self.read_query = self._remembering(encoder.read_query)
        self.read_document = self._remembering(encoder.read_document)

    @staticmethod
    def _remembering(read: Read) -> Read:
        known: dict[tuple[str, ...], Encoded] = {}

        def remembered(texts: Sequence[str]) -> Encoded:
            key = tuple(texts)
            if key not in known:
                known[key] = read(texts)
            return known[key]

        return remembered


@pytest.fixture(scope="module")
def remembering(encoder: Encoder) -> RememberingEncoder:
    return RememberingEncoder(encoder)


@pytest.mark.parametrize("track", ["text", "form"])
def test_the_gold_set_is_ranked_as_well_as_before(
    remembering: RememberingEncoder, track: str
) -> None:
    files = (GOLD / "experts.jsonl", GOLD / "requests.jsonl", GOLD / "qrels.tsv")
    found = evaluate_files(*files, track, remembering)
    for name, floor in FLOORS[track].items():
        assert found[name] >= floor, found
    for name, ceiling in CEILINGS[track].items():
        assert found[name] <= ceiling, found
    assert found["ndcg@5"] - found["ndcg@5 spread"] < 0.01, found
