"""The serving side of the socket: threads that talk, one thread that computes."""

import itertools
import logging
import queue
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from embeddings.errors import (
    EmbeddingsError,
    InferenceUnavailable,
    MalformedRequest,
    RequestTooLarge,
)
from embeddings.text_encoder import TextEncoder
from embeddings.vectors import Encoded
from embeddings.wire_format import (
    MAX_CHARACTERS,
    Message,
    pack_encoded,
    receive_message,
    send_message,
)

log = logging.getLogger(__name__)

CONNECTION_TIMEOUT_S = 10.0
LONGEST_WAIT_S = 120.0
MOST_CONNECTIONS = 128
MOST_WAITING = 64

# Somebody waits for a question; documents are encoded in the background.
PRIORITY = {"query": 0, "document": 1}


@dataclass(order=True)
class Job:
    """Texts that wait for their vectors: by priority, then in order of arrival."""

    priority: int
    number: int
    kind: str = field(compare=False)
    texts: list[str] = field(compare=False)
    expires: float = field(compare=False)
    answer: "Future[Encoded]" = field(compare=False, default_factory=Future)


class InferenceServer:
    """Answers on a listening socket; the thread that calls `run` does all the computing."""

    def __init__(self, listener: socket.socket) -> None:
        """Answers from now on: "loading" until `run` has its encoder."""
        self._listener = listener
        self._encoder: TextEncoder | None = None
        self._jobs: queue.PriorityQueue[Job] = queue.PriorityQueue(MOST_WAITING)
        self._numbers = itertools.count()
        self._free_connections = threading.Semaphore(MOST_CONNECTIONS)
        threading.Thread(target=self._accept, daemon=True).start()

    def run(self, load: Callable[[], TextEncoder]) -> None:
        """Loads the encoder and computes until the thread is interrupted."""
        self._encoder = load()
        log.info("ready with %s, computing the %s way", self._encoder.model_id, self._encoder.way)
        while True:
            _compute(self._jobs.get(), self._encoder)

    def _accept(self) -> None:
        while self._listener.fileno() >= 0:
            self._free_connections.acquire()
            try:
                connection, _address = self._listener.accept()
            except OSError:
                self._free_connections.release()
            else:
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            # OSError: a client that went away or was too slow gets no answer.
            with connection, suppress(OSError):
                connection.settimeout(CONNECTION_TIMEOUT_S)
                send_message(connection, self._answer(connection))
        finally:
            self._free_connections.release()

    def _answer(self, connection: socket.socket) -> Message:
        try:
            return self._answer_to(receive_message(connection))
        except EmbeddingsError as error:
            return {"error": type(error).__name__, "message": str(error)}

    def _answer_to(self, request: Message) -> Message:
        encoder = self._encoder
        if encoder is None:
            return {"state": "loading"}
        state = {
            "state": "ready",
            "model_id": encoder.model_id,
            "dimension": encoder.dimension,
            "way": encoder.way,
        }
        if request.get("operation") == "describe":
            return state
        return state | pack_encoded(self._encoded(self._job(request)))

    def _job(self, request: Message) -> Job:
        kind, texts, wait = (request.get(key) for key in ("operation", "texts", "timeout_s"))
        if not isinstance(kind, str) or kind not in PRIORITY:
            raise MalformedRequest("the operation is not known")
        if not isinstance(texts, list) or not isinstance(wait, int | float):
            raise MalformedRequest("texts or timeout_s is missing or not as expected")
        if not all(isinstance(text, str) for text in texts):
            raise MalformedRequest("a text is not a string")
        if sum(map(len, texts)) > MAX_CHARACTERS:
            raise RequestTooLarge(f"more than {MAX_CHARACTERS} characters in one request")
        expires = time.monotonic() + min(wait, LONGEST_WAIT_S)
        return Job(PRIORITY[kind], next(self._numbers), kind, texts, expires)

    def _encoded(self, job: Job) -> Encoded:
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise InferenceUnavailable("too many requests are waiting") from None
        return job.answer.result()


def _compute(job: Job, encoder: TextEncoder) -> None:
    if job.expires < time.monotonic():
        job.answer.set_exception(InferenceUnavailable("the request waited too long"))
        return
    read = encoder.read_query if job.kind == "query" else encoder.read_document
    try:
        job.answer.set_result(read(job.texts))
    except EmbeddingsError as error:
        job.answer.set_exception(error)
    except Exception as error:  # noqa: BLE001 - one request must not end the process
        # Only the kind of error is told: its words may quote the text.
        log.error("encoding failed: %s", type(error).__name__)
        job.answer.set_exception(InferenceUnavailable("the model failed on these texts"))
