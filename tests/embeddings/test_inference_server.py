"""The server and the client over a real socket, with an encoder that does as it is told."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings import inference_server
from embeddings.errors import (
    EmbeddingsError,
    InferenceLoading,
    InferenceUnavailable,
    NothingToEncode,
    RequestTooLarge,
)
from embeddings.inference import BATCH_TEXTS, Description, InferenceClient
from embeddings.inference_server import InferenceServer
from embeddings.inference_socket import listening_socket
from embeddings.vectors import Encoded
from embeddings.wire_format import MAX_CHARACTERS, Message, receive_message, send_message


class ScriptedEncoder:
    """Gives each text the vector (its length, 1); waits at the gate; notes the order."""

    model_id = "scripted:1"
    dimension = 2
    way = "plain"
    layers = True

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.started = threading.Semaphore(0)
        self.calls: list[tuple[str, list[str]]] = []

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        return self.read_query(texts).vectors

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        return self.read_document(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Encoded:
        return self._read("query", texts)

    def read_document(self, texts: Sequence[str]) -> Encoded:
        return self._read("document", texts)

    def _read(self, kind: str, texts: Sequence[str]) -> Encoded:
        self.calls.append((kind, list(texts)))
        self.started.release()
        self.gate.wait(10)
        if "" in texts:
            raise NothingToEncode("a text is empty")
        if "crash" in texts:
            raise ZeroDivisionError(texts)
        vectors = np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)
        return Encoded(vectors, np.stack([vectors, 2 * vectors], axis=1) if self.layers else None)


@pytest.fixture
def encoder() -> ScriptedEncoder:
    return ScriptedEncoder()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inference.sock"


@pytest.fixture
def server(path: Path) -> Iterator[InferenceServer]:
    """Answers, but has no encoder yet."""
    with listening_socket(path) as listener:
        yield InferenceServer(listener)


@pytest.fixture
def client(path: Path, server: InferenceServer, encoder: ScriptedEncoder) -> InferenceClient:
    """The client of a server that is ready."""
    start(server, encoder)
    client = InferenceClient(path, timeout_s=5)
    wait_for(lambda: client.describe().ready)
    return client


def start(server: InferenceServer, encoder: ScriptedEncoder) -> None:
    threading.Thread(target=server.run, args=(lambda: encoder,), daemon=True).start()


def wait_for(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _attempt in range(500):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen")


def ask(path: Path, request: Message) -> Message:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        send_message(connection, request)
        return receive_message(connection)


def test_vectors_come_back_in_the_order_of_the_texts(
    client: InferenceClient, encoder: ScriptedEncoder
) -> None:
    texts = ["a" * (number + 1) for number in range(2 * BATCH_TEXTS + 3)]

    vectors = client.encode_document(texts)

    assert vectors[:, 0].tolist() == [len(text) for text in texts]
    assert [len(batch) for _kind, batch in encoder.calls] == [BATCH_TEXTS, BATCH_TEXTS, 3]


def test_the_layers_travel_with_the_vectors(client: InferenceClient) -> None:
    texts = ["a" * (number + 1) for number in range(BATCH_TEXTS + 3)]

    found = client.read_document(texts)

    assert found.layers is not None
    assert found.layers.shape == (len(texts), 2, 2)
    assert found.layers[:, 1, 0].tolist() == [2 * len(text) for text in texts]


def test_a_model_without_layers_sends_none(
    client: InferenceClient, encoder: ScriptedEncoder
) -> None:
    encoder.layers = False
    assert client.read_query(["vraag"]).layers is None


def test_long_texts_travel_in_smaller_batches(
    client: InferenceClient, encoder: ScriptedEncoder
) -> None:
    client.encode_document(["a" * 20_000] * 3)

    assert [len(batch) for _kind, batch in encoder.calls] == [1, 1, 1]


def test_no_texts_give_no_vectors(client: InferenceClient) -> None:
    assert client.encode_query([]).shape == (0, 2)


def test_while_the_model_loads_the_client_is_told(
    path: Path, server: InferenceServer, encoder: ScriptedEncoder
) -> None:
    client = InferenceClient(path, timeout_s=5)

    assert client.describe() == Description(ready=False)
    with pytest.raises(InferenceLoading):
        client.encode_query(["vraag"])

    start(server, encoder)
    wait_for(lambda: client.describe().ready)
    assert client.describe() == Description(True, "scripted:1", 2, "plain")


def test_a_question_goes_before_waiting_documents(
    client: InferenceClient, server: InferenceServer, encoder: ScriptedEncoder
) -> None:
    encoder.gate.clear()
    with ThreadPoolExecutor(3) as threads:
        threads.submit(client.encode_document, ["first"])
        assert encoder.started.acquire(timeout=5)
        threads.submit(client.encode_document, ["second"])
        wait_for(lambda: server._jobs.qsize() == 1)
        threads.submit(client.encode_query, ["question"])
        wait_for(lambda: server._jobs.qsize() == 2)
        encoder.gate.set()

    assert [texts for _kind, texts in encoder.calls] == [["first"], ["question"], ["second"]]


def test_a_client_that_waits_too_long_gets_an_error_and_its_work_is_dropped(
    path: Path, client: InferenceClient, server: InferenceServer, encoder: ScriptedEncoder
) -> None:
    encoder.gate.clear()
    impatient = InferenceClient(path, timeout_s=0.1)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(client.encode_query, ["first"])
        assert encoder.started.acquire(timeout=5)
        with pytest.raises(InferenceUnavailable, match="timed out"):
            impatient.encode_query(["dropped"])
        wait_for(lambda: time.monotonic() > server._jobs.queue[0].expires)
        encoder.gate.set()
        first.result(timeout=5)

    wait_for(server._jobs.empty)
    client.encode_query(["last"])
    assert [texts for _kind, texts in encoder.calls] == [["first"], ["last"]]


def test_a_full_queue_is_told(
    monkeypatch: pytest.MonkeyPatch,
    client: InferenceClient,
    server: InferenceServer,
    encoder: ScriptedEncoder,
) -> None:
    monkeypatch.setattr(server._jobs, "maxsize", 1)
    encoder.gate.clear()
    with ThreadPoolExecutor(2) as threads:
        threads.submit(client.encode_query, ["first"])
        assert encoder.started.acquire(timeout=5)
        threads.submit(client.encode_query, ["second"])
        wait_for(server._jobs.full)
        with pytest.raises(InferenceUnavailable, match="too many"):
            client.encode_query(["third"])
        encoder.gate.set()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NothingToEncode),
        ("crash", InferenceUnavailable),
        ("a" * (MAX_CHARACTERS + 1), RequestTooLarge),
    ],
)
def test_errors_reach_the_client_by_name_and_the_server_lives_on(
    client: InferenceClient, text: str, error: type[EmbeddingsError]
) -> None:
    with pytest.raises(error):
        client.encode_query([text])

    assert client.encode_query(["daarna"]).shape == (1, 2)


def test_a_failure_of_the_model_tells_nothing_of_the_text(
    client: InferenceClient, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(InferenceUnavailable) as raised:
        client.encode_query(["crash", "geheim"])

    assert "geheim" not in str(raised.value) + caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({}, "MalformedRequest"),
        ({"operation": "delete", "texts": [], "timeout_s": 1}, "MalformedRequest"),
        ({"operation": "query", "timeout_s": 1}, "MalformedRequest"),
        ({"operation": "query", "texts": "one", "timeout_s": 1}, "MalformedRequest"),
        ({"operation": "query", "texts": [1], "timeout_s": 1}, "MalformedRequest"),
        ({"operation": ["query"], "texts": [], "timeout_s": 1}, "MalformedRequest"),
        ({"operation": "query", "texts": ["a"]}, "MalformedRequest"),
        ({"operation": "query", "texts": ["a"], "timeout_s": "1"}, "MalformedRequest"),
        (
            {"operation": "query", "texts": ["a" * MAX_CHARACTERS, "b"], "timeout_s": 1},
            "RequestTooLarge",
        ),
    ],
)
def test_a_request_that_breaks_the_protocol_is_refused(
    path: Path, client: InferenceClient, request_: Message, error: str
) -> None:
    assert ask(path, request_)["error"] == error


def test_a_client_that_says_nothing_is_let_go(
    monkeypatch: pytest.MonkeyPatch, path: Path, client: InferenceClient
) -> None:
    monkeypatch.setattr(inference_server, "CONNECTION_TIMEOUT_S", 0.05)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.settimeout(5)
        silent.connect(str(path))

        assert silent.recv(1) == b""


def test_many_clients_at_once_each_get_their_own_answer(client: InferenceClient) -> None:
    texts = ["a" * number for number in range(1, 41)]
    with ThreadPoolExecutor(20) as threads:
        answers = threads.map(lambda text: client.encode_query([text]), texts)

    assert [answer[0, 0] for answer in answers] == [len(text) for text in texts]


def test_another_program_on_the_socket_is_no_inference_process(path: Path) -> None:
    with listening_socket(path) as listener, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(InferenceClient(path, 5).describe)
        connection, _address = listener.accept()
        with connection:
            receive_message(connection)
            send_message(connection, {"hello": "world"})

        with pytest.raises(InferenceUnavailable, match="another program"):
            answer.result()
