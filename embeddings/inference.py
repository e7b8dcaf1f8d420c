"""The inference process on its Unix socket, and its client.

Importing this module does not import torch: web processes use the client only.
"""

import argparse
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import numpy as np

from embeddings.errors import (
    EmbeddingsError,
    InferenceLoading,
    InferenceUnavailable,
    MalformedRequest,
    NothingToEncode,
    RequestTooLarge,
)
from embeddings.inference_server import InferenceServer
from embeddings.inference_socket import listening_socket
from embeddings.log_line import log_to_stderr
from embeddings.network import AUTO, WAYS
from embeddings.vectors import Encoded, Vectors
from embeddings.wire_format import (
    MAX_CHARACTERS,
    Message,
    receive_message,
    send_message,
    unpack_encoded,
)

if TYPE_CHECKING:
    from embeddings.encoder import Encoder

# Small enough for a question to slip in between two batches of documents.
BATCH_TEXTS = 16
BATCH_CHARACTERS = 32 * 1024

_PASSED_ON = {
    error.__name__: error for error in (NothingToEncode, RequestTooLarge, MalformedRequest)
}


@dataclass(frozen=True)
class Description:
    """What the inference process serves; all but `ready` are None while it loads.

    `way` is how it computes, "fast" or "plain".
    """

    ready: bool
    model_id: str | None = None
    dimension: int | None = None
    way: str | None = None


class InferenceClient:
    """Asks the inference process for vectors; any thread may use it."""

    def __init__(self, socket_path: Path, timeout_s: float = 10.0) -> None:
        """`timeout_s` holds for each batch of texts, not for a call as a whole."""
        self._socket_path = socket_path
        self._timeout_s = timeout_s

    def describe(self) -> Description:
        """Whether the model is ready, and which it is. Raises InferenceUnavailable."""
        answer = self._ask({"operation": "describe"})
        if answer["state"] == "loading":
            return Description(ready=False)
        return Description(
            True, str(answer["model_id"]), int(answer["dimension"]), str(answer["way"])
        )

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions: float32 (n, dimension), unit length.

        Raises InferenceUnavailable (InferenceLoading while the model loads), NothingToEncode and
        RequestTooLarge.
        """
        return self.read_query(texts).vectors

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what can be found; as `encode_query` otherwise."""
        return self.read_document(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Encoded:
        """The vectors of questions with their layers; raises what `encode_query` raises."""
        return self._read("query", texts)

    def read_document(self, texts: Sequence[str]) -> Encoded:
        """The vectors of what can be found with their layers; as `read_query` otherwise."""
        return self._read("document", texts)

    def _read(self, kind: str, texts: Sequence[str]) -> Encoded:
        answers = [self._read_batch(kind, batch) for batch in _batches(texts)]
        layers = [answer.layers for answer in answers if answer.layers is not None]
        kinds = {(answer.vectors.shape[1], answer.layers is None) for answer in answers}
        if len(kinds) > 1:
            raise InferenceUnavailable("the model changed between two batches")
        vectors = np.concatenate([answer.vectors for answer in answers])
        return Encoded(vectors, np.concatenate(layers) if layers else None)

    def _read_batch(self, kind: str, texts: list[str]) -> Encoded:
        request = {"operation": kind, "texts": texts, "timeout_s": self._timeout_s}
        answer = self._ask(request)
        if answer["state"] == "loading":
            raise InferenceLoading("the model is still loading")
        return unpack_encoded(answer)

    def _ask(self, request: Message) -> Message:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._timeout_s)
                connection.connect(str(self._socket_path))
                send_message(connection, request)
                answer = receive_message(connection)
        except OSError as error:
            raise InferenceUnavailable(f"no answer from the inference process: {error}") from error
        if "error" in answer:
            named = _PASSED_ON.get(answer["error"], InferenceUnavailable)
            raise named(str(answer.get("message")))
        if "state" not in answer:
            raise InferenceUnavailable("the socket is served by another program")
        return answer


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        if len(text) > MAX_CHARACTERS:
            raise RequestTooLarge(f"a text of more than {MAX_CHARACTERS} characters")
        size = sum(map(len, batch)) + len(text)
        if batch and (len(batch) == BATCH_TEXTS or size > BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(text)
    # Also for no texts at all: the answer then tells the dimension.
    yield batch


def serve(
    socket_path: Path,
    model_name: str | None = None,
    threads: int | None = None,
    way: str = AUTO,
) -> None:
    """Serves the model on the socket until SIGTERM or SIGINT, then ends the process.

    `way` is how to compute: one of `WAYS`. For the main thread of a process of its own, after any
    fork. Raises UnusableSocket when the path is taken, and what `load_encoder` raises.
    """
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with listening_socket(socket_path) as listener:
        InferenceServer(listener).run(partial(_load, model_name, threads, way))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _load(model_name: str | None, threads: int | None, way: str) -> "Encoder":
    import torch

    from embeddings.encoder import load_encoder

    if threads:
        torch.set_num_threads(threads)
    encoder = load_encoder(model_name, way=way)
    # The first run is five times as slow as the next.
    encoder.encode_query(["opwarmen"])
    return encoder


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `python -m embeddings.inference --socket PATH`."""
    parser = argparse.ArgumentParser(description="Serves the embedding model on a Unix socket.")
    parser.add_argument("--socket", type=Path, required=True, help="path of the socket")
    parser.add_argument("--threads", type=int, help="number of processor threads to compute with")
    parser.add_argument(
        "--model",
        default=os.environ.get("EMBEDDING_MODEL"),
        help="name or folder of a SentenceTransformer; default: EMBEDDING_MODEL or the bundled one",
    )
    parser.add_argument(
        "--encoder",
        choices=WAYS,
        default=os.environ.get("SCHAKEL_ENCODER") or AUTO,
        help="fast: in bfloat16, for the bundled model; plain: any model; default: SCHAKEL_ENCODER "
        "or auto, which is fast where that works",
    )
    given = parser.parse_args(arguments)
    if given.encoder not in WAYS:
        parser.error(f"SCHAKEL_ENCODER must be one of {', '.join(WAYS)}")
    log_to_stderr()
    logging.getLogger("embeddings").setLevel(logging.INFO)
    try:
        serve(given.socket, given.model, given.threads, given.encoder)
    except (EmbeddingsError, OSError) as error:
        sys.exit(f"the inference process cannot start: {error}")


if __name__ == "__main__":
    main()
