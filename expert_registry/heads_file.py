"""The trained heads as files: `heads.npz` with the numbers, `heads.json` with the names.

No pickle: a file can hold wrong numbers, but no program.
"""

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from expert_registry.errors import UnusableHeads
from expert_registry.ranking.chance import EVIDENCE
from expert_registry.ranking.heads import PROFILE, REQUEST, Heads, LetterWeights, Role
from expert_registry.ranking.letter_pieces import PIECES

SHIPPED = Path(__file__).parent / "ranking" / "trained"
NUMBERS, NAMES = "heads.npz", "heads.json"

Arrays = dict[str, npt.NDArray[Any]]


@cache
def shipped_heads() -> Heads:
    """The heads that come with the package; read once per process. Raises UnusableHeads."""
    return load_heads(SHIPPED)


def load_heads(folder: Path) -> Heads:
    """The heads in this folder.

    Raises UnusableHeads, which names the file, when one is missing, damaged or does not fit the
    other.
    """
    try:
        content = (folder / NUMBERS).read_bytes()
        about = json.loads((folder / NAMES).read_text("utf-8"))
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        heads = _heads(about, arrays)
    except (OSError, EOFError, LookupError, TypeError, ValueError, BadZipFile) as error:
        raise UnusableHeads(f"{folder / NUMBERS} and {NAMES}: {error}") from error
    if about["sha256"] != hashlib.sha256(content).hexdigest():
        raise UnusableHeads(f"{folder / NUMBERS} is not the file that {NAMES} was written with")
    return heads


def save_heads(folder: Path, about: dict[str, Any], arrays: Arrays) -> None:
    """Writes both files; `about` gets the checksum of the numbers. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    content = buffer.getvalue()
    (folder / NUMBERS).write_bytes(content)
    named = about | {"sha256": hashlib.sha256(content).hexdigest()}
    text = json.dumps(named, ensure_ascii=False, indent=1)
    (folder / NAMES).write_text(text + "\n", "utf-8")


def _heads(about: dict[str, Any], arrays: Arrays) -> Heads:
    themes, kinds = tuple(about["themes"]), tuple(about["kinds"])
    width = len(themes) + len(kinds)
    heads = Heads(
        model_id=str(about["model_id"]),
        themes=themes,
        kinds=kinds,
        letters={name: _letters(name, arrays, width) for name in PIECES},
        layers=_sound(arrays["layers"], (None, width)).astype(np.float32),
        intercept=_sound(arrays["intercept"], (width,)).astype(np.float64),
        roles={role: _role(role, about, arrays, len(themes)) for role in (REQUEST, PROFILE)},
        chance={track: _chance(about["chance"][track]) for track in ("text", "form")},
        told_above=float(about["told_above"]),
        fingerprint=str(about["sha256"])[:12],
    )
    if heads.roles[REQUEST].layer_means.size != len(heads.layers):
        raise ValueError("layers and their means differ in length")
    return heads


def _letters(name: str, arrays: Arrays, width: int) -> LetterWeights:
    # A line break never occurs in a piece: every white space is a space.
    pieces = bytes(arrays[f"{name}_pieces"]).decode().split("\n")
    number = len(pieces)
    return LetterWeights(
        places={piece: place for place, piece in enumerate(pieces)},
        rarity=_sound(arrays[f"{name}_rarity"], (number,)).astype(np.float64),
        levels=_sound(arrays[f"{name}_levels"], (number, width)).astype(np.int8),
        steps=_sound(arrays[f"{name}_steps"], (number,)).astype(np.float32),
    )


def _role(role: str, about: dict[str, Any], arrays: Arrays, themes: int) -> Role:
    return Role(
        layer_means=_sound(arrays[f"{role}_layer_means"], (None, None)).astype(np.float64),
        slope=float(about["slope"][role]),
        bias=_sound(arrays[f"{role}_bias"], (themes,)).astype(np.float64),
    )


def _chance(numbers: list[Any]) -> tuple[float, ...]:
    if len(numbers) != EVIDENCE + 1:
        raise ValueError(f"the probability of fit needs {EVIDENCE + 1} numbers")
    return tuple(map(float, numbers))


def _sound(array: npt.NDArray[Any], shape: tuple[int | None, ...]) -> npt.NDArray[Any]:
    fits = all(want in (None, have) for want, have in zip(shape, array.shape, strict=False))
    if array.ndim != len(shape) or not fits:
        raise ValueError(f"an array of shape {array.shape}, not {shape}")
    if not np.isfinite(array).all():
        raise ValueError("an array holds NaN or infinity")
    return array
