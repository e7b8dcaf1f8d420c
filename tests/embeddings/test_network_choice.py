"""Fast where model and machine allow it, plain everywhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings import network_choice
from embeddings.errors import FastUnavailable
from embeddings.model import BUNDLED_MODEL_ID
from embeddings.network_choice import choose_network, processor_lacks

LACKS = "the processor lacks avx512_bf16"


class Stand:
    """Stands for a network; the plain one wraps the model it is given."""

    def __init__(self, way: str) -> None:
        self.way = way


@pytest.fixture(autouse=True)
def no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is loaded: the choice is made before."""
    monkeypatch.setattr("embeddings.plain_network.PlainNetwork", lambda model: Stand("plain"))
    monkeypatch.setattr(network_choice, "load_model", lambda name, folder: name)
    monkeypatch.setattr(network_choice, "model_id", lambda name, model: name or BUNDLED_MODEL_ID)
    monkeypatch.setattr(network_choice, "from_bundled_folder", lambda folder, load: Stand("fast"))


@pytest.mark.parametrize(
    ("model", "way", "lacks", "expected"),
    [
        (None, "auto", None, "fast"),
        ("bundled", "auto", None, "fast"),
        (None, "fast", None, "fast"),
        (None, "plain", None, "plain"),
        (None, "auto", LACKS, "plain"),
        ("another/model", "auto", None, "plain"),
        (None, "fast", LACKS, FastUnavailable),
        ("another/model", "fast", None, FastUnavailable),
    ],
)
def test_the_way_follows_from_wish_model_and_machine(
    model: str | None, way: str, lacks: str | None, expected: str | type[Exception]
) -> None:
    def chosen() -> str:
        network, identity = choose_network(model, Path("/nowhere"), way, lambda: lacks)
        assert identity == (BUNDLED_MODEL_ID if model in (None, "bundled") else model)
        return network.way

    if isinstance(expected, str):
        assert chosen() == expected
    else:
        with pytest.raises(expected):
            chosen()


def _no_kernels(_folder: Path, _load: Callable[[Path], object]) -> object:
    raise FastUnavailable("torch cannot pack weights here")


def test_without_its_kernels_it_computes_plainly_and_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(network_choice, "from_bundled_folder", _no_kernels)
    caplog.set_level("INFO", "embeddings")

    assert choose_network(None, None, "auto", lambda: None)[0].way == "plain"
    assert "cannot pack weights" in caplog.text


def test_a_missing_package_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "embeddings.fast_network", None)

    assert choose_network(None, None, "auto", lambda: None)[0].way == "plain"


@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        ("flags\t\t: fpu avx512f avx512_bf16 sse\n", None),
        ("processor: 0\nflags\t: fpu avx2\n", "lacks avx512_bf16"),
        ("model name : avx512_bf16\nflags : fpu\n", "lacks avx512_bf16"),
        ("", "lacks avx512_bf16"),
        (None, "does not tell"),
    ],
)
def test_what_the_processor_can_do_is_read_from_its_flags(
    tmp_path: Path, content: str | None, lacks: str | None
) -> None:
    path = tmp_path / "cpuinfo"
    if content is not None:
        path.write_text(content)
    found = processor_lacks(path)
    assert found is None if lacks is None else lacks in str(found)
