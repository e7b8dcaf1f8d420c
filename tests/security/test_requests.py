"""Requests that are made to break something: other hosts, paths, methods, bodies and types."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.app import BODY_LIMIT
from service.domain.actor import Role
from service.storage.mail_link import LinkPurpose
from tests.web.filled_form import hidden_fields
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

WEB = Path(__file__).parents[2] / "service" / "web"
LEADS_HOME = ("url_for", "_own_page", "page_of", "wanted_page", "next_page")


def values_of(rule: Rule, story: Story) -> dict[str, object]:
    """Values for the places in the path of a route: real ones where it can have any."""
    known: dict[str, object] = {
        "reference": story.request().reference,
        "expert_id": story.experts[0],
        "kind": "receipt",
        "partner_id": "politieacademie",
        "token": "x" * 43,
        "filename": "schakel.css",
        "name": "terugbellen",
    }
    return {name: known.get(name, 1) for name in rule.arguments}


def paths(app: Flask, story: Story, method: str) -> Iterator[tuple[str, str]]:
    routes = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule.endpoint, routes.build(rule.endpoint, values_of(rule, story), method)


BODIES = [
    (b"", None),
    (b"{}", "application/json"),
    (b'{"revision": 1, "text": "x"}', "application/json"),
    (b"<a/>", "application/xml"),
    (b"\xff\xfe=\xe9", "application/x-www-form-urlencoded"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"a=1&" * 1500, "application/x-www-form-urlencoded"),
]


@pytest.mark.parametrize(("body", "content_type"), BODIES)
def test_no_body_breaks_a_page_or_stores_anything(
    app: Flask,
    story: Story,
    log_in: Callable[[Role], FlaskClient],
    body: bytes,
    content_type: str | None,
) -> None:
    browser, before = log_in(Role.ADMIN), story.submitted().rows()
    csrf = hidden_fields(browser.get("/bureau/aanvragen/nieuw").text)["csrf_token"]
    found = {}
    for endpoint, path in paths(app, story, "POST"):
        if endpoint not in NEEDS_NO_FIELDS:
            answer = browser.post(
                path, data=body, content_type=content_type, headers={"X-CSRFToken": csrf}
            )
            found[endpoint] = answer.status_code
    assert {name: status for name, status in found.items() if status not in REFUSED} == {}
    assert len(found) > 25
    assert story.rows() | {"attempt_count": 0} == before


# What an empty form means something to: the press of a button, a search, no absence any more.
NEEDS_NO_FIELDS = {
    "account_list.close",
    "account_list.open_again",
    "account_list.reset",
    "account_list.send_again",
    "accounts.logout",
    "confirmation.confirm",
    "log_in.forgotten",
    "own_account.end_others",
    "own_second_step.new_codes",
    "own_second_step.passkey_options",
    "registry.absence",
    "registry.experts",
}
REFUSED = (303, 400, 403, 404, 409, 413)


def test_a_body_that_is_too_large_is_refused_everywhere(
    app: Flask, story: Story, log_in: Callable[[Role], FlaskClient]
) -> None:
    browser = log_in(Role.ADMIN)
    story.submitted()
    large = b"text=" + b"x" * BODY_LIMIT
    form = "application/x-www-form-urlencoded"
    for endpoint, path in paths(app, story, "POST"):
        answer = browser.post(path, data=large, content_type=form)
        assert answer.status_code == 413 or endpoint == "static", endpoint
    multipart = {"text": "x" * BODY_LIMIT}
    answer = browser.post("/aanvraag", data=multipart, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_do_nothing(
    app: Flask, client: FlaskClient, story: Story, method: str
) -> None:
    story.submitted()
    for endpoint, path in {
        **dict(paths(app, story, "GET")),
        **dict(paths(app, story, "POST")),
    }.items():
        assert client.open(path, method=method).status_code == 405, endpoint


def test_a_method_cannot_be_smuggled_in(client: FlaskClient, story: Story) -> None:
    path = story.submitted().link(LinkPurpose.WITHDRAW)
    headers = {
        "X-HTTP-Method-Override": "POST",
        "X-HTTP-Method": "POST",
        "X-Method-Override": "POST",
    }
    for query in ("", "?_method=POST", "?_method=DELETE"):
        assert client.get(path + query, headers=headers).status_code == 200
    assert story.request().status == "submitted"


@pytest.mark.parametrize(
    "header",
    [
        {"Host": "kwaad.example"},
        {"Host": "127.0.0.1.kwaad.example"},
        {"Host": "127.0.0.1@kwaad.example"},
        {"Host": "kwaad.example:80"},
        {"Host": ""},
    ],
)
def test_another_host_gets_nothing(client: FlaskClient, header: dict[str, str]) -> None:
    answer = client.get("/aanvraag", headers=header)
    assert answer.status_code == 400
    assert "kwaad" not in answer.text and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Host": "kwaad.example"},
        {"X-Forwarded-Server": "kwaad.example"},
        {"X-Host": "kwaad.example"},
        {"X-Original-URL": "/bureau", "X-Rewrite-URL": "/bureau"},
        {"Forwarded": "host=kwaad.example"},
        {"Referer": "https://kwaad.example/"},
        {"Origin": "https://kwaad.example"},
    ],
)
def test_no_header_leads_elsewhere(
    client: FlaskClient, story: Story, header: dict[str, str]
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    answers = [
        client.get(path, headers=header),
        client.get("/bureau", headers=header),
        client.post(f"{path}/link", data={"purpose": "withdraw"}, headers=header),
        client.post("/taal", data={"language": "en", "back": path}, headers=header),
    ]
    for answer in answers:
        assert "kwaad" not in answer.text + str(answer.headers)
    assert [answer.location for answer in answers[1:]] == ["/inloggen", path, path]


@pytest.mark.parametrize(
    "path", ["//kwaad.example", "//kwaad.example/aanvraag", "/\\kwaad.example"]
)
def test_a_path_leads_to_no_other_host(client: FlaskClient, path: str) -> None:
    for method in ("GET", "POST"):
        location = client.open(path, method=method).location or ""
        assert "//kwaad.example" not in location.replace("http://localhost", "")


# Addresses of the provider of single sign-on, which stand in the settings and in what it says.
TO_PROVIDER = {"way_to_provider", "log_out_address"}


def leads_home(target: ast.expr) -> bool:
    known = {*LEADS_HOME, *TO_PROVIDER}
    called = isinstance(target, ast.Call) and ast.unparse(target.func) in known
    return called or ast.unparse(target) == "request.path"


def test_every_page_sends_on_to_our_own_pages_only() -> None:
    """What is sent on to is built from a route, or is this very page; never what was typed."""
    odd = []
    for file in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "redirect":
                target = node.args[0]
                ways = target.values if isinstance(target, ast.BoolOp) else [target]
                if not all(leads_home(way) for way in ways):
                    odd.append(f"{file.name}:{node.lineno}")
    assert odd == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static/..%5c..%5cconfig.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//....//config.py",
        "/static/schakel.css%00.py",
        "/static/schakel.css/../../config.py",
        "/static/",
        "/static/vendor/",
        "/static",
        "/bureau/mailteksten/..%2f..%2fshared%2fparts",
        "/bureau/mailteksten/../shared/parts",
        "/bureau/mailteksten/layout",
        "/bureau/partners/..%2f..",
        "/bureau/aanvragen/..%2f..%2f",
    ],
)
def test_no_path_leads_out_of_its_folder(log_in: Callable[[Role], FlaskClient], path: str) -> None:
    answer = log_in(Role.ADMIN).get(path)
    assert answer.status_code in (400, 404, 308), answer.status_code
    assert "import" not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize(
    "path", ["/bureau/logboek/bestand?soort=../../x%0d%0aX: y", "{link}/afspraak.ics"]
)
def test_the_name_of_a_file_is_ours(
    story: Story, log_in: Callable[[Role], FlaskClient], path: str
) -> None:
    link = story.accepted(requester_name='"; filename="kwaad.exe').link(LinkPurpose.ASSIGNMENT)
    answer = log_in(Role.ADMIN).get(path.format(link=link))
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"].partition("filename=")[2].strip('"')
    assert name.replace("-", "").replace(".", "").isalnum() and name.endswith((".csv", ".ics"))


def test_no_page_takes_a_file() -> None:
    """Files come in by commands only; what a page gets in the place of a field is left alone."""
    sources = [*WEB.rglob("*.py"), *(WEB / "templates").rglob("*.html")]
    takes = ("request.files", 'type="file"', "multipart/form-data", "FileField")
    assert len(sources) > 150
    for source in sources:
        text = source.read_text(encoding="utf-8")
        assert not any(way in text for way in takes), source.name


def test_the_number_and_size_of_fields_is_limited(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == app.config["MAX_FORM_MEMORY_SIZE"] == BODY_LIMIT
    assert app.config["MAX_FORM_PARTS"] <= 1000
