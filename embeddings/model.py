"""The SentenceTransformer that makes the vectors: the bundled default or a configured one."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.bundled_folder import from_bundled_folder
from embeddings.errors import UnusableModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
BUNDLED_MODEL_ID = "bundled-multilingual-e5-small-q4:1"

# The E5 models were trained with these words before each text (Wang et al., 2024).
E5_PROMPTS = {"query": "query: ", "document": "passage: "}


def default_cache_folder() -> Path:
    """Where the unpacked bundled model is kept: `schakel` in the user's cache folder (XDG)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "schakel"


def load_model(
    name_or_path: str | None = None, cache_folder: Path | None = None
) -> "SentenceTransformer":
    """The model by that name, ready to encode; the bundled one for None, "" or "bundled".

    Any other value is a local folder or the name of a SentenceTransformer that the site can
    reach. A cache folder that cannot be written costs time at each start and nothing else.
    Raises UnreadableWeights (bundled) or UnusableModel.
    """
    if name_or_path in (None, "", BUNDLED):
        return _load_bundled(cache_folder or default_cache_folder())
    return _load_named(str(name_or_path))


def model_id(name_or_path: str | None, model: "SentenceTransformer") -> str:
    """A name that changes whenever the vectors change: name plus commit or digest of the files."""
    if name_or_path in (None, "", BUNDLED):
        return BUNDLED_MODEL_ID
    folder = Path(str(name_or_path))
    if folder.is_dir():
        return f"{folder.resolve().name}:{_folder_digest(folder)[:12]}"
    commit = getattr(model[0].auto_model.config, "_commit_hash", None)
    return f"{name_or_path}@{str(commit)[:12]}" if commit else str(name_or_path)


def _load_bundled(cache_folder: Path) -> "SentenceTransformer":
    # Read by the hub client when it is first imported, hence before the imports below.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    return from_bundled_folder(cache_folder, _assemble)


def _assemble(folder: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    words = Transformer(str(folder), model_kwargs={"add_pooling_layer": False})
    pooling = Pooling(words.get_embedding_dimension(), pooling_mode="mean")
    return SentenceTransformer(modules=[words, pooling, Normalize()], prompts=E5_PROMPTS)


def _load_named(name_or_path: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name_or_path)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise UnusableModel(f"{name_or_path} cannot be loaded: {error}") from error
    if "e5" in Path(name_or_path).name.lower() and not any(model.prompts.values()):
        model.prompts.update(E5_PROMPTS)
    return model


def _folder_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
