"""Nobody swept for three days, then two workers begin at once: all of it is done, and once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.database import connect, reading, writing
from service.rehearsal.due_cases import SUBMITTED, make_due_cases
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.outbox_mail import OutboxMail

CASES, WORKERS = 12, 2
LATER = SUBMITTED + timedelta(days=3)


@pytest.fixture
def swept(bare_database_url: str) -> Iterator[Engine]:
    """Twelve cases of one second; of every third a list was being asked."""
    engine = connect(bare_database_url)
    make_due_cases(engine, CASES)
    barrier = Barrier(WORKERS)

    def sweep(_worker: int) -> None:
        barrier.wait(timeout=10)
        handled = 1
        while handled:
            with writing(engine) as session:
                handled = check_deadlines(session, LATER, limit=2)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(sweep, range(WORKERS)))
    yield engine
    engine.dispose()


def test_each_step_is_taken_once_and_only_the_highest(swept: Engine) -> None:
    with reading(swept) as session:
        due = select(func.count()).where(Deadline.next_check_at <= LATER)
        assert session.scalar(due) == 0
        assert set(_per_step(session).values()) == {1}
        levels = session.scalars(
            select(OutboxMail.facts).where(OutboxMail.kind == "deadline_breach")
        )
        # Three days are long over for U1 and U2; for the others it goes by their own hours.
        assert {facts["level"] for facts in levels} <= {"deputy", "programme_manager"}
        told = session.execute(
            select(OutboxMail.deadline_id, func.count())
            .where(OutboxMail.kind.in_(("deadline_warning", "deadline_breach")))
            .group_by(OutboxMail.deadline_id, OutboxMail.recipient_id)
        )
        assert {count for _deadline, count in told} == {1}


def test_each_invitation_expires_once_and_nobody_is_asked_twice(swept: Engine) -> None:
    with reading(swept) as session:
        asked = session.scalars(select(Invitation)).all()
        expired = Counter(
            event.facts["invitation_id"]
            for event in session.scalars(
                select(HistoryEvent).where(HistoryEvent.kind == "invitation_expired")
            )
        )
        assert set(expired.values()) == {1}
        assert set(expired) == {one.id for one in asked if one.state == "expired"}
        assert set(Counter((one.request_id, one.expert_id) for one in asked).values()) == {1}
        # The next ones were asked, and their time begins now.
        begun = [one for one in asked if one.state == "open" and one.sent_at == LATER]
        assert begun and all(one.answer_by > LATER for one in begun)


def _per_step(session: Session) -> Counter[tuple[int, str, str]]:
    kinds = ("deadline_warned", "deadline_breached", "deadline_escalated")
    events = session.scalars(select(HistoryEvent).where(HistoryEvent.kind.in_(kinds)))
    return Counter(
        (event.request_id, event.kind, event.facts["step"])
        for event in events
        if event.facts["step"] != "expert_reaction"
    )
