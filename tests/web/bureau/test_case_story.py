"""One case from submission to closing, at the desk: every page shows what comes next."""

from collections.abc import Callable

from sqlalchemy import select

from service.database import reading
from service.storage.invitation import Assignment, Invitation
from tests.web.bureau.desk import Clock, Desk


def open_invitation(desk: Desk) -> int:
    with reading(desk.engine) as session:
        query = select(Invitation.id).where(Invitation.state == "open")
        return session.scalars(query.order_by(Invitation.id)).one()


def assignment(desk: Desk) -> int:
    with reading(desk.engine) as session:
        query = select(Assignment.id).order_by(Assignment.id.desc())
        return session.scalars(query.limit(1)).one()


def test_a_case_goes_from_submission_to_closing(
    desk: Desk,
    submit: Callable[..., str],
    ranked: Callable[[str], None],
    experts: list[int],
    clock: Clock,
) -> None:
    reference = submit()
    assert "Schakel zoekt nu" in desk.page(f"/bureau/aanvragen/{reference}")
    ranked(reference)

    page = desk.do(reference, "terugbellen", call_back_note="Gesproken met de adviseur.")
    assert "teruggebeld" in page and "Gesproken met de adviseur." in page
    assert "in beoordeling" in desk.do(reference, "beoordelen")
    page = desk.do(reference, "zoeken")
    assert "Thema: Asielopvang." in page
    assert f'name="position-{experts[0]}" value="1"' in page
    assert f'name="position-{experts[3]}" value=""' in page
    assert "Een gemeente vraagt om: bestuurlijk sparren" in page

    page = desk.do(
        reference,
        "lijst",
        **{f"position-{experts[1]}": "1", f"position-{experts[0]}": "2"},
        extra=str(experts[5]),
        summary="Onrust rond opvang.",
        places="1",
        parallel="1",
    )
    assert "lijst gekozen" in page and "Door u toegevoegd." in page
    page = desk.do(reference, "uitnodigen", count="", call_back_override="")
    assert "wacht op antwoord" in page

    first = open_invitation(desk)
    page = desk.do(
        reference,
        f"uitnodigingen/{first}/afslaan",
        **{f"decline_reason-{first}": "no_time", f"decline_note-{first}": "Belde zelf."},
    )
    assert "Deskundige 2 zei nee (vastgelegd door Co): geen tijd." in page
    second = open_invitation(desk)
    page = desk.do(
        reference,
        f"uitnodigingen/{second}/aannemen",
        **{
            f"first_contact_at-{second}": "2026-11-24T14:30",
            f"accept_reason-{second}": "Belde zelf.",
            f"declared-{second}": "yes",
        },
    )
    assert "deskundige gevonden" in page
    assert "Eerste contact afgesproken: di 24 november 14.30 uur" in page

    number = assignment(desk)
    clock.forward(hours=5)
    assert "eerste contact geweest" in desk.do(reference, f"opdrachten/{number}/contact")
    note = {f"check_in_note-{number}": "Gaat goed."}
    assert "Gaat goed." in desk.do(reference, f"opdrachten/{number}/navraag", **note)
    page = desk.do(reference, "afsluiten", lessons="Eerder bellen.")
    assert "afgesloten" in page and "Eerder bellen." in page and "Nog geen antwoord." in page
    assert "in beoordeling" in desk.do(reference, "heropenen", reopen_note="Toch nog vragen.")
