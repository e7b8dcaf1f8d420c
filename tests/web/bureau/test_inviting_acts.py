"""Waves on the desk: the proposed number with its reason, and what the coordinator may do."""

from collections.abc import Callable

from sqlalchemy import Engine, select

from service.actions.deadlines.check_deadlines import check_deadlines
from service.database import reading, writing
from service.storage.invitation import Invitation
from service.storage.outbox_mail import MailState, OutboxMail
from tests.web.bureau.desk import Clock, Desk


def invitations(desk: Desk) -> list[Invitation]:
    with reading(desk.engine) as session:
        found = session.scalars(select(Invitation).order_by(Invitation.id)).all()
        session.expunge_all()
        return list(found)


def path(reference: str) -> str:
    return f"/bureau/aanvragen/{reference}"


def test_the_number_is_proposed_with_its_reason_and_can_be_another(
    desk: Desk, listed: Callable[..., str]
) -> None:
    reference = listed(parallel=None)
    page = desk.page(path(reference))
    assert "Schakel vraagt nu 3 deskundigen: Deskundige 1, Deskundige 2 en Deskundige 3." in page
    assert "De kans dat iemand ja zegt: 88%." in page
    page = desk.do(reference, "uitnodigen", count="1", call_back_override="")
    assert "1 deskundige is uitgenodigd." in page
    assert "Co vroeg 1 deskundige. Kans op genoeg keer ja: 50%." in page
    assert len(invitations(desk)) == 1
    assert "Schakel vraagt nu 2 deskundigen: Deskundige 2 en Deskundige 3." in page


def test_nobody_more_is_needed_now(desk: Desk, invited: str) -> None:
    page = desk.page(path(invited))
    assert "Schakel vraagt er nu niemand bij. Er staat 1 uitnodiging open." in page
    assert "De kans dat iemand ja zegt: 50%." in page


def test_a_short_list_asks_for_more_people(desk: Desk, invited: str) -> None:
    short = "De lijst is kort: waarschijnlijk zeggen er niet genoeg deskundigen ja."
    assert short not in desk.page(path(invited))
    for _decline in range(3):
        number = invitations(desk)[-1].id
        no = {f"decline_reason-{number}": "no_time", f"decline_note-{number}": "Belde."}
        page = desk.do(invited, f"uitnodigingen/{number}/afslaan", **no)
    assert short in page and "De lijst met deskundigen is bijna op." in page


def test_a_person_is_put_on_the_list(desk: Desk, invited: str, experts: list[int]) -> None:
    page = desk.do(invited, "toevoegen", added=f"nr {experts[4]}", added_position="1")
    assert "Co zette Deskundige 5 op plaats 1 van de lijst." in page
    answer = desk.try_to(invited, "toevoegen", added=f"nr {experts[4]}", added_position="")
    assert answer.status_code == 400 and "staat al in de lijst" in answer.text
    answer = desk.try_to(invited, "toevoegen", added="", added_position="")
    assert answer.status_code == 400 and "Kies wie u toevoegt." in answer.text


def test_more_time_is_given(desk: Desk, invited: str) -> None:
    number = invitations(desk)[0].id
    act = f"uitnodigingen/{number}/verlengen"
    more = {f"until-{number}": "2026-11-24T20:00", f"extend_note-{number}": "In overleg."}
    page = desk.do(invited, act, **more)
    assert "Co gaf Deskundige 1 meer tijd om te antwoorden." in page and "In overleg." in page
    assert "Antwoord voor di 24 november 20.00 uur." in page
    answer = desk.try_to(invited, act, **more)
    assert answer.status_code == 400 and "Kies een later moment" in answer.text
    answer = desk.try_to(invited, act, **{f"until-{number}": "", f"extend_note-{number}": ""})
    assert answer.status_code == 400


def test_an_invitation_is_sent_again(desk: Desk, invited: str, engine: Engine) -> None:
    number = invitations(desk)[0].id
    with writing(engine) as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "invitation")).one()
        mail.state = MailState.SENT
    page = desk.do(invited, f"uitnodigingen/{number}/opnieuw-sturen")
    assert "Co stuurde de uitnodiging van Deskundige 1 opnieuw." in page
    with reading(engine) as session:
        kinds = session.scalars(select(OutboxMail.kind)).all()
        assert list(kinds).count("invitation") == 2


def test_a_failed_mail_is_sent_again(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference, other = submit(), submit()
    with writing(engine) as session:
        mail = session.scalars(
            select(OutboxMail).where(OutboxMail.kind == "receipt").order_by(OutboxMail.id)
        ).first()
        assert mail is not None
        mail.state, mail.next_attempt_at = MailState.FAILED, None
        number = mail.id
    act = f"mails/{number}/mail-opnieuw"
    assert act in desk.page(path(reference))
    assert desk.try_to(other, act).status_code == 404
    page = desk.do(reference, act)
    assert "Co stuurde een mail opnieuw: bevestiging van de aanvraag." in page
    assert act not in page
    assert desk.try_to(reference, act).status_code == 400


def test_a_call_is_recorded_with_its_time(
    desk: Desk, submit: Callable[..., str], clock: Clock
) -> None:
    reference = submit()
    clock.forward(hours=3)
    late = {"call_back_note": "", "called_at": "2026-11-24T15:00"}
    answer = desk.try_to(reference, "terugbellen", **late)
    assert answer.status_code == 400 and "Dit moment is nog niet geweest." in answer.text
    desk.do(reference, "terugbellen", call_back_note="", called_at="2026-11-24T10:30")
    called = desk.case(reference).called_back_at
    assert called is not None and called.isoformat() == "2026-11-24T09:30:00+00:00"


def option(page: str, words: str) -> str:
    """The value of the option that says this."""
    (found,) = [part for part in page.split("<option") if words in part.split("</option>")[0]]
    return found.split('value="')[1].split('"')[0]


def test_a_mistake_is_taken_back_and_says_why_others_are_not(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit()
    page = desk.do(reference, "terugbellen", call_back_note="Gesproken.", called_at="")
    event = option(page, "Co nam contact op met de gemeente.")
    answer = desk.try_to(reference, "terugdraaien", undo_event=event, undo_reason="")
    assert answer.status_code == 400 and "Vul in waarom u dit terugdraait." in answer.text
    page = desk.do(reference, "terugdraaien", undo_event=event, undo_reason="Andere gemeente.")
    assert "Co draaide terug: de gemeente is toch niet gesproken." in page
    assert desk.case(reference).status == "submitted"
    page = desk.do(reference, "vraag", question="Hoe laat begint de raad?")
    assert "De vraag is al gemaild." in page and 'name="undo_event"' not in page


def test_a_step_that_others_build_on_is_refused(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    page = desk.do(reference, "terugbellen", call_back_note="", called_at="")
    event = option(page, "Co nam contact op met de gemeente.")
    desk.do(reference, "zoeken")
    answer = desk.try_to(reference, "terugdraaien", undo_event=event, undo_reason="Vergissing.")
    assert answer.status_code == 409
    assert desk.case(reference).called_back_at is not None


def test_every_clock_lies_with_somebody(
    desk: Desk, invited: str, submit: Callable[..., str]
) -> None:
    assert "ligt bij Co" in desk.page(path(invited))
    reference = submit()
    assert "ligt bij het bureau" in desk.page(path(reference))
    assert "ligt bij de gemeente" in desk.do(reference, "vraag", question="Hoe laat?")


def test_a_silent_requester_is_flagged(
    desk: Desk, submit: Callable[..., str], clock: Clock, engine: Engine
) -> None:
    reference = submit()
    desk.do(reference, "vraag", question="Hoe laat begint de raad?")
    assert "gemeente antwoordt niet" not in desk.page("/bureau")
    clock.forward(hours=4)
    with writing(engine) as session:
        check_deadlines(session, clock.now)
    assert "gemeente antwoordt niet" in desk.page("/bureau")
    assert "Schakel stuurde een herinnering." in desk.page(path(reference))
