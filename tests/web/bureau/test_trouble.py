"""What is wrong with the program itself stands on every page, and monitoring sees codes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from expert_registry.tables import Expert
from service.actions.alarms.audit import audit
from service.database import writing
from service.domain.alarm import JOB_LIMITS, AlarmKind
from service.storage.alarm import Alarm
from service.storage.heartbeat import beat
from service.web.alarms.alarm_words import ADVICE
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

SILENT = "Het programma op de achtergrond werkt niet."
PAGES = ["/bureau", "/bureau/mail", "/bureau/piket", "/bureau/deskundigen", "/bureau/meldingen"]


@pytest.fixture
def alive(engine: Engine, clock: Clock) -> Callable[[], None]:
    """Let the worker give a sign of life."""

    def _alive() -> None:
        with writing(engine) as session:
            for job in ("worker", *JOB_LIMITS):
                beat(session, "host", job, clock.now, 0)

    return _alive


@pytest.mark.parametrize("page", PAGES)
def test_a_dead_worker_is_told_on_every_page(
    desk: Desk, alive: Callable[[], None], clock: Clock, page: str
) -> None:
    assert SILENT in desk.page(page)
    alive()
    assert SILENT not in desk.page(page)
    clock.forward(seconds=61)
    text = desk.page(page)
    assert SILENT in text and "Er gaan geen mails weg" in text and 'role="alert"' in text


def test_a_page_of_the_bureau_that_cannot_be_made_says_so(desk: Desk, engine: Engine) -> None:
    with writing(engine) as session:
        session.connection().exec_driver_sql("DROP TABLE alarm")
    answer = desk.client.get("/bureau/mail")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_health_gives_codes_only(
    desk: Desk, alive: Callable[[], None], submit: Callable[..., str], clock: Clock
) -> None:
    answer = desk.client.get("/health")
    assert (answer.status_code, answer.text) == (503, "worker_silent\n")
    alive()
    # Everybody may ask, so the answer is kept for five seconds.
    clock.forward(seconds=4)
    assert desk.client.get("/health").status_code == 503
    clock.forward(seconds=1)
    assert desk.client.get("/health").text == "ok\n"
    assert desk.client.get("/health").status_code == 200
    reference = submit()
    clock.forward(minutes=16)
    alive()
    answer = desk.client.get("/health")
    assert answer.status_code == 503
    assert answer.text == "deadline_missed\nmail_late\nranking_late\n"
    assert reference not in answer.text


def test_alarms_are_explained(
    desk: Desk,
    alive: Callable[[], None],
    submit: Callable[..., str],
    engine: Engine,
    clock: Clock,
) -> None:
    assert "Er zijn nu geen meldingen." in desk.page("/bureau/meldingen")
    reference = submit()
    clock.forward(minutes=16)
    alive()
    with writing(engine) as session:
        audit(session, clock.now)
    page = desk.page("/bureau/meldingen")
    assert f'href="/bureau/aanvragen/{reference}"' in page
    assert "automatische bevestiging" in page and "bevestiging van de aanvraag" in page
    assert "Bel wie deze mail moet krijgen." in page
    assert "Binnen 72 uur heeft niemand dienst" in page
    banner = desk.page("/bureau")
    assert "Een mail gaat niet op tijd weg (3×)." in banner
    assert 'href="/bureau/meldingen"' in banner


def test_an_absence_to_confirm_is_told_at_the_registry_and_confirmed_there(
    desk: Desk, alive: Callable[[], None], experts: list[int], engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        away = session.get_one(Expert, experts[0])
        away.unavailable_since = (clock.now - timedelta(days=28)).date()
        away.unavailable_until = (clock.now + timedelta(days=60)).date()
        name, until = away.name, away.unavailable_until.isoformat()
    alive()
    with writing(engine) as session:
        audit(session, clock.now)
    told = "Een deskundige is al weken afwezig en niemand vroeg het na."
    assert told in desk.page("/bureau/deskundigen") and told not in desk.page("/bureau")
    path = f"/bureau/deskundigen/{experts[0]}"
    assert re.search(f'href="{path}#afwezig">{name}<', desk.page("/bureau/meldingen"))
    page = desk.page(path)
    assert "Klopt dit nog?" in page and "bevestigd op dinsdag 27 oktober 2026" in page
    desk.post(f"{path}/afwezig", page, unavailable_until=until)
    assert "Klopt dit nog?" not in desk.page(path)


def test_the_programme_manager_sees_that_and_not_of_which_case(
    log_in: Callable[[str], Desk], desk: Desk
) -> None:
    manager = log_in("leiding@bureau.example")
    page = manager.page("/bureau")
    assert SILENT in page and "/bureau/meldingen" not in page
    manager.page("/bureau/meldingen", 403)
    assert SILENT not in log_in("partner@partner.example").page("/bureau/deskundigen")


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_of_alarm_can_be_shown(
    desk: Desk, engine: Engine, clock: Clock, kind: AlarmKind
) -> None:
    facts = {} if kind.urgent else {"start": clock.now.isoformat(), "end": ""}
    with writing(engine) as session:
        session.add(
            Alarm(
                kind=kind,
                subject="1" if kind is AlarmKind.ABSENCE_TO_CONFIRM else "SK-1 receipt",
                raised_at=clock.now,
                seen_at=clock.now,
                facts=facts,
            )
        )
    page = desk.page("/bureau/meldingen")
    assert kind.label[1:] in page and ADVICE[kind] in page
