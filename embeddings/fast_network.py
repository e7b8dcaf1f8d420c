"""The bundled model computed in bfloat16, for processors that multiply in it.

Texts stand one after another in one matrix, so nothing is padded. One text is computed by all
cores together; many are shared out, which saves that the cores wait for each other.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import safe_open
from tokenizers import Tokenizer

from embeddings.bf16_layers import Norm, Read, check_product, packed_layer
from embeddings.model import E5_PROMPTS
from embeddings.network import FAST, Kind
from embeddings.vectors import LAYERS, LayerMeans, Vectors, check_vectors, unit_length

# More do not fit into the caches of a core, fewer do not keep it busy.
TOKENS_AT_A_TIME = 1024


class FastNetwork:
    """The bundled model, read from its folder."""

    way = FAST
    has_layers = True

    def __init__(self, folder: Path, operators: Any = torch.ops.mkldnn) -> None:
        """`operators` are those of oneDNN in torch.

        Raises FastUnavailable when they do not work here, and what reading a damaged folder
        raises.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        epsilon = config["layer_norm_eps"]
        self._cores = torch.get_num_threads()
        self._each_on_one_core = ThreadPoolExecutor(
            self._cores, "text", torch.set_num_threads, (1,)
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.dimension = int(config["hidden_size"])
        self.longest = int(config["max_position_embeddings"])
        with safe_open(folder / "model.safetensors", "pt") as file:
            read = file.get_tensor
            check_product(read("encoder.layer.0.attention.output.dense.weight"), operators)
            # Looked up and never multiplied, so half the memory does; the copy lets the file go.
            self._words = read("embeddings.word_embeddings.weight").to(torch.float16)
            self._places = (
                read("embeddings.position_embeddings.weight")
                + read("embeddings.token_type_embeddings.weight")[0]
            )
            self._norm = Norm(read, "embeddings.LayerNorm", epsilon)
            self._layers = [
                packed_layer(
                    _below(read, number), config["num_attention_heads"], epsilon, operators
                )
                for number in range(config["num_hidden_layers"])
            ]

    def prompt(self, kind: Kind) -> str:
        """The words before a text of that kind."""
        return E5_PROMPTS[kind]

    def token_places(self, text: str) -> list[tuple[int, int]]:
        """The (start, end) place in the text of each of its tokens, without marks."""
        places: list[tuple[int, int]] = self._tokenizer.encode(
            text, add_special_tokens=False
        ).offsets
        return places

    def read(self, texts: list[str], kind: Kind) -> tuple[Vectors, LayerMeans]:
        """Vectors (n, dimension) of unit length and layers (n, 2, dimension). Raises NotANumber."""
        given = self._tokenizer.encode_batch([self.prompt(kind) + text for text in texts])
        shares = _shares([text.ids for text in given], self._cores)
        forward = self._each_on_one_core.map if len(shares) >= self._cores else map
        layers = np.concatenate([*forward(self._forward, shares)])
        # The vector is the mean of the last layer, which is the last of those kept.
        return check_vectors(unit_length(layers[:, -1]), self.dimension), layers

    def _forward(self, texts: list[list[int]]) -> LayerMeans:
        lengths = [len(text) for text in texts]
        with torch.inference_mode():
            words = self._words[[token for text in texts for token in text]]
            places = self._places[[place for length in lengths for place in range(length)]]
            states = self._norm(words + places)
            means = []
            for number, layer in enumerate(self._layers, start=1):
                states = layer(states, lengths)
                if number in LAYERS:
                    means.append(torch.stack([text.mean(dim=0) for text in states.split(lengths)]))
            return torch.stack(means, dim=1).numpy()


def _below(read: Read, number: int) -> Read:
    return lambda name: read(f"encoder.layer.{number}.{name}")


def _shares(texts: list[list[int]], cores: int) -> list[list[list[int]]]:
    """The texts in order, in shares of about as many tokens; as many for each core."""
    lengths = np.array([len(text) for text in texts])
    total = int(lengths.sum())
    count = cores * ceil(total / (cores * TOKENS_AT_A_TIME))
    middles = np.cumsum(lengths) - lengths / 2
    share_of = (middles * count / total).astype(int)
    starts = [*np.flatnonzero(np.diff(share_of, prepend=-1)), len(texts)]
    return [texts[start:end] for start, end in pairwise(starts)]
