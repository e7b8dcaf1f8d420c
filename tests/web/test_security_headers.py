"""Headers of every response, and the cookies."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.config import PRODUCTION, Settings

pytestmark = pytest.mark.backend("sqlite")

OWN_SCRIPT = re.compile(r'<script type="module" src="/static/\w+\.js"></script>')
PAGES = [
    ("/", 200),
    ("/aanvraag", 200),
    ("/health", 503),
    ("/bureau", 303),
    ("/nergens", 404),
    ("/status/verzonnen", 404),
]


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_every_response_is_guarded_and_never_kept(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    for directive in (
        "default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ):  # fmt: skip
        assert directive in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_and_no_style_of_their_own(client: FlaskClient) -> None:
    for path in ("/", "/aanvraag", "/nergens", "/inloggen"):
        page = OWN_SCRIPT.sub("", client.get(path).text)
        assert "<script" not in page and "<style" not in page and 'style="' not in page, path


def test_only_files_may_be_kept(client: FlaskClient) -> None:
    with client.get("/static/schakel.css") as style:
        assert "max-age" in style.headers["Cache-Control"]
    assert client.get("/static/bestaat-niet.css").headers["Cache-Control"] == "no-store"


def test_production_binds_to_https_and_to_its_own_host(
    settings: Settings, engine: Engine, reference_data: None
) -> None:
    live = replace(
        settings,
        environment=PRODUCTION,
        base_url="https://schakel.example",
        secret_key="x" * 40,
    )
    app = create_app(live, engine)
    answer = app.test_client().get("/aanvraag", base_url="https://schakel.example")

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    other = app.test_client().get("/aanvraag", base_url="https://127.0.0.1")
    assert other.status_code == 400


def test_the_web_process_loads_no_model_and_no_index(app: Flask, tmp_path: Path) -> None:
    import subprocess
    import sys

    heavy = "{'torch', 'faiss', 'sentence_transformers', 'apscheduler'}"
    code = f"import sys, service.app; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
