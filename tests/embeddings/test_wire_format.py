import socket
import struct
from collections.abc import Iterator

import numpy as np
import pytest

from embeddings.errors import EmbeddingsError, InferenceUnavailable, RequestTooLarge
from embeddings.vectors import Encoded
from embeddings.wire_format import (
    MAX_MESSAGE_BYTES,
    Message,
    pack_encoded,
    receive_message,
    send_message,
    unpack_encoded,
)

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def test_a_message_arrives_as_it_was_sent(pair: Pair) -> None:
    here, there = pair
    send_message(here, {"texts": ["één vraag", "🚜"]})

    assert receive_message(there) == {"texts": ["één vraag", "🚜"]}


@pytest.mark.parametrize("vectors", [np.eye(3, 4), np.zeros((0, 4)), np.full((1, 1), 0.1)])
@pytest.mark.parametrize("layered", [True, False])
def test_vectors_arrive_to_the_last_bit(vectors: np.ndarray, layered: bool) -> None:
    sent = vectors.astype(np.float32)
    layers = np.stack([sent, -sent], axis=1) if layered else None

    received = unpack_encoded(pack_encoded(Encoded(sent, layers)))

    assert received.vectors.dtype == np.float32
    assert received.vectors.shape == sent.shape
    assert received.vectors.tobytes() == sent.tobytes()
    assert (received.layers is None) == (layers is None)
    if layers is not None and received.layers is not None:
        assert received.layers.tobytes() == layers.tobytes()


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", InferenceUnavailable),
        (b"\x00\x00", InferenceUnavailable),
        (struct.pack(">I", 10) + b"{}", InferenceUnavailable),
        (struct.pack(">I", 3) + b"{]}", InferenceUnavailable),
        (struct.pack(">I", 2) + b"\xff\xfe", InferenceUnavailable),
        (struct.pack(">I", 2) + b"[]", InferenceUnavailable),
        (struct.pack(">I", MAX_MESSAGE_BYTES + 1), RequestTooLarge),
    ],
)
def test_what_is_no_message_is_refused(
    pair: Pair, sent: bytes, error: type[EmbeddingsError]
) -> None:
    here, there = pair
    here.sendall(sent)
    here.close()

    with pytest.raises(error):
        receive_message(there)


def test_a_message_over_the_limit_is_not_sent(pair: Pair) -> None:
    here, there = pair
    with pytest.raises(RequestTooLarge):
        send_message(here, {"texts": ["a" * MAX_MESSAGE_BYTES]})

    there.setblocking(False)
    with pytest.raises(BlockingIOError):
        there.recv(1)


SOUND = {"shape": [1, 1], "content": "AAAAAA=="}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"vectors": {"shape": [1, 2]}},
        {"vectors": {"shape": [2, 2], "content": "AAAAAA=="}},
        {"vectors": {"shape": [1], "content": "AAAAAA=="}},
        {"vectors": {"shape": [1, 1], "content": "not base64"}},
        {"vectors": {"shape": "x", "content": "AAAAAA=="}},
        {"vectors": {"shape": [1, 1], "content": None}},
        {"vectors": "AAAAAA=="},
        {"vectors": SOUND, "layers": None},
        {"vectors": SOUND, "layers": SOUND},
    ],
)
def test_an_answer_without_sound_vectors_is_refused(message: Message) -> None:
    with pytest.raises(InferenceUnavailable):
        unpack_encoded(message)
