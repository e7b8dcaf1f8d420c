"""Requests that are alike, and the same request sent twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.matching.ranker import Ranker
from service.actions.matching.similar_requests import (
    is_duplicate,
    letter_likeness,
    theme_agreement,
)
from service.actions.requests.erase_text import erase_text
from service.domain.actor import Actor
from service.jobs.rank_pending import rank_pending
from service.storage import match_run
from service.storage.match_run import MatchRun
from service.storage.request import SupportRequest
from service.storage.request_vector import ReadRequest, RequestVector
from tests.actions.conftest import NOW
from tests.actions.test_rank_pending import WordEncoder, encoder, ranker  # noqa: F401

Submit = Callable[..., SupportRequest]
OTHER = "Supporters van de voetbalclub gooien vuurwerk na de wedstrijd tegen de buren."
EARLIER = ReadRequest(1, "Zeist", "a@zeist.example", NOW, b"", [])


def latest(session: Session, request_id: int) -> MatchRun:
    session.expire_all()
    run = match_run.latest_run(session, request_id)
    assert run is not None
    return run


def test_the_same_request_by_two_people_is_a_possible_duplicate(
    engine: Engine,
    session: Session,
    submit: Submit,
    ranker: Ranker,  # noqa: F811
) -> None:
    def ranked(token: str, **changes: object) -> int:
        request_id = submit(form_token=token, **changes).id
        session.commit()
        assert rank_pending(engine, NOW, ranker) == 1
        return request_id

    first = ranked("one")
    other = ranked("two", municipality="Houten", situation=OTHER, question="Hoe?")
    again = ranked("three", requester_email="b@zeist.example", question="Moet de bgm komen?")
    assert latest(session, first).similar == []
    assert not any(found["duplicate"] for found in latest(session, other).similar)
    found = latest(session, again).similar[0]
    assert (found["request_id"], found["duplicate"]) == (first, True)
    assert {"slug", "chance"} == set(latest(session, again).themes[0])
    assert {"slug", "chance"} == set(latest(session, again).support_kinds[0])


def test_without_a_model_nothing_is_compared(
    engine: Engine,
    session: Session,
    submit: Submit,
    ranker: Ranker,  # noqa: F811
    encoder: WordEncoder,  # noqa: F811
) -> None:
    encoder.up = False
    request_id = submit().id
    submit(form_token="form-2")
    session.commit()
    rank_pending(engine, NOW, ranker)
    assert session.get(RequestVector, request_id) is None
    assert latest(session, request_id).themes and latest(session, request_id).similar == []


def test_held_and_erased_requests_are_not_compared(
    engine: Engine,
    session: Session,
    submit: Submit,
    coordinator: Actor,
    ranker: Ranker,  # noqa: F811
) -> None:
    held, erased = submit(mayor_informed=False).id, submit(form_token="form-2").id
    session.commit()
    rank_pending(engine, NOW, ranker)
    assert session.get(RequestVector, held) is None
    assert session.get(RequestVector, erased) is not None
    erase_text(session, NOW, session.get_one(SupportRequest, erased), coordinator)
    again = submit(form_token="form-3").id
    session.commit()
    rank_pending(engine, NOW, ranker)
    assert latest(session, again).similar == []
    run = latest(session, erased)
    assert (run.themes, run.support_kinds, run.knowledge, run.similar) == ([], [], [], [])


@pytest.mark.parametrize(
    ("municipality", "email", "hours", "words", "duplicate"),
    [
        ("Zeist", "b@zeist.example", 1, 0.6, True),
        ("Zeist", "b@zeist.example", 72, 0.6, True),
        ("Zeist", "b@zeist.example", 73, 0.95, False),
        ("Zeist", "b@zeist.example", 1, 0.59, False),
        ("Houten", "b@zeist.example", 1, 0.95, False),
        ("Houten", "A@zeist.example", 900, 0.8, True),
        ("Houten", "a@zeist.example", 1, 0.79, False),
    ],
)
def test_what_makes_a_duplicate(
    municipality: str, email: str, hours: float, words: float, duplicate: bool
) -> None:
    request = SupportRequest(
        municipality="Zeist",
        requester_email="a@zeist.example",
        submitted_at=NOW + timedelta(hours=hours),
    )
    other = replace(EARLIER, municipality=municipality, requester_email=email)
    assert is_duplicate(request, other, words) is duplicate


@pytest.mark.parametrize(
    ("one", "other", "lowest", "highest"),
    [
        ("Boze bewoners bij het gemeentehuis", "Boze bewoners bij het gemeentehuis", 1, 1),
        ("BOZE bewoners!", "boze  bewoners!", 1, 1),
        ("Boze bewoners bij het gemeentehuis", "Bewoners boos bij gemeentehuis", 0.5, 0.9),
        ("Boze bewoners", "Voetbalrellen", 0, 0.1),
        ("", "Boze bewoners", 0, 0),
        ("", "", 0, 0),
    ],
)
def test_letter_likeness(one: str, other: str, lowest: float, highest: float) -> None:
    assert lowest - 1e-9 <= letter_likeness(one, other) <= highest + 1e-9


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ({"a": 1.0}, {"a": 1.0}, 1.0),
        ({"a": 1.0}, {"b": 1.0}, 0.0),
        ({"a": 0.64, "b": 0.2}, {"a": 0.25}, 0.4),
        ({}, {"a": 1.0}, 0.0),
    ],
)
def test_theme_agreement(one: dict[str, float], other: dict[str, float], agreement: float) -> None:
    assert theme_agreement(one, other) == pytest.approx(agreement)
