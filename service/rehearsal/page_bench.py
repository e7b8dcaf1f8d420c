"""Measures the pages: how long the server takes for each, on the database of a stage."""

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.datastructures import MultiDict

from expert_registry.tables import Expert
from service.app import create_app
from service.config import Settings
from service.database import reading
from service.rehearsal import story
from service.rehearsal.bench_encoding import percentiles, seconds
from service.rehearsal.case_records import CaseRecords
from service.rehearsal.html_page import Page, read_page

CASE = "/bureau/aanvragen/{reference}"
CASE_INVITING = f"{CASE}, with invitations"
FOR_EVERYBODY = ("/", "/aanvraag")
FOR_COORDINATORS = (
    "/bureau",
    CASE,
    "/bureau/aanvragen/nieuw",
    "/bureau/cijfers",
    "/bureau/deskundigen",
    "/bureau/deskundigen/{expert_id}",
    "/bureau/deskundigen/{expert_id}/bewerken",
    "/bureau/mail",
    "/bureau/meldingen",
    "/bureau/partners",
    "/bureau/piket",
    "/bureau/werkafspraken",
)


def bench_pages(settings: Settings, engine: Engine, reference: str, rounds: int) -> dict[str, Any]:
    """Give milliseconds (p50 and p95) per page, and the name and p95 of the slowest.

    `reference` is a case with a proposal; at the end its experts are invited and its page is
    measured again. No network: what a page costs the server.
    """
    app = create_app(settings, engine)
    coordinator = app.test_client()
    logged_in(coordinator, CaseRecords(engine, reference).login_link(settings.base_url))
    with reading(engine) as session:
        expert_id = session.scalar(select(Expert.id).limit(1))
    places = {"reference": reference, "expert_id": expert_id}
    found = {}
    for client, paths in (
        (app.test_client(), FOR_EVERYBODY),
        (coordinator, FOR_COORDINATORS),
    ):
        for path in paths:
            found[path] = _measured(client, path.format(**places), rounds)
    invite_experts(coordinator, CASE.format(**places))
    found[CASE_INVITING] = _measured(coordinator, CASE.format(**places), rounds)
    slowest = max(found, key=lambda path: found[path]["p95"])
    return {"slowest": slowest, "slowest_p95": found[slowest]["p95"], "pages": found}


def logged_in(client: FlaskClient, address: str) -> None:
    """Log in by this link."""
    path = urlsplit(address).path
    _send(client, path, path)


def invite_experts(client: FlaskClient, case: str) -> None:
    """Call back about the case on this page, approve the first of its proposal, and invite."""
    _send(client, case, f"{case}/terugbellen", call_back_note=story.LESSONS)
    _send(client, case, f"{case}/zoeken")
    found = _page(client, case).form("/lijst").fields
    places = [name for name in found if name.startswith("position-")]
    chosen = {name: str(place) for place, name in enumerate(places[: story.LIST_LENGTH], start=1)}
    rest = dict.fromkeys(places[story.LIST_LENGTH :], "")
    _send(client, case, f"{case}/lijst", summary=story.SUMMARY, places="1", **chosen, **rest)
    _send(client, case, f"{case}/uitnodigen")


def answer_s(client: FlaskClient, path: str) -> float:
    """Give the seconds until the page is there. Raises ValueError where it is another answer."""

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise ValueError(f"{path}: {answer.status}")

    return seconds(get)


def _measured(client: FlaskClient, path: str, rounds: int) -> dict[str, float]:
    taken = [answer_s(client, path) for _round in range(rounds + 1)]
    return percentiles(taken[1:])


def _page(client: FlaskClient, path: str) -> Page:
    return read_page(200, path, client.get(path).text)


def _send(client: FlaskClient, path: str, action: str, **values: str) -> None:
    form = _page(client, path).form(action).fill(**values)
    answer = client.post(action, data=MultiDict(form.data()))
    if answer.status_code != 303:
        raise ValueError(f"{action}: {answer.status}")
