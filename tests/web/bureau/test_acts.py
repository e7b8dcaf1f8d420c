"""Every act of the desk that the story of a whole case does not pass."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import Expert
from service.database import reading, writing
from service.domain.request_status import Status
from service.storage.invitation import Invitation
from service.storage.outbox_mail import OutboxMail
from service.storage.user_account import UserAccount
from tests.web.bureau.desk import Desk


def mails(desk: Desk, reference: str) -> list[str]:
    case_id = desk.case(reference).id
    with reading(desk.engine) as session:
        query = select(OutboxMail.kind).where(OutboxMail.request_id == case_id)
        return list(session.scalars(query))


def open_invitations(desk: Desk) -> list[int]:
    with reading(desk.engine) as session:
        query = select(Invitation.id).where(Invitation.state == "open")
        return list(session.scalars(query.order_by(Invitation.id)))


def test_taking_and_handing_over(desk: Desk, submit: Callable[..., str], engine: Engine) -> None:
    reference = submit()
    assert "Co nam de aanvraag over." in desk.do(reference, "overnemen")
    with reading(engine) as session:
        query = select(UserAccount.id).where(UserAccount.name == "Achterwacht")
        deputy = session.scalars(query).one()
    page = desk.do(
        reference, "overdragen", new_owner=str(deputy), hand_over_note="Ik ga naar huis."
    )
    assert "Co droeg de aanvraag over aan Achterwacht." in page and "Ik ga naar huis." in page
    assert desk.case(reference).owner_id == deputy


def test_a_held_case_is_released(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(crisis_structure_active=True)
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert "Deze aanvraag staat vast" in page and "De crisisstructuur of GRIP is actief." in page
    assert f"{reference}/zoeken" not in page
    answer = desk.try_to(reference, "zoeken")
    assert answer.status_code == 409 and "Geef hem eerst vrij" in answer.text
    page = desk.do(reference, "vrijgeven", release_note="De burgemeester wil alleen sparren.")
    assert "is vrijgegeven" in page and "Schakel zoekt nu" in page


def test_an_ended_case_no_longer_says_that_it_is_held(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit(crisis_structure_active=True)
    page = desk.do(reference, "doorverwijzen", signal="grip-active")
    assert "Deze aanvraag stond vast. Er is niet gezocht." in page
    assert "badge--held" not in page


def test_a_list_that_ran_out_is_opened_for_more(desk: Desk, listed: Callable[..., str]) -> None:
    reference = listed()
    used_up = "Op de lijst staat niemand meer die u nu kunt vragen."
    desk.do(reference, "uitnodigen")
    while found := open_invitations(desk):
        assert used_up not in desk.page(f"/bureau/aanvragen/{reference}")
        no = {f"decline_reason-{found[0]}": "no_time", f"decline_note-{found[0]}": "Belde."}
        desk.do(reference, f"uitnodigingen/{found[0]}/afslaan", **no)
    assert used_up in desk.page(f"/bureau/aanvragen/{reference}")


def test_the_list_waits_for_the_decision(
    desk: Desk, submit: Callable[..., str], ranked: Callable[[str], None]
) -> None:
    reference = submit()
    ranked(reference)
    assert "U kunt de lijst kiezen na het besluit" in desk.page(f"/bureau/aanvragen/{reference}")
    assert "U kunt de lijst kiezen na het besluit" not in desk.do(reference, "zoeken")


def test_tags_are_corrected(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    page = desk.do(
        reference,
        "kenmerken",
        themes=["demonstratierecht", "asielopvang"],
        support_kinds=["communicatieadvies"],
        phase="escalatie",
        urgency="U1",
    )
    case = desk.case(reference)
    assert (case.themes, case.phase, case.urgency) == (
        # The main theme stays the first: boxes come in the order of the page.
        ["asielopvang", "demonstratierecht"],
        "escalatie",
        "U1",
    )
    assert "Co paste de kenmerken aan." in page


def test_a_question_and_its_answer_by_telephone(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    page = desk.do(reference, "vraag", question="Hoe laat begint de raad?")
    assert "wacht op de gemeente" in page and "staat stil" in page
    assert "question" in mails(desk, reference)
    page = desk.do(reference, "aanvulling", text="De raad begint om acht uur.")
    assert "De raad begint om acht uur." in page and "wacht op de gemeente" not in page


def test_referring_on(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(crisis_structure_active=True)
    page = desk.do(reference, "doorverwijzen", signal="grip-active", refer_note="Gebeld.")
    assert "doorverwezen" in page and "Co verwees door naar gemeentelijke crisisstructuur" in page
    assert "referred_on" in mails(desk, reference)


def test_no_expert_found(desk: Desk, listed: Callable[..., str]) -> None:
    reference = listed()
    assert "geen deskundige gevonden" in desk.do(reference, "geen-deskundige", no_match_note="")
    assert "no_match" in mails(desk, reference)


def test_text_is_erased(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    page = desk.do(reference, "wissen", erase_confirmed="yes")
    assert "De tekst is gewist" in page and "boze bewoners" not in page
    assert desk.case(reference).situation == ""


def test_inviting_stops_and_goes_on(desk: Desk, listed: Callable[..., str]) -> None:
    reference = listed()
    desk.do(reference, "uitnodigen", count="", call_back_override="")
    desk.do(reference, "uitnodigen-pauzeren")
    first = open_invitations(desk)[0]
    note = {f"invitation_note-{first}": "Verkeerde persoon."}
    page = desk.do(reference, f"uitnodigingen/{first}/intrekken", **note)
    assert "Co trok de uitnodiging van Deskundige 1 in." in page and "Verkeerde persoon." in page
    assert open_invitations(desk) == []
    desk.do(reference, "uitnodigen-hervatten")
    assert len(open_invitations(desk)) == 1


def test_more_are_invited_than_there_are_places(desk: Desk, listed: Callable[..., str]) -> None:
    reference = listed()
    desk.do(reference, "uitnodigen", count="2", call_back_override="")
    assert len(open_invitations(desk)) == 2


@pytest.fixture
def accepted(desk: Desk, invited: str) -> str:
    number = open_invitations(desk)[0]
    fields = {"first_contact_at": "2026-11-25T09:00", "accept_reason": "Belde.", "declared": "yes"}
    posted = {f"{name}-{number}": text for name, text in fields.items()}
    desk.do(invited, f"uitnodigingen/{number}/aannemen", **posted)
    return invited


@pytest.mark.parametrize(
    ("act", "field", "sentence"),
    [
        ("teruggeven", "hand_back_reason", "Deskundige 1 gaf de opdracht terug."),
        ("weigeren", "refuse_reason", "De gemeente koos niet voor Deskundige 1."),
    ],
)
def test_the_place_comes_free_and_the_next_is_asked(
    desk: Desk, accepted: str, act: str, field: str, sentence: str
) -> None:
    page = desk.do(accepted, f"opdrachten/1/{act}", **{f"{field}-1": "Past toch niet."})
    assert sentence in page and "Past toch niet." in page
    assert len(open_invitations(desk)) == 1
    assert desk.case(accepted).status == Status.INVITED


def test_inviting_before_the_call_needs_a_reason(
    desk: Desk, submit: Callable[..., str], ranked: Callable[[str], None], experts: list[int]
) -> None:
    reference = submit()
    ranked(reference)
    desk.do(reference, "zoeken")
    positions = {f"position-{experts[0]}": "1"}
    desk.do(reference, "lijst", **positions, summary="Onrust.", places="1", parallel="1")
    answer = desk.try_to(reference, "uitnodigen", count="", call_back_override="")
    assert answer.status_code == 400 and "Bel eerst de gemeente terug" in answer.text
    page = desk.do(reference, "uitnodigen", count="", call_back_override="Burgemeester belde mij.")
    assert "Burgemeester belde mij." in page
    assert len(open_invitations(desk)) == 1


def test_a_preliminary_proposal_says_so(
    desk: Desk, submit: Callable[..., str], ranked: Callable[..., None]
) -> None:
    reference = submit()
    ranked(reference, degraded=True)
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert "Dit voorstel is voorlopig" in page and "2 belangenconflict" in page


def test_the_summary_names_nothing_of_the_case(
    desk: Desk, submit: Callable[..., str], ranked: Callable[[str], None]
) -> None:
    reference = submit()
    ranked(reference)
    page = desk.do(reference, "zoeken")
    summary = page.split('name="summary"')[1].split("</textarea>")[0]
    assert "asielopvang" in summary
    assert not any(word in summary for word in ("Zeist", "bewoners", "burgemeester"))


def test_an_expert_who_cannot_be_asked_now_shows_why(
    desk: Desk,
    submit: Callable[..., str],
    ranked: Callable[[str], None],
    experts: list[int],
    engine: Engine,
) -> None:
    reference = submit()
    ranked(reference)
    with writing(engine) as session:
        session.get_one(Expert, experts[0]).municipality = "Zeist"
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert "Werkt in de gemeente zelf (Zeist)." in page
    desk.do(reference, "zoeken")
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert f'name="position-{experts[0]}" value=""' in page
    assert f'name="position-{experts[1]}" value="1"' in page


def test_a_yes_that_cannot_be_says_so_and_the_next_is_asked(
    desk: Desk, listed: Callable[..., str], experts: list[int], engine: Engine
) -> None:
    reference = listed()
    desk.do(reference, "uitnodigen", count="", call_back_override="")
    number = open_invitations(desk)[0]
    with writing(engine) as session:
        session.get_one(Expert, experts[0]).interest_municipalities = ["Zeist"]
    fields = {"first_contact_at": "2026-11-25T09:00", "accept_reason": "Belde.", "declared": "yes"}
    posted = {f"{name}-{number}": text for name, text in fields.items()}
    page = desk.do(reference, f"uitnodigingen/{number}/aannemen", **posted)
    assert "Deze deskundige mag of kan toch niet helpen." in page
    assert "Vastgelegd: de deskundige zegt ja." not in page
    assert open_invitations(desk) == [number + 1]
