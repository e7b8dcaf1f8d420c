"""Work is claimed in the database: eight workers at once do each piece exactly once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Engine, func, select

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.storage import outbox_mail
from service.storage.history_event import HistoryEvent
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE, NOW

WORKERS = 8


def at_once(work: Callable[[], list[int]]) -> list[int]:
    """What eight threads did, all started at the same moment."""
    barrier = Barrier(WORKERS)

    def run(_worker: int) -> list[int]:
        barrier.wait(timeout=10)
        return work()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [item for found in pool.map(run, range(WORKERS)) for item in found]


def store_requests(engine: Engine, count: int) -> None:
    with writing(engine) as session:
        for number in range(count):
            submit_request(session, NOW, INTAKE, f"form-{number}")


def test_each_mail_is_claimed_once(engine: Engine, reference_data: None) -> None:
    store_requests(engine, 1)
    with writing(engine) as session:
        pattern = session.scalars(select(OutboxMail).where(OutboxMail.kind == "receipt")).one()
        session.add_all(
            OutboxMail(
                template_version=0,
                kind="receipt",
                recipient_kind="requester",
                request_id=pattern.request_id,
                facts={},
                message_id=f"message-{number}",
                queued_at=NOW,
                next_attempt_at=NOW,
            )
            for number in range(199)
        )

    def claim() -> list[int]:
        taken: list[int] = []
        for _attempt in range(200):
            with writing(engine) as session:
                rows = outbox_mail.claim_due(session, NOW, 5)
                for row in rows:
                    row.state, row.next_attempt_at = MailState.SENT, None
                taken += [row.id for row in rows]
            if not rows:
                break
        return taken

    counts = Counter(at_once(claim))
    assert len(counts) == 200
    assert set(counts.values()) == {1}


def test_the_same_form_from_eight_threads_is_one_request(
    engine: Engine, reference_data: None
) -> None:
    def submit() -> list[int]:
        with writing(engine) as session:
            return [submit_request(session, NOW, replace(INTAKE), "one-form").id]

    assert len(set(at_once(submit))) == 1
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(SupportRequest)) == 1


def test_due_deadlines_are_acted_on_once_by_eight_sweeps(
    engine: Engine, reference_data: None
) -> None:
    store_requests(engine, 20)
    later = NOW + timedelta(hours=2, minutes=1)

    def sweep() -> list[int]:
        with writing(engine) as session:
            return [check_deadlines(session, later, limit=3) for _round in range(3)]

    for _again in range(3):
        at_once(sweep)
    with reading(engine) as session:
        breaches = session.execute(
            select(HistoryEvent.request_id, func.count())
            .where(HistoryEvent.kind == "deadline_breached")
            .group_by(HistoryEvent.request_id)
        ).all()
    assert len(breaches) == 20
    assert {count for _request, count in breaches} == {2}
