"""The layers of a BERT network in bfloat16, with weights packed for the kernels of oneDNN.

The matrix products take bfloat16; sums, norms and what goes on from layer to layer stay float32,
so that the vectors differ from those in float32 by a cosine of about 0.00001 only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from embeddings.errors import FastUnavailable

Read = Callable[[str], torch.Tensor]

# Products of bfloat16 are right to about 0.4%.
TOLERANCE = 0.02


class Norm:
    """Layer normalisation in float32."""

    def __init__(self, read: Read, name: str, epsilon: float) -> None:
        self._weight = read(f"{name}.weight").clone()
        self._bias = read(f"{name}.bias").clone()
        self._epsilon = epsilon

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """The states (n, d), each row normalised."""
        size = self._weight.shape
        return functional.layer_norm(states, size, self._weight, self._bias, self._epsilon)


class Product:
    """A matrix product with bias in bfloat16, followed by GELU if asked for."""

    def __init__(
        self, weight: torch.Tensor, bias: torch.Tensor, operators: Any, gelu: bool = False
    ) -> None:
        """Packs the weight (out, in). Raises FastUnavailable when that does not work here."""
        self._bias = bias.to(torch.bfloat16)
        self._after: tuple[object, ...] = ("gelu", [], "none") if gelu else ("none", [], None)
        try:
            self._multiply = operators._linear_pointwise  # noqa: SLF001 - torch has no public one
            self._weight = operators._reorder_linear_weight(weight.to(torch.bfloat16), None)  # noqa: SLF001
        except (AttributeError, NotImplementedError, RuntimeError) as error:
            raise FastUnavailable(f"torch cannot pack weights here: {error}") from error

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """The product (n, out) in bfloat16 of states (n, in)."""
        found: torch.Tensor = self._multiply(
            states.to(torch.bfloat16), self._weight, self._bias, *self._after
        )
        return found


@dataclass(frozen=True)
class Layer:
    """One layer: attention within each text, then the two products of each token by itself."""

    heads: int
    attend: Product
    attended: Product
    attended_norm: Norm
    widen: Product
    narrow: Product
    norm: Norm

    def __call__(self, states: torch.Tensor, lengths: list[int]) -> torch.Tensor:
        """The states (n, d) after this layer, of texts of these lengths one after another."""
        texts = [self._mixed(text) for text in self.attend(states).split(lengths)]
        mixed = torch.cat(texts) if len(texts) > 1 else texts[0]
        states = self.attended_norm(states + self.attended(mixed))
        return self.norm(states + self.narrow(self.widen(states)))

    def _mixed(self, text: torch.Tensor) -> torch.Tensor:
        length, width = text.shape[0], text.shape[1] // 3
        query, key, value = text.view(1, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(query, key, value)
        return found[0].transpose(0, 1).reshape(length, width)


def packed_layer(read: Read, heads: int, epsilon: float, operators: Any) -> Layer:
    """The layer whose tensors `read` gives by the names of transformers.

    Raises FastUnavailable.
    """

    def product(name: str, gelu: bool = False) -> Product:
        return Product(read(f"{name}.weight"), read(f"{name}.bias"), operators, gelu)

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    weight = torch.cat([read(f"{part}.weight") for part in parts])
    bias = torch.cat([read(f"{part}.bias") for part in parts])
    return Layer(
        heads=heads,
        attend=Product(weight, bias, operators),
        attended=product("attention.output.dense"),
        attended_norm=Norm(read, "attention.output.LayerNorm", epsilon),
        widen=product("intermediate.dense", gelu=True),
        narrow=product("output.dense"),
        norm=Norm(read, "output.LayerNorm", epsilon),
    )


def check_product(weight: torch.Tensor, operators: Any) -> None:
    """Nothing, when a product with this weight (out, in) is what it is in float32.

    Raises FastUnavailable otherwise: the kernels are no public part of torch.
    """
    rows = weight[:8]
    expected = functional.linear(rows, weight)
    try:
        found = Product(weight, torch.zeros(len(weight)), operators)(rows)
    except (TypeError, RuntimeError) as error:
        raise FastUnavailable(f"torch cannot multiply in bfloat16 here: {error}") from error
    if (found - expected).abs().max() > TOLERANCE * expected.abs().max():
        raise FastUnavailable("torch multiplies wrongly in bfloat16 here")
