"""Messages on the socket: four bytes of length (big-endian), then JSON in UTF-8."""

import base64
import json
import socket
import struct
from typing import Any

import numpy as np

from embeddings.errors import InferenceUnavailable, RequestTooLarge
from embeddings.vectors import Encoded, Vectors

MAX_MESSAGE_BYTES = 4 * 1024 * 1024

# All texts of one request together; more would keep the only computing thread busy for minutes.
MAX_CHARACTERS = 256 * 1024

Message = dict[str, Any]

_LENGTH = struct.Struct(">I")


def send_message(connection: socket.socket, message: Message) -> None:
    """Sends one message. Raises RequestTooLarge before anything is sent; OSError."""
    body = json.dumps(message).encode()
    if len(body) > MAX_MESSAGE_BYTES:
        raise RequestTooLarge(f"{len(body)} bytes; at most {MAX_MESSAGE_BYTES} are allowed")
    connection.sendall(_LENGTH.pack(len(body)) + body)


def receive_message(connection: socket.socket) -> Message:
    """The next message.

    Raises RequestTooLarge for a length over the limit, InferenceUnavailable when the other side
    stops halfway or does not send a JSON object, OSError (a time-out is one).
    """
    (size,) = _LENGTH.unpack(_receive(connection, _LENGTH.size))
    if size > MAX_MESSAGE_BYTES:
        raise RequestTooLarge(f"{size} bytes; at most {MAX_MESSAGE_BYTES} are allowed")
    try:
        message = json.loads(_receive(connection, size))
    except ValueError:
        raise InferenceUnavailable("a message is not JSON") from None
    if not isinstance(message, dict):
        raise InferenceUnavailable("a message is not a JSON object")
    return message


def pack_encoded(encoded: Encoded) -> Message:
    """Vectors and layers as values for JSON: shapes, and the float32 bytes in base64."""
    packed = {"vectors": _packed(encoded.vectors)}
    return packed if encoded.layers is None else packed | {"layers": _packed(encoded.layers)}


def unpack_encoded(message: Message) -> Encoded:
    """The vectors (n, d) and layers (n, 2, d) in a message.

    Raises InferenceUnavailable when it holds no vectors, or not as many layers.
    """
    try:
        vectors = _unpacked(message["vectors"])
        layers = _unpacked(message["layers"]) if "layers" in message else None
        if vectors.ndim != 2 or (layers is not None and layers.shape[::2] != vectors.shape):
            raise ValueError("shapes")
    except (KeyError, TypeError, ValueError):
        raise InferenceUnavailable("an answer holds no vectors") from None
    return Encoded(vectors, layers)


def _packed(numbers: Vectors) -> Message:
    content = base64.b64encode(numbers.astype("<f4").tobytes()).decode()
    return {"shape": list(numbers.shape), "content": content}


def _unpacked(packed: Message) -> Vectors:
    content = base64.b64decode(packed["content"])
    return np.frombuffer(content, "<f4").astype(np.float32).reshape(packed["shape"])


def _receive(connection: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        part = connection.recv(min(size - len(content), 65536))
        if not part:
            raise InferenceUnavailable("the connection was closed halfway a message")
        content += part
    return bytes(content)
