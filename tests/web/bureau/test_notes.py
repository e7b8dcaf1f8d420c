"""Working notes in a case: colleagues read them, the history only says that there is one."""

from collections.abc import Callable

from sqlalchemy import Engine, select

from service.database import reading
from service.storage.case_note import CaseNote
from tests.web.bureau.desk import Desk

TEXT = "Adviseur belt morgen terug over de raadsavond."


def _notes(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(CaseNote.text)))


def test_a_colleague_reads_the_note_and_who_wrote_it(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    assert "Uw notitie is bewaard." in desk.do(reference, "notitie", case_note=TEXT)
    page = log_in("achterwacht@bureau.example").page(f"/bureau/aanvragen/{reference}")
    assert f'note__text">{TEXT}</p>' in page and "Co, di 24 november" in page
    history = page[page.index('id="kop-verloop"') :]
    assert "Co schreef een notitie." in history and TEXT not in history


def test_a_note_makes_nobodys_page_stale_and_needs_no_fresh_page(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    path = f"/bureau/aanvragen/{reference}"
    stale = desk.page(path)
    other = log_in("achterwacht@bureau.example")
    other.do(reference, "notitie", case_note="Eerst.")
    assert desk.post(f"{path}/overnemen", stale).status_code == 303
    assert desk.post(f"{path}/notitie", stale, case_note=TEXT).status_code == 303
    assert _notes(engine) == ["Eerst.", TEXT]


def test_personal_data_and_an_empty_note_are_refused(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    answer = desk.try_to(reference, "notitie", case_note="Bel jan@gemeente.example hierover.")
    assert answer.status_code == 400 and "lijken persoonsgegevens te staan" in answer.text
    assert "Bel jan@gemeente.example hierover.</textarea>" in answer.text
    assert desk.try_to(reference, "notitie", case_note=" ").status_code == 400
    assert _notes(engine) == []


def test_a_note_can_be_written_in_an_ended_case_and_goes_with_its_text(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    desk.do(reference, "intrekken", withdraw_note="Niet meer nodig.")
    desk.do(reference, "notitie", case_note=TEXT)
    assert TEXT not in desk.do(reference, "wissen", erase_confirmed="yes")
    assert _notes(engine) == [] and "note_added" in desk.events(reference)


def test_older_notes_fold_away(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    for number in range(1, 6):
        page = desk.do(reference, "notitie", case_note=f"Notitie nummer {number}.")
    assert "2 oudere notities" in page
    fold = page.index("oudere notities")
    assert page.index("nummer 5") < page.index("nummer 3") < fold < page.index("nummer 2")
