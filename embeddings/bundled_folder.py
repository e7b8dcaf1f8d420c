"""The folder in the cache that holds the bundled model unpacked: made once, mended if damaged."""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from embeddings.bundled_weights import bundled_version, bundled_weights_path
from embeddings.errors import EmbeddingsError, UnreadableWeights

log = logging.getLogger(__name__)

Loaded = TypeVar("Loaded")

HERE = Path(__file__).parent
UNREADABLE = 3  # exit status of the process that unpacks
WRITTEN_BY = (HERE / "bundled_model.py", HERE / "bundled_weights.py")


def from_bundled_folder(cache_folder: Path, load: Callable[[Path], Loaded]) -> Loaded:
    """What `load` makes of the folder with the bundled model beneath `cache_folder`.

    The folder is written on first use, and anew when `load` cannot read it. A cache folder that
    cannot be written costs time at each start and nothing else. Raises UnreadableWeights, and
    what `load` raises on a sound folder.
    """
    try:
        return _loaded_or_mended(cache_folder, load)
    except OSError as error:
        log.warning("the cache folder cannot be used: %s", error)
    with tempfile.TemporaryDirectory(prefix="schakel-model-") as passing:
        return load(bundled_model_folder(Path(passing)))


def _loaded_or_mended(cache_folder: Path, load: Callable[[Path], Loaded]) -> Loaded:
    folder = bundled_model_folder(cache_folder)
    try:
        return load(folder)
    except EmbeddingsError:
        raise
    except Exception as error:  # noqa: BLE001 - the readers of these files raise bare exceptions
        log.warning("the unpacked model is damaged (%s); it is made anew", type(error).__name__)
    with _one_at_a_time(cache_folder):
        shutil.rmtree(folder, ignore_errors=True)
        return load(bundled_model_folder(cache_folder))


def bundled_model_folder(cache_folder: Path) -> Path:
    """The folder with the bundled model, written on first use beneath `cache_folder`.

    It appears at once and complete, also when several processes write it together.
    Raises UnreadableWeights; OSError when the cache folder cannot be written.
    """
    folder = cache_folder / f"multilingual-e5-small-q4-{bundled_version()}-{_code_digest()}"
    if folder.is_dir():
        return folder
    cache_folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=cache_folder))
    try:
        _write(draft)
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _code_digest() -> str:
    # A folder that other code wrote may hold another tokenizer.
    return hashlib.sha256(b"".join(source.read_bytes() for source in WRITTEN_BY)).hexdigest()[:8]


def _write(draft: Path) -> None:
    weights = bundled_weights_path()
    # In a process of its own: what unpacking takes in memory, this one would keep.
    command = [sys.executable, "-m", "embeddings.bundled_model", *map(str, (weights, draft))]
    settings = os.environ | {"HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    if done.returncode == UNREADABLE:
        raise UnreadableWeights(done.stderr.strip())
    if done.returncode:
        raise OSError(f"the model cannot be unpacked: {done.stderr.strip()[-200:]}")
    # On the disk before the name is, so that a power cut leaves no folder of zeros.
    for path in draft.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


@contextmanager
def _one_at_a_time(cache_folder: Path) -> Iterator[None]:
    with (cache_folder / ".mending").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
