"""The duty roster at the desk: see the week, plan, change, hand over, and be warned of gaps."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from service.database import reading, writing
from service.storage.duty_shift import DutyShift
from service.storage.outbox_mail import OutboxMail
from service.storage.user_account import UserAccount
from service.web.local_time import input_value
from tests.web.bureau.desk import Clock, Desk
from tests.web.story import NOW

pytestmark = pytest.mark.backend("sqlite")

ROSTER = "/bureau/piket"
DAY = timedelta(days=1)
GAP = "U1 is dan niet bezet"


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """The ids of the people of the bureau, by the start of their address."""
    with reading(desk.engine) as session:
        rows = session.execute(select(UserAccount.email, UserAccount.id))
        return {email.partition("@")[0]: user_id for email, user_id in rows}


@pytest.fixture
def plan(engine: Engine, people: dict[str, int]) -> Callable[..., int]:
    """Put somebody on the roster, in days from now; give the id of the shift."""

    def _plan(who: str, begin: float, end: float) -> int:
        with writing(engine) as session:
            row = DutyShift(
                user_id=people[who], starts_at=NOW + begin * DAY, ends_at=NOW + end * DAY
            )
            session.add(row)
            session.flush()
            return row.id

    return _plan


def typed(person: int, begin: float, end: float, **more: str) -> dict[str, object]:
    moments = {"starts_at": input_value(NOW + begin * DAY), "ends_at": input_value(NOW + end * DAY)}
    return {"person": person, **moments, **more}


def shifts(engine: Engine) -> list[tuple[int, float, float]]:
    with reading(engine) as session:
        rows = session.scalars(select(DutyShift).order_by(DutyShift.starts_at))
        return [(r.user_id, (r.starts_at - NOW) / DAY, (r.ends_at - NOW) / DAY) for r in rows]


def test_the_week_shows_who_is_on_duty_and_when_nobody_is(
    desk: Desk, plan: Callable[..., int]
) -> None:
    plan("co", -1, 1)
    plan("achterwacht", 2, 5)
    page = desk.page(ROSTER)
    assert "Nu heeft dienst: <strong>Co</strong>" in page
    assert "Niemand heeft dienst" in page
    assert "wo 25 november 10.00 uur – do 26 november 10.00 uur" in page
    assert "di 1 december 10.00 uur" in page  # the end of the seven days ahead
    later = desk.page(ROSTER + "?week=2026-W49")
    assert "Week 49" in later and "Niemand heeft dienst" in later
    assert "Week 48" in desk.page(ROSTER + "?week=onzin")
    assert "Week 48" in desk.page(ROSTER + "?week=0000-W99")


def test_a_shift_is_added(desk: Desk, engine: Engine, people: dict[str, int]) -> None:
    answer = desk.post(ROSTER + "/toevoegen", desk.page(ROSTER), **typed(people["co"], 0, 2))
    assert (answer.status_code, answer.headers["Location"]) == (303, ROSTER + "?week=2026-W48")
    page = desk.page(ROSTER)
    assert "De dienst staat op het rooster" in page
    assert "Co zette Co op het rooster: di 24 november 10.00 uur" in page
    assert shifts(engine) == [(people["co"], 0, 2)]


def test_an_overlap_is_refused_and_what_was_typed_stays(
    desk: Desk, engine: Engine, plan: Callable[..., int], people: dict[str, int]
) -> None:
    plan("co", 0, 2)
    fields = typed(people["achterwacht"], 1, 3)
    answer = desk.post(ROSTER + "/toevoegen", desk.page(ROSTER), **fields)
    assert answer.status_code == 409
    assert "25-11-2026 10:00 – 26-11-2026 10:00: Er hebben twee mensen dienst." in answer.text
    assert f'value="{fields["starts_at"]}"' in answer.text
    assert len(shifts(engine)) == 1


def test_a_gap_is_confirmed_with_a_tick(
    desk: Desk, engine: Engine, plan: Callable[..., int], people: dict[str, int]
) -> None:
    plan("co", 0, 2)
    fields = typed(people["achterwacht"], 3, 4)
    page = desk.page(ROSTER)
    assert 'name="gap_confirmed"' not in page
    answer = desk.post(ROSTER + "/toevoegen", page, **fields)
    assert answer.status_code == 409
    assert GAP in answer.text and "26-11-2026 10:00 – 27-11-2026 10:00" in answer.text
    assert 'name="gap_confirmed"' in answer.text
    fields["gap_confirmed"] = "yes"
    assert desk.post(ROSTER + "/toevoegen", answer.text, **fields).status_code == 303
    assert len(shifts(engine)) == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("person", "", "Kies een coördinator uit de lijst."),
        ("person", "99999", "Kies een coördinator uit de lijst."),
        ("person", "abc", "Vul een heel getal in"),
        ("starts_at", "", "Vul in wanneer de dienst begint."),
        ("ends_at", "2026-02-30T10:00", "Deze datum of tijd bestaat niet."),
        ("ends_at", "2026-03-29T02:30", "Deze datum of tijd bestaat niet."),
        ("ends_at", "2020-01-01T10:00", "Deze dienst eindigt voor het begin."),
        ("gap_confirmed", "maybe", "Deze keuze bestaat niet."),
    ],
)
def test_bad_input_is_told_at_the_field(
    desk: Desk, engine: Engine, people: dict[str, int], field: str, value: str, sentence: str
) -> None:
    fields = typed(people["co"], 0, 2) | {field: value}
    answer = desk.post(ROSTER + "/toevoegen", desk.page(ROSTER), **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert shifts(engine) == []


def test_a_shift_is_changed_and_removed(
    desk: Desk, engine: Engine, plan: Callable[..., int], people: dict[str, int]
) -> None:
    first, second = plan("co", 0.5, 2), plan("achterwacht", 2, 3)
    path = f"{ROSTER}/{first}"
    page = desk.page(path)
    assert 'value="2026-11-24T22:00"' in page
    changed = typed(people["achterwacht"], 0.5, 2)
    assert desk.post(path + "/wijzigen", page, **changed).status_code == 303
    assert shifts(engine)[0] == (people["achterwacht"], 0.5, 2)
    path = f"{ROSTER}/{second}"
    answer = desk.post(path + "/verwijderen", desk.page(path), act="remove")
    assert answer.status_code == 409 and GAP in answer.text
    assert answer.text.count('name="gap_confirmed"') == 1
    again = desk.post(path + "/verwijderen", answer.text, act="remove", gap_confirmed="yes")
    assert again.status_code == 303
    assert len(shifts(engine)) == 1
    desk.page(path, 404)


def test_a_running_shift_is_handed_over_with_mails(
    desk: Desk, engine: Engine, plan: Callable[..., int], people: dict[str, int], clock: Clock
) -> None:
    running = plan("co", -1, 3)
    path = f"{ROSTER}/overdragen/{running}"
    refused = desk.post(path, desk.page(ROSTER), new_person=people["co"])
    assert refused.status_code == 400 and "heeft nu al dienst" in refused.text
    answer = desk.post(path, desk.page(ROSTER), new_person=people["achterwacht"])
    assert answer.status_code == 303
    page = desk.page(ROSTER)
    assert "Nu heeft dienst: <strong>Achterwacht</strong>" in page
    assert "Co gaf de dienst van Co aan Achterwacht, tot vr 27 november 10.00 uur." in page
    assert shifts(engine) == [(people["co"], -1, 0), (people["achterwacht"], 0, 3)]
    with reading(engine) as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_handed_over"))
        assert {mail.recipient_id for mail in mails} == {people["co"], people["achterwacht"]}
    # The former shift is over: its page says so, and an old form changes nothing.
    clock.forward(minutes=1)
    assert "Deze dienst is voorbij" in desk.page(f"{ROSTER}/{running}")
    late = desk.post(path, page, new_person=people["co"])
    assert late.status_code == 409
    assert len(shifts(engine)) == 2


def test_a_week_is_repeated(desk: Desk, engine: Engine, plan: Callable[..., int]) -> None:
    # From Monday 23 November 10:00 until a week later.
    plan("co", -1, 3)
    plan("achterwacht", 3, 6)
    answer = desk.post(ROSTER + "/herhalen", desk.page(ROSTER), weeks="4")
    assert answer.status_code == 303
    assert "Er kwamen 8 diensten bij." in desk.page(ROSTER)
    assert len(shifts(engine)) == 10
    again = desk.post(ROSTER + "/herhalen", desk.page(ROSTER), weeks="1")
    assert again.status_code == 409 and "Er hebben twee mensen dienst." in again.text
    assert len(shifts(engine)) == 10


@pytest.mark.parametrize(("weeks", "status"), [("", 400), ("0", 400), ("27", 400), ("2", 400)])
def test_what_cannot_be_repeated(desk: Desk, engine: Engine, weeks: str, status: int) -> None:
    answer = desk.post(ROSTER + "/herhalen", desk.page(ROSTER), weeks=weeks)
    assert answer.status_code == status
    assert shifts(engine) == []


def test_a_week_with_a_hole_is_not_repeated(
    desk: Desk, engine: Engine, plan: Callable[..., int]
) -> None:
    plan("co", 0, 2)
    answer = desk.post(ROSTER + "/herhalen", desk.page(ROSTER), weeks="1")
    assert answer.status_code == 409
    assert "Er heeft niemand dienst." in answer.text
    assert len(shifts(engine)) == 1


@pytest.mark.parametrize("email", ["leiding@bureau.example", "partner@partner.example"])
def test_others_do_not_plan(log_in: Callable[[str], Desk], email: str) -> None:
    other = log_in(email)
    other.page(ROSTER, 403)
    home = "/bureau" if email.startswith("leiding") else "/bureau/deskundigen"
    answer = other.post(ROSTER + "/toevoegen", other.page(home), person="1")
    assert answer.status_code == 403


def test_the_pages_need_a_log_in(desk: Desk) -> None:
    answer = desk.client.post(ROSTER + "/toevoegen", data={})
    assert answer.status_code == 400  # no protection token
    assert not re.search("<form[^>]*get", desk.page(ROSTER))


def test_the_form_of_an_acute_request_names_the_next_duty(
    desk: Desk, plan: Callable[..., int]
) -> None:
    page = desk.page("/aanvraag")
    assert "niemand van ons oproepbaar" in page and "piketlijn van het NGB" in page
    assert "De volgende dienst begint" not in page
    plan("co", 1, 2)
    assert "De volgende dienst begint wo 25 november 10.00 uur." in desk.page("/aanvraag")
    plan("co", -1, 1)
    assert "niemand van ons oproepbaar" not in desk.page("/aanvraag")
