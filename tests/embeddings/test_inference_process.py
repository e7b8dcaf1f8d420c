"""The story of one inference process: start, loading, answers, a rival, kill, restart, stop."""

import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder
from embeddings.errors import InferenceUnavailable
from embeddings.inference import Description, InferenceClient

Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.slow


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "embeddings.inference", *arguments]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def reachable(client: InferenceClient, ready: bool = False) -> Description:
    for _attempt in range(600):
        try:
            description = client.describe()
        except InferenceUnavailable:
            description = None
        if description and (description.ready or not ready):
            return description
        time.sleep(0.1)
    raise AssertionError("the inference process did not come up")


def test_an_inference_process_from_start_to_stop(
    start: Start, tmp_path: Path, encoder: Encoder
) -> None:
    path = tmp_path / "inference.sock"
    client = InferenceClient(path)
    texts = ["Boeren blokkeren de weg.", "Onrust rond een opvanglocatie."]

    with pytest.raises(InferenceUnavailable):
        client.describe()

    first = start("--socket", str(path), "--threads", "2")
    assert reachable(client) == Description(ready=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert reachable(client, ready=True) == Description(True, encoder.model_id, 384, encoder.way)
    for found, expected in (
        (client.read_query(texts), encoder.read_query(texts)),
        (client.read_document(texts), encoder.read_document(texts)),
    ):
        assert found.layers is not None and expected.layers is not None
        assert np.sum(found.vectors * expected.vectors, axis=1).min() > 0.9999
        assert found.layers == pytest.approx(expected.layers, abs=0.02)

    rival = start("--socket", str(path))
    assert "another inference process" in rival.communicate(timeout=60)[1]
    assert rival.returncode == 1
    assert client.describe().ready

    first.kill()
    first.wait()
    assert path.exists()
    with pytest.raises(InferenceUnavailable):
        client.encode_query(texts)

    second = start("--socket", str(path))
    reachable(client)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0
    assert not path.exists()


def test_a_model_that_cannot_be_loaded_ends_the_process_with_a_sentence(
    start: Start, tmp_path: Path
) -> None:
    empty = tmp_path / "model"
    empty.mkdir()

    process = start("--socket", str(tmp_path / "s"), "--model", str(empty))

    assert "cannot be loaded" in process.communicate(timeout=120)[1]
    assert process.returncode == 1
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("module", ["embeddings.inference", "embeddings.vector_index"])
def test_web_processes_do_not_import_torch(module: str) -> None:
    program = (
        f"import sys, {module}; print({{'torch', 'sklearn', 'transformers'}} & {{*sys.modules}})"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
