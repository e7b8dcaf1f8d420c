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
from service.rehearsal.bench_encoding import percentiles, seconds
from service.rehearsal.case_records import CaseRecords
from service.rehearsal.html_page import read_page

FOR_EVERYBODY = ("/", "/aanvraag")
FOR_COORDINATORS = (
    "/bureau",
    "/bureau/aanvragen/{reference}",
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

    `reference` is a case with a proposal. No network: what a page costs the server.
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
            taken = [answer_s(client, path.format(**places)) for _round in range(rounds + 1)]
            found[path] = percentiles(taken[1:])
    slowest = max(found, key=lambda path: found[path]["p95"])
    return {"slowest": slowest, "slowest_p95": found[slowest]["p95"], "pages": found}


def logged_in(client: FlaskClient, address: str) -> None:
    """Log in by this link."""
    path = urlsplit(address).path
    page = read_page(200, address, client.get(path).text)
    client.post(path, data=MultiDict(page.form(path).data()))


def answer_s(client: FlaskClient, path: str) -> float:
    """Give the seconds until the page is there. Raises ValueError where it is another answer."""

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise ValueError(f"{path}: {answer.status}")

    return seconds(get)
