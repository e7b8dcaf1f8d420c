"""The page with figures: true numbers, a table beside each picture, nothing confidential."""

import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine, select

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.decline_invitation import decline_invitation
from service.database import writing
from service.domain.actor import expert
from service.domain.invitation import DeclineReason
from service.domain.urgency import Urgency
from service.storage.invitation import Invitation
from tests.web.bureau.desk import Clock, Desk
from tests.web.story import INTAKE, row_counts

FIGURES = "/bureau/cijfers?periode=alles"


def picture(page: str, key: str) -> str:
    """The section of one picture."""
    return re.split(r'<section class="picture', page.partition(f'id="kop-{key}"')[2])[0]


def rows(page: str, key: str) -> dict[str, list[str]]:
    """The table of one picture: heading of the row and its cells."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', picture(page, key))
    return {name: re.findall(r"<td>(.*?)</td>", cells) for name, cells in found}


COORDINATOR, PROGRAMME = "co@bureau.example", "leiding@bureau.example"


@pytest.mark.parametrize("email", [COORDINATOR, PROGRAMME])
def test_without_requests_every_picture_says_so(log_in: Callable[[str], Desk], email: str) -> None:
    page = log_in(email).page(FIGURES)
    for sentence in (
        "Er zijn nu geen open aanvragen.",
        "In deze periode kwamen er geen aanvragen.",
        "In deze periode zei nog niemand ja.",
        "In deze periode is nog geen stap klaar.",
        "In deze periode is niemand uitgenodigd.",
        "In deze periode zei niemand nee.",
    ):
        assert sentence in page
    assert "Thema&#39;s zonder deskundige: Anti-institutioneel denken en doen" in page


def test_one_request(desk: Desk, submit: Callable[..., str], clock: Clock) -> None:
    submit(urgency=Urgency.U2)
    clock.forward(hours=3)
    page = desk.page(FIGURES)
    assert rows(page, "open") == {"Nieuw": ["1", "0", "0", "0"]}
    assert "n = 1, waarvan te laat: 1." in page
    assert rows(page, "urgentie")["U2 – spoed"] == ["1"]
    assert rows(page, "afspraak")["Persoonlijke reactie"] == ["0%", "1", "0", "1", "0"]
    assert rows(page, "themas")["Asielopvang"] == ["1", "0", "0"]
    assert next(iter(rows(page, "themas"))) == "Asielopvang"


def test_answers_and_load(
    desk: Desk, listed: Callable[..., str], clock: Clock, engine: Engine
) -> None:
    reference = listed(places=1, parallel=2, urgency=Urgency.U2)
    desk.do(reference, "uitnodigen")
    clock.forward(hours=2)
    with writing(engine) as session:
        first, _second = session.scalars(select(Invitation).order_by(Invitation.id))
        decline_invitation(
            session, clock.now, first, DeclineReason.NO_TIME, expert(first.expert_id)
        )
    page = desk.page(FIGURES)
    assert rows(page, "antwoorden") == {"Politieacademie": ["0", "1", "0", "2"]}
    assert rows(page, "nee")["geen tijd"] == ["1"]
    # The third was asked instead of the first.
    assert rows(page, "belasting") == {
        "Deskundige 2": ["0", "1", "1", "0"],
        "Deskundige 3": ["0", "1", "1", "0"],
        "Deskundige 1": ["0", "0", "1", "0"],
    }


def test_the_period_counts_by_submission(
    log_in: Callable[[str], Desk], submit: Callable[..., str], clock: Clock
) -> None:
    submit()
    clock.forward(days=40)
    submit()
    desk = log_in(COORDINATOR)
    for period, number in [("vier-weken", 1), ("kwartaal", 2), ("alles", 2), ("onzin", 2)]:
        page = desk.page(f"/bureau/cijfers?periode={period}")
        assert f"<dt>aanvragen in de periode</dt><dd>{number}</dd>" in page
        assert "<dt>nu open</dt><dd>2</dd>" in page


def test_the_programme_manager_sees_no_small_cells(
    log_in: Callable[[str], Desk], submit: Callable[..., str], clock: Clock
) -> None:
    for _ in range(6):
        submit(urgency=Urgency.U3)
    submit(urgency=Urgency.U2)
    clock.forward(days=7)
    assert rows(log_in(COORDINATOR).page(FIGURES), "urgentie")["U2 – spoed"] == ["1"]
    page = log_in(PROGRAMME).page(FIGURES)
    # The 6 would give the 1 away, for n is shown.
    assert rows(page, "urgentie") == {
        "U1 – acuut": ["0"],
        "U2 – spoed": ["–"],
        "U3 – verhoogd": ["–"],
        "U4 – voorbereidend": ["0"],
    }
    assert "n = 7." in page
    assert rows(page, "afspraak")["Persoonlijke reactie"] == ["0%", "7"]


def test_the_programme_manager_sees_no_share_of_few(
    log_in: Callable[[str], Desk], submit: Callable[..., str], clock: Clock
) -> None:
    for _ in range(4):
        submit()
    clock.forward(days=7)
    page = log_in(PROGRAMME).page(FIGURES)
    assert rows(page, "afspraak")["Persoonlijke reactie"] == ["–", "4"]
    assert "–, n = 4" in picture(page, "afspraak")
    assert rows(page, "themas")["Asielopvang"][0] == "–"


def test_the_programme_manager_sees_no_names(
    log_in: Callable[[str], Desk], desk: Desk, listed: Callable[..., str]
) -> None:
    reference = listed()
    desk.do(reference, "uitnodigen")
    assert "Deskundige 1" in desk.page(FIGURES)
    page = log_in(PROGRAMME).page(FIGURES)
    assert "Deskundige 1" not in page
    assert rows(page, "belasting") == {
        "Niets": ["–"],
        "Eén aanvraag of uitnodiging": ["–"],
        "Twee": ["0"],
        "Drie of meer": ["0"],
    }


@pytest.mark.parametrize("email", [COORDINATOR, PROGRAMME])
def test_figures_hold_no_text_of_a_case(
    log_in: Callable[[str], Desk], desk: Desk, listed: Callable[..., str], email: str
) -> None:
    reference = listed()
    desk.do(reference, "uitnodigen")
    page = log_in(email).page(FIGURES)
    texts = (reference, INTAKE.situation, INTAKE.question, INTAKE.requester_name, "Zeist")
    assert not [text for text in texts if text in page]


@pytest.mark.backend("sqlite")
def test_every_drawing_has_a_name_words_and_a_table(
    desk: Desk, listed: Callable[..., str], clock: Clock
) -> None:
    desk.do(listed(), "uitnodigen")
    clock.forward(hours=3)
    page = desk.page(FIGURES)
    drawings = re.findall(r'<svg class="picture__drawing".*?</svg>(?=\s*<p)', page, re.DOTALL)
    assert len(drawings) >= 5
    for drawing in drawings:
        root = ET.fromstring(drawing.replace("overflow=", "data-overflow="))
        names = root.attrib["aria-labelledby"].split()
        assert root.attrib["role"] == "img"
        assert [root.find(f".//*[@id='{name}']").text for name in names]  # type: ignore[union-attr]
    assert page.count("De cijfers als tabel") == page.count("<table")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "style=" not in page and "<script" not in page


@pytest.mark.backend("sqlite")
def test_looking_changes_nothing(desk: Desk, submit: Callable[..., str], engine: Engine) -> None:
    submit()
    before = row_counts(engine)
    desk.page(FIGURES)
    assert row_counts(engine) == before


def test_the_time_to_a_yes(
    desk: Desk,
    log_in: Callable[[str], Desk],
    listed: Callable[..., str],
    clock: Clock,
    engine: Engine,
) -> None:
    desk.do(listed(urgency=Urgency.U2), "uitnodigen")
    clock.forward(minutes=95)
    with writing(engine) as session:
        found = session.scalars(select(Invitation).order_by(Invitation.id)).first()
        assert found is not None
        moment = clock.now + timedelta(hours=1)
        accept_invitation(session, clock.now, found, moment, expert(found.expert_id))
    page = desk.page(FIGURES)
    assert rows(page, "ja")["U2 – spoed"] == ["1", "1,6 uur", "1,6 uur"]
    assert "1,6 uur / 1,6 uur, n = 1" in page
    page = log_in(PROGRAMME).page(FIGURES)
    assert rows(page, "ja")["U2 – spoed"] == ["–", "–", "–"]
    assert "1,6 uur" not in page and "n = 1, van 1 aanvragen" in page
