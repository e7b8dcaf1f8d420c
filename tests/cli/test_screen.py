"""Screening a text: findings as JSON, and one sentence for what is no text."""

import json
import logging

import pytest

from tests.cli.conftest import Command

TEXT = "Bel 06-90123456 of mail een buur; Jan de Vries zegt het. 😀 BSN 111222333"


def test_each_finding_has_kind_place_and_reason(schakel: Command) -> None:
    result = schakel("screen", typed=TEXT)
    found = json.loads(result.stdout)
    assert [(one["kind"], TEXT[one["start"] : one["end"]]) for one in found] == [
        ("phone", "06-90123456"),
        ("name", "Jan de Vries"),
        ("bsn", "111222333"),
    ]
    assert found[0]["reason"] == "Dit lijkt een telefoonnummer."
    assert result.exit_code == 0


def test_a_text_without_personal_data_gives_an_empty_list(schakel: Command) -> None:
    assert json.loads(schakel("screen", typed="Er is onrust in de wijk.").stdout) == []


def test_nothing_of_the_text_is_logged(schakel: Command, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    schakel("screen", typed=TEXT)
    assert not caplog.records
