"""The queue: what must be done first stands on top, in words."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, select

from service.database import writing
from service.domain.urgency import Urgency
from service.storage.heartbeat import beat
from service.storage.outbox_mail import MailState, OutboxMail
from tests.web.bureau.desk import Clock, Desk
from tests.web.story import NOW


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
    for label, number in [("open", 2), ("zonder eigenaar", 1), ("staan vast", 1)]:
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
