"""Each refusal and error has its status code and a Dutch page without anything from inside."""

import logging
import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError

from service.domain import errors
from service.web import access

pytestmark = pytest.mark.backend("sqlite")

REFUSED = [
    (errors.Refusal(), 409, "Dit kan nu niet"),
    (errors.StepNotAllowed("close", "closed"), 409, "Deze stap kan nu niet"),
    (errors.ChangedMeanwhile(), 409, "Iemand anders was u voor"),
    (errors.StillOnHold(), 409, "staat even stil"),
    (errors.NotCalledBack(), 409, "Bel eerst de aanvrager"),
    (errors.NothingToInvite(), 409, "niemand meer"),
    (errors.SummaryMissing(), 409, "samenvatting ontbreekt"),
    (errors.InvalidChoice("veld", "geheim"), 400, "klopt niet"),
    (errors.UnknownLink(), 404, "Deze link kennen wij niet"),
    (errors.DeadLink("expired"), 410, "De tijd is voorbij"),
    (errors.DeadLink("revoked"), 410, "Deze link werkt niet meer"),
    (errors.DeadLink("stood_down"), 410, "niet meer nodig"),
    (errors.DeadLink("withdrawn"), 410, "ingetrokken"),
    (errors.DeadLink("not_possible"), 410, "niet aannemen"),
    (errors.DeadLink("anything else"), 410, "Deze link werkt niet meer"),
    (errors.AlreadyAnswered("accepted"), 409, "al een ander antwoord"),
    (errors.PlaceTaken(), 409, "al bezet"),
    (errors.ConflictFound(), 409, "belangenconflict"),
    (errors.RefusalUsed(), 409, "al één keer"),
    (OperationalError("select geheim", {}, sqlite3.OperationalError("locked")), 503, "druk"),
    (DataError("select geheim", {}, ValueError("geheim")), 400, "niet kunnen lezen"),
    (RuntimeError("geheim"), 500, "Er ging iets mis bij ons"),
]


@pytest.mark.parametrize(("error", "status", "words"), REFUSED)
def test_an_error_becomes_a_dutch_page(
    own_app: Flask, caplog: pytest.LogCaptureFixture, error: Exception, status: int, words: str
) -> None:
    def fail(token: str) -> str:
        raise error

    own_app.add_url_rule("/test/<token>", "test", fail)
    access_rules = {**access.RULES, "test": access.RULES["accounts.login"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "RULES", access_rules)
        answer = own_app.test_client().get("/test/het-token")

    assert answer.status_code == status
    assert words in answer.text and "Wat nu" not in answer.text
    assert "geheim" not in answer.text and "Traceback" not in answer.text
    assert "geheim" not in caplog.text and "het-token" not in caplog.text
    assert ("Retry-After" in answer.headers) is (status == 503)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_log_names_the_kind_of_error_and_its_place(
    own_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError("geheim")

    own_app.add_url_rule("/test", "test", fail)
    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(access, "RULES", {**access.RULES, "test": access.RULES["start.home"]})
        own_app.test_client().get("/test")

    assert "RuntimeError in GET /test" in caplog.text
    assert "test_error_pages.py" in caplog.text
