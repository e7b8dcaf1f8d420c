"""The queue: what must be done first stands on top, in words."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import Engine, event, select

from service.actions.requests.add_information import add_information
from service.actions.requests.mark_read import mark_read
from service.database import writing
from service.domain.urgency import Urgency
from service.storage import request as requests
from service.storage.heartbeat import beat
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.read_mark import ReadMark
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.web.bureau.desk import Clock, Desk
from tests.web.story import NOW, row_counts


def references(page: str) -> list[str]:
    return re.findall(r'href="/bureau/aanvragen/(SK-[^"]+)"', page)


def test_the_first_due_is_on_top(desk: Desk, submit: Callable[..., str], clock: Clock) -> None:
    calm, urgent = submit(urgency=Urgency.U4), submit(urgency=Urgency.U2)
    assert references(desk.page("/bureau")) == [urgent, calm]
    clock.forward(minutes=100)
    page = desk.page("/bureau")
    assert "persoonlijke reactie" in page and "! nog 20 min" in page
    clock.forward(minutes=32)
    assert "⚠ 12 min te laat" in desk.page("/bureau")


def test_markers_and_counts(desk: Desk, submit: Callable[..., str]) -> None:
    held = submit(mayor_informed=False)
    waiting = submit()
    desk.do(waiting, "vraag", question="Hoe laat begint de raad?")
    page = desk.page("/bureau")
    assert ">nieuw</span>" in page and ">staat vast</span>" in page
    assert ">geen eigenaar</span>" in page and ">wacht op de gemeente</span>" in page
    for part in ("Alle open (2)", "Zonder eigenaar (1)", "Wacht op gemeente (1)"):
        assert f">{part}</a>" in page
    for label, number in [("te laat", 0), ("staan vast", 1)]:
        assert f"<dt>{label}</dt><dd>{number}</dd>" in page
    # The clocks of the waiting case stand still, so it is last.
    assert references(page) == [held, waiting]


def test_filters(desk: Desk, submit: Callable[..., str]) -> None:
    mine, others, ended = submit(), submit(), submit()
    desk.do(mine, "overnemen")
    desk.do(ended, "intrekken", withdraw_note="Niet meer nodig.")
    assert references(desk.page("/bureau?toon=mijn")) == [mine]
    assert references(desk.page("/bureau?toon=beeindigd")) == [ended]
    assert set(references(desk.page("/bureau?toon=onzin"))) == {mine, others}


def test_filters_by_urgency_and_state(desk: Desk, submit: Callable[..., str]) -> None:
    acute, calm = submit(urgency=Urgency.U2), submit(urgency=Urgency.U4)
    desk.do(calm, "terugbellen", call_back_note="Gesproken.")
    for address, expected in [
        ("urgentie=U2", [acute]),
        ("urgentie=U3", []),
        ("stand=acknowledged", [calm]),
        ("stand=submitted&urgentie=U4", []),
        ("stand=closed&urgentie=U9", [acute, calm]),
        ("toon=zonder-eigenaar", [acute]),
        ("toon=wacht", []),
    ]:
        assert references(desk.page(f"/bureau?{address}")) == expected, address
    page = desk.page("/bureau?toon=mijn&urgentie=U4")
    # The parts keep the filter, the form keeps the part, and numbers are those of all open cases.
    assert 'href="/bureau?toon=alle&amp;urgentie=U4">Alle open (2)' in page
    assert '<input type="hidden" name="toon" value="mijn">' in page
    assert '<option value="U4" selected>' in page


def test_a_case_is_new_until_it_is_opened(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    other = log_in("achterwacht@bureau.example")
    reference = submit()
    assert "nog niet bekeken" in desk.page("/bureau")
    desk.page(f"/bureau/aanvragen/{reference}")
    assert "nog niet bekeken" not in desk.page("/bureau")
    assert references(desk.page("/bureau?toon=nieuw")) == []
    # What others see is their own affair.
    assert references(other.page("/bureau?toon=nieuw")) == [reference]


def test_what_others_did_is_new_and_what_you_did_is_not(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str], engine: Engine
) -> None:
    other = log_in("achterwacht@bureau.example")
    reference = submit()
    # Not even when the page that follows was never seen.
    desk.try_to(reference, "vraag", question="Hoe laat begint de raad?")
    assert references(desk.page("/bureau?toon=nieuw")) == []
    other.do(reference, "overnemen")
    assert "nieuw sinds u keek" in desk.page("/bureau")
    with writing(engine) as session:
        case = requests.lock(session, desk.case(reference).id)
        add_information(session, NOW, case, "De raad begint om acht uur.")
    page = desk.page("/bureau")
    assert "gemeente vulde aan" in page and "nieuw sinds u keek" not in page
    desk.page(f"/bureau/aanvragen/{reference}")
    assert "gemeente vulde aan" not in desk.page("/bureau")
    assert "gemeente vulde aan" in other.page("/bureau")


def test_looking_writes_read_marks_only(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    before = row_counts(engine)
    for path in ("/bureau", "/bureau/wachtrij", f"/bureau/aanvragen/{reference}"):
        desk.page(path)
        desk.client.head(path)
        desk.page(path)
    assert row_counts(engine) == before | {"read_mark": 1}
    assert desk.case(reference).revision == 1


@pytest.mark.backend("sqlite")
def test_a_case_shows_also_when_nothing_can_be_written(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    engine.dispose()
    read_only = "PRAGMA query_only=ON"
    event.listen(engine, "engine_connect", lambda one: one.connection.execute(read_only))
    assert reference in desk.page(f"/bureau/aanvragen/{reference}")
    assert "nog niet bekeken" in desk.page("/bureau")


def test_a_mark_never_goes_back(app: object, engine: Engine, submit: Callable[..., str]) -> None:
    submit()
    with writing(engine) as session:
        user = session.scalars(select(UserAccount.id)).first()
        case = session.scalars(select(SupportRequest.id)).one()
        assert user is not None
        for event_id in (7, 9, 8):
            mark_read(session, user, case, event_id)
        assert session.scalars(select(ReadMark.event_id)).all() == [9]


def test_the_part_that_changes_is_sent_only_when_it_changed(
    desk: Desk, submit: Callable[..., str], clock: Clock
) -> None:
    reference = submit(urgency=Urgency.U2)
    page = desk.page("/bureau?toon=alle")
    source = re.findall(r'data-source="([^"]+)"', page)[0]
    etag = {"If-None-Match": f'"{re.findall(r"data-etag=.([0-9a-f]+)", page)[0]}"'}
    assert desk.client.get(source, headers=etag).status_code == 304
    clock.forward(minutes=1)
    answer = desk.client.get(source, headers=etag)
    assert (answer.status_code, references(answer.text)) == (200, [reference])
    assert "<html" not in answer.text and "nog 1 uur en 59 min" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert desk.client.get(source, headers=etag).data == b""
    desk.do(reference, "overnemen")
    assert desk.client.get(source, headers=etag).status_code == 200


def test_the_part_keeps_the_filters(desk: Desk, submit: Callable[..., str]) -> None:
    submit(urgency=Urgency.U2)
    calm = submit(urgency=Urgency.U4)
    page = desk.page("/bureau?urgentie=U4")
    source = unescape(re.findall(r'data-source="([^"]+)"', page)[0])
    assert references(desk.page(source)) == [calm]


def test_an_empty_queue_says_so(desk: Desk) -> None:
    assert "Hier staan nu geen aanvragen" in desk.page("/bureau")


def test_a_silent_worker_is_noticed(desk: Desk, engine: Engine, clock: Clock) -> None:
    warning = "Er gaan geen mails weg"
    assert warning in desk.page("/bureau")
    with writing(engine) as session:
        beat(session, "w1", "worker", NOW - timedelta(minutes=5), 0)
        beat(session, "w2", "worker", NOW, 0)
    assert warning not in desk.page("/bureau")
    clock.forward(seconds=61)
    assert warning in desk.page("/bureau")


def test_mails_in_trouble_are_counted_and_listed(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    assert "Alle mails zijn verstuurd" in desk.page("/bureau/mail")
    reference = submit()
    with writing(engine) as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "duty_alert")).first()
        assert mail is not None
        mail.state, mail.attempts, mail.next_attempt_at = MailState.FAILED, 1, None
        mail.last_error = "550"
    assert "1 mail is niet aangekomen" in desk.page("/bureau")
    page = desk.page("/bureau/mail")
    assert reference in page and "melding van een aanvraag" in page and "(550)" in page
    assert "Co</td>" in page and "@" not in re.sub(r"<[^>]*>", "", page)
