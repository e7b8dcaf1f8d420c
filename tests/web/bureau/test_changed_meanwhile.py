"""Two people in one case: the second is told what happened and loses nothing."""

from collections.abc import Callable

from sqlalchemy import Engine

from service.actions.deadlines.check_deadlines import check_deadlines
from service.database import writing
from tests.web.bureau.desk import Clock, Desk

NOTE = "Gesproken met de adviseur, raad is donderdag."


def test_a_stale_page_is_refused_and_keeps_what_was_typed(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}"
    stale = desk.page(path)
    log_in("achterwacht@bureau.example").do(reference, "overnemen")

    answer = desk.post(f"{path}/terugbellen", stale, call_back_note=NOTE)
    assert answer.status_code == 409
    assert "Deze aanvraag is intussen veranderd" in answer.text
    assert "Achterwacht nam de aanvraag over." in answer.text
    assert f">\n{NOTE}</textarea>" in answer.text
    assert 'href="#act-terugbellen"' in answer.text and 'id="act-terugbellen"' in answer.text
    assert "call_back" not in desk.events(reference)

    again = desk.post(f"{path}/terugbellen", answer.text, call_back_note=NOTE)
    assert again.status_code == 303
    assert "call_back" in desk.events(reference)


def test_typed_text_survives_when_its_form_is_gone(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}"
    stale = desk.page(path)
    log_in("achterwacht@bureau.example").do(reference, "intrekken", withdraw_note="Gemeente belde.")
    answer = desk.post(f"{path}/vraag", stale, question=NOTE)
    assert answer.status_code == 409
    assert 'name="question"' not in answer.text
    assert "Naar het formulier" not in answer.text
    assert f'<blockquote class="typed-text">{NOTE}</blockquote>' in answer.text


def test_codes_of_choices_are_not_shown_as_typed(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}"
    stale = desk.page(path)
    log_in("achterwacht@bureau.example").do(reference, "overnemen")
    answer = desk.post(f"{path}/kenmerken", stale, phase="oplopende_spanningen", urgency="U1")
    assert answer.status_code == 409
    assert "<blockquote" not in answer.text


def test_the_clock_does_not_make_a_page_stale(
    desk: Desk, submit: Callable[..., str], clock: Clock, engine: Engine
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}"
    page = desk.page(path)
    clock.forward(minutes=100)
    with writing(engine) as session:
        check_deadlines(session, clock.now)
    assert "deadline_warned" in desk.events(reference)
    assert desk.post(f"{path}/terugbellen", page, call_back_note=NOTE).status_code == 303


def test_a_forged_revision_is_a_stale_page(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    for revision in ("", "x", "-1", "²", "9" * 30, "0"):
        answer = desk.try_to(reference, "overnemen", revision=revision)
        assert answer.status_code == 409, revision
    assert desk.case(reference).owner_id is None
