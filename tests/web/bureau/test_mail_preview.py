"""Looking at the mails of an act before they go: real words, no links, and nothing stored."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from service.database import reading
from service.storage.all_tables import all_tables
from tests.web.bureau.desk import Clock, Desk

# What a page shows of a row is the same on both databases.
pytestmark = pytest.mark.backend("sqlite")

NOT_YET = "Er is nog niets verstuurd of opgeslagen."


def _rows(engine: Engine) -> dict[str, list[object]]:
    """Everything that is stored, but for who has seen what."""
    with reading(engine) as session:
        return {
            table.name: list(session.execute(select(table)).all())
            for table in all_tables().sorted_tables
            if table.name not in ("read_mark", "user_session")
        }


def _preview(desk: Desk, engine: Engine, reference: str, act: str, **fields: object) -> str:
    desk.page(f"/bureau/aanvragen/{reference}")
    before = _rows(engine)
    answer = desk.try_to(reference, act, preview="yes", **fields)
    assert (answer.status_code, _rows(engine) == before) == (200, True)
    assert NOT_YET in answer.text
    text = answer.text
    return text[
        text.index('<section class="mail-preview"') : text.index(
            "act__buttons", text.index(NOT_YET)
        )
    ]


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("vraag", {"question": "Hoeveel mensen?"}, "Wij hebben een vraag over uw aanvraag"),
        ("doorverwijzen", {"signal": "acute-danger"}, "Een andere partij helpt u verder"),
        ("afsluiten", {"lessons": ""}, "is afgesloten"),
        ("intrekken", {"withdraw_note": "Gestopt."}, "ingetrokken"),
    ],
)
def test_mails_to_the_municipality(
    desk: Desk,
    submit: Callable[..., str],
    engine: Engine,
    act: str,
    fields: dict[str, str],
    words: str,
) -> None:
    reference = submit()
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    shown = _preview(desk, engine, reference, act, **fields)
    assert words in shown and reference in shown and "Adviseur Een" in shown
    assert "/status/" not in shown and "/l/" not in shown


def test_the_typed_question_stays_and_can_be_sent(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}/vraag"
    page = desk.page(f"/bureau/aanvragen/{reference}")
    shown = desk.post(path, page, question="Hoeveel mensen?", preview="yes").text
    assert ">\nHoeveel mensen?</textarea>" in shown and "[persoonlijke link]" in shown
    assert desk.post(path, shown, question="Hoeveel mensen?").status_code == 303
    assert "ask_requester" in desk.events(reference)


def test_inviting_shows_whom_and_by_when(
    desk: Desk, listed: Callable[..., str], engine: Engine
) -> None:
    shown = _preview(desk, engine, listed(parallel=2), "uitnodigen", count="2")
    assert shown.count("Kunt u een gemeente helpen? Antwoord uiterlijk") == 2
    assert "Aan: Deskundige 1" in shown and "Aan: Deskundige 2" in shown
    assert "[persoonlijke link]" in shown


def test_in_the_quiet_hours_it_says_when_the_mail_leaves(
    desk: Desk, listed: Callable[..., str], engine: Engine, clock: Clock
) -> None:
    reference = listed(urgency="U3")
    clock.forward(hours=11)
    assert "na de stille uren" in _preview(desk, engine, reference, "uitnodigen", count="1")


def test_a_mistake_shows_as_it_does_at_sending(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    answer = desk.try_to(reference, "vraag", question="", preview="yes")
    assert answer.status_code == 400 and NOT_YET not in answer.text
    assert 'id="question-fout"' in answer.text


def test_a_stale_page_shows_what_changed_instead(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    stale = desk.page(f"/bureau/aanvragen/{reference}")
    log_in("achterwacht@bureau.example").do(reference, "overnemen")
    path = f"/bureau/aanvragen/{reference}/vraag"
    answer = desk.post(path, stale, question="Hoeveel mensen?", preview="yes")
    assert answer.status_code == 409 and NOT_YET not in answer.text
