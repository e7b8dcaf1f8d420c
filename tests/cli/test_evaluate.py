"""Evaluating: a bad file is told in one sentence, before the model is loaded."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

EXPERT = '{"id": "E1", "partner": "NGB", "summary": "x", "themes": [], "support_kinds": []}'
REQUEST = '{"id": "R1", "text": "y", "support_kinds": [], "phase": "escalatie"}'
QRELS = "R1\tE1\t3"


@pytest.mark.parametrize(
    ("experts", "requests", "qrels", "sentence"),
    [
        ("{", REQUEST, QRELS, "experts, regel 1"),
        (EXPERT, REQUEST + "\n" + '{"id": "R2"}', QRELS, "requests, regel 2"),
        (EXPERT, REQUEST, "R1 E1 3", "qrels, regel 1"),
        (EXPERT, REQUEST, "R1\tE1\tveel", "qrels, regel 1"),
    ],
)
def test_a_bad_file_is_named_with_its_line(
    schakel: Command, tmp_path: Path, experts: str, requests: str, qrels: str, sentence: str
) -> None:
    arguments = ["evaluate"]
    for name, text in {"experts": experts, "requests": requests, "qrels": qrels}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        arguments += [f"--{name}", str(tmp_path / name)]
    result = schakel(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Loading" not in result.stderr
