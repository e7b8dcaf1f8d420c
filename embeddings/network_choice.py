"""Which network computes: the fast one where model and machine allow it, else the plain one."""

import logging
from collections.abc import Callable
from pathlib import Path

from embeddings.bundled_folder import from_bundled_folder
from embeddings.errors import FastUnavailable
from embeddings.model import (
    BUNDLED,
    BUNDLED_MODEL_ID,
    default_cache_folder,
    load_model,
    model_id,
)
from embeddings.network import AUTO, FAST, PLAIN, Network

log = logging.getLogger(__name__)

CPU_INFO = Path("/proc/cpuinfo")
# Multiplies bfloat16; processors with AMX have it too. Without it bfloat16 is slower than float32.
NEEDED_FLAG = "avx512_bf16"


def choose_network(
    name_or_path: str | None = None,
    cache_folder: Path | None = None,
    way: str = AUTO,
    lacks: Callable[[], str | None] | None = None,
) -> tuple[Network, str]:
    """The network of the model by that name, and the id of the model.

    `way` "auto" takes the fast network where it can be had and the plain one otherwise, "fast"
    raises FastUnavailable instead. `lacks` tells what this machine lacks for the fast one.
    Raises what `load_model` raises.
    """
    if way != PLAIN:
        try:
            return _fast(name_or_path, cache_folder, (lacks or processor_lacks)())
        except FastUnavailable as error:
            if way == FAST:
                raise
            log.info("computing the plain way: %s", error)
    from embeddings.plain_network import PlainNetwork

    model = load_model(name_or_path, cache_folder)
    return PlainNetwork(model), model_id(name_or_path, model)


def processor_lacks(cpu_info: Path = CPU_INFO) -> str | None:
    """What the processor lacks to multiply in bfloat16, as a sentence; None for nothing."""
    try:
        lines = cpu_info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"{cpu_info} does not tell what the processor can do"
    flags = {flag for line in lines if line.startswith("flags") for flag in line.split()}
    return None if NEEDED_FLAG in flags else f"the processor lacks {NEEDED_FLAG}"


def _fast(
    name_or_path: str | None, cache_folder: Path | None, lacking: str | None
) -> tuple[Network, str]:
    if name_or_path not in (None, "", BUNDLED):
        raise FastUnavailable("the fast way is for the bundled model only")
    if lacking:
        raise FastUnavailable(lacking)
    try:
        from embeddings.fast_network import FastNetwork
    except ImportError as error:
        raise FastUnavailable(f"a package is missing: {error.name}") from error
    folder = cache_folder or default_cache_folder()
    return from_bundled_folder(folder, FastNetwork), BUNDLED_MODEL_ID
