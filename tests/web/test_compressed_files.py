"""Style sheets travel compressed; pages, which hold secrets, do not."""

import gzip

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.backend("sqlite")

STYLE = "/static/schakel.css"
ACCEPTING = {"Accept-Encoding": "gzip, br"}


def test_a_style_sheet_is_compressed(client: FlaskClient) -> None:
    with client.get(STYLE) as plain, client.get(STYLE, headers=ACCEPTING) as small:
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
        assert "Accept-Encoding" in small.headers["Vary"] and "Accept-Encoding" in plain.vary


def test_a_kept_style_sheet_is_not_sent_again(client: FlaskClient) -> None:
    with client.get(STYLE, headers=ACCEPTING) as first:
        kept = ACCEPTING | {"If-None-Match": first.headers["ETag"]}
    with client.get(STYLE, headers=kept) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_page_is_never_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/aanvraag", headers=ACCEPTING).headers


def test_a_missing_file_is_an_ordinary_page(client: FlaskClient) -> None:
    answer = client.get("/static/nergens.css", headers=ACCEPTING)
    assert answer.status_code == 404 and "Deze pagina bestaat niet" in answer.text
