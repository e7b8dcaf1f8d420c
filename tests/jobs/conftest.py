"""An inference process in miniature: the real socket and server, with a model of letters."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.inference import InferenceClient
from embeddings.inference_server import InferenceServer
from embeddings.inference_socket import listening_socket
from embeddings.vectors import Encoded, Vectors, unit_length


class LetterCounts:
    """Counts letters: enough for texts to differ."""

    model_id = "letters:1"
    way = "plain"
    dimension = 26

    def read_query(self, texts: Sequence[str]) -> Encoded:
        counts = [[text.lower().count(chr(97 + n)) + 0.1 for n in range(26)] for text in texts]
        return Encoded(unit_length(np.array(counts, np.float32).reshape(-1, 26)))

    read_document = read_query

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self.read_query(texts).vectors

    encode_document = encode_query


@pytest.fixture
def inference(tmp_path: Path) -> Iterator[InferenceClient]:
    path = tmp_path / "inference.sock"
    with listening_socket(path) as listener:
        server = InferenceServer(listener)
        threading.Thread(target=server.run, args=(LetterCounts,), daemon=True).start()
        yield InferenceClient(path, timeout_s=5)
