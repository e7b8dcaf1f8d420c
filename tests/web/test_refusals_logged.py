"""What is refused is logged by its kind and route, and a line of a log is one line in UTC."""

import logging
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from embeddings.log_line import LogLine, log_to_stderr
from service.domain.throttle import LIMITS, Attempt
from service.storage.mail_link import LinkPurpose
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?:DEBUG|INFO|WARNING|ERROR) [\w.]+ .+")


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]


def test_attempts_to_pass_a_control_are_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Attempt.LINK, replace(LIMITS[Attempt.LINK], most=1))
    client.get("/aanvraag", headers={"Host": "kwaad.example"})
    client.post("/uitloggen")
    client.post("/aanvraag", data=b"a=%ff", content_type="application/x-www-form-urlencoded")
    client.post("/aanvraag", data=b"a" * 400_000, content_type="text/plain")
    for _guess in range(2):
        client.get("/status/verzonnen")
    client.get("/nergens")
    assert refusals(caplog) == [
        "refused SecurityError in GET None",
        "refused CSRFError in POST /uitloggen",
        "refused UnreadableText in POST /aanvraag",
        "refused RequestEntityTooLarge in POST /aanvraag",
        "refused UnknownLink in GET /status/<token>",
        "refused TooManyAttempts link in GET /status/<token>",
    ]


def test_an_act_that_does_not_fit_is_logged(
    client: FlaskClient, story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    path = story.submitted().link(LinkPurpose.REOPEN)
    assert client.post(path).status_code == 409
    [line] = refusals(caplog)
    assert line.startswith("refused ") and line.endswith("<token>")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("rustig", "rustig"),
        ("a\nb", "a\n    b"),
        ("a\r\n2026-01-01T00:00:00Z ERROR x y", "a\\x0d\n    2026-01-01T00:00:00Z ERROR x y"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\u2028b", "a\\x2028b"),
    ],
)
def test_no_text_passes_for_a_line_of_its_own(text: str, line: str) -> None:
    record = logging.LogRecord("service.web", logging.WARNING, "", 0, text, None, None)
    record.created = 0
    assert LogLine().format(record) == f"1970-01-01T00:00:00Z WARNING service.web {line}"


def test_every_process_writes_the_same_lines(
    client: FlaskClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The web process by the logger of Flask; worker and inference process by their own."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    client.post("/uitloggen")
    log_to_stderr(logging.INFO)
    logging.getLogger("embeddings.inference").info("listening")
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(lines) >= 2
    assert [line for line in lines if not LINE.fullmatch(line)] == []
