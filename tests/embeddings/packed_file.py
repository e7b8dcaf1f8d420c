"""Writes small files in the layout of the packed weights."""

import struct
from collections.abc import Mapping

import numpy as np

HIDDEN, FEED_FORWARD, POSITIONS = 32, 64, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁de", "▁burgemeester", "a", "b", "<mask>"]
VOCABULARY = len(PIECES) + 2
FLOAT32, Q4_0 = 0, 1

Tensors = Mapping[str, tuple[int, np.ndarray]]


def small_tensors() -> dict[str, tuple[int, np.ndarray]]:
    """Every tensor of a network with one layer: kind and flat values."""
    numbers = np.random.default_rng(7)

    def flat(*shape: int) -> tuple[int, np.ndarray]:
        return FLOAT32, numbers.normal(size=int(np.prod(shape))).astype("<f4")

    def packed(*shape: int) -> tuple[int, np.ndarray]:
        blocks = np.zeros(int(np.prod(shape)) // 32, [("scale", "<f2"), ("nibbles", "u1", (16,))])
        blocks["scale"] = numbers.normal(size=len(blocks))
        blocks["nibbles"] = numbers.integers(0, 256, (len(blocks), 16))
        return Q4_0, blocks

    tensors = {
        "emb.word": packed(VOCABULARY, HIDDEN),
        "emb.pos": flat(POSITIONS, HIDDEN),
        "emb.type": flat(2, HIDDEN),
        "emb.ln.w": flat(HIDDEN),
        "emb.ln.b": flat(HIDDEN),
    }
    sizes = {"q": HIDDEN, "k": HIDDEN, "v": HIDDEN, "ao": HIDDEN, "fi": FEED_FORWARD, "fo": HIDDEN}
    for part, size in sizes.items():
        tensors[f"l0.{part}.w"] = packed(HIDDEN, FEED_FORWARD if part[0] == "f" else HIDDEN)
        tensors[f"l0.{part}.b"] = flat(size)
    for part in ("aln", "oln"):
        tensors[f"l0.{part}.w"], tensors[f"l0.{part}.b"] = flat(HIDDEN), flat(HIDDEN)
    return tensors


def packed_file(
    magic: bytes = b"E5S1",
    version: int = 1,
    block: int = 32,
    heads: int = 2,
    vocabulary: int = VOCABULARY,
    tensors: Tensors | None = None,
) -> bytes:
    """The bytes of a packed file; the defaults make a sound one."""
    header = magic + struct.pack("<I", version)
    header += struct.pack(
        "<7ifi", HIDDEN, 1, heads, FEED_FORWARD, vocabulary, POSITIONS, 2, 1e-12, block
    )
    start = header + _pieces() + struct.pack("<iI", 0, 0)
    return start + _directory(len(start), small_tensors() if tensors is None else tensors)


def _pieces() -> bytes:
    encoded = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, encoded)])
    scores = [0.0, 0.0, 0.0, 0.0, *(-float(n) for n in range(1, len(PIECES) - 4)), 0.0]
    return (
        struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
        + offsets.astype("<u4").tobytes()
        + np.array(scores, "<f4").tobytes()
        + b"".join(encoded)
    )


def _directory(start: int, tensors: Tensors) -> bytes:
    size = 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, content = struct.pack("<i", len(tensors)), b""
    for name, (kind, values) in tensors.items():
        count = values.size * (32 if kind == Q4_0 else 1)
        place = start + size + len(content)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, place, values.nbytes)
        content += values.tobytes()
    return directory + content
