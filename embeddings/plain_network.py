"""The model computed by sentence-transformers in float32: works everywhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from embeddings.network import PLAIN, Kind
from embeddings.vectors import LAYERS, LayerMeans, Vectors, check_vectors, unit_length

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32


class PlainNetwork:
    """Any SentenceTransformer; with layers when it has twelve of them."""

    way = PLAIN

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self._tokenizer = model.tokenizer
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.longest = int(model.max_seq_length or 512)
        self.has_layers = _layer_count(model) == LAYERS[-1]

    def prompt(self, kind: Kind) -> str:
        """The words before a text of that kind, as the model came with them."""
        return str(self._model.prompts.get(kind) or "")

    def token_places(self, text: str) -> list[tuple[int, int]]:
        """The (start, end) place in the text of each of its tokens, without marks."""
        found = self._tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        places: list[tuple[int, int]] = found["offset_mapping"]
        return places

    def read(self, texts: list[str], kind: Kind) -> tuple[Vectors, LayerMeans | None]:
        """Vectors (n, dimension) and layers (n, 2, dimension) or None. Raises NotANumber."""
        if self.has_layers:
            return self._forward([self.prompt(kind) + text for text in texts])
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return check_vectors(np.asarray(vectors), self.dimension), None

    def _forward(self, texts: list[str]) -> tuple[Vectors, LayerMeans]:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        layers = np.empty((len(texts), len(LAYERS), self.dimension), np.float32)
        for places in _of_like_length(texts):
            vectors[places], layers[places] = self._forward_batch([texts[n] for n in places])
        return check_vectors(unit_length(vectors), self.dimension), layers

    def _forward_batch(self, texts: list[str]) -> tuple[Vectors, LayerMeans]:
        import torch

        given = self._tokenizer(texts, padding=True, return_tensors="pt").to(self._model.device)
        marks = given["attention_mask"]
        words, *rest = self._model
        with torch.inference_mode():
            found = words.auto_model(
                input_ids=given["input_ids"], attention_mask=marks, output_hidden_states=True
            )
            features = {"token_embeddings": found.last_hidden_state, "attention_mask": marks}
            for module in rest:
                features = module(features)
            weights = (marks / marks.sum(dim=1, keepdim=True))[..., None]
            means = [(found.hidden_states[number] * weights).sum(dim=1) for number in LAYERS]
        vectors = features["sentence_embedding"].float().cpu().numpy()
        return vectors, torch.stack(means, dim=1).float().cpu().numpy()


def _layer_count(model: "SentenceTransformer") -> int:
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return int(getattr(config, "num_hidden_layers", 0))


def _of_like_length(texts: list[str]) -> Iterator[list[int]]:
    # A batch is padded to its longest text.
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
