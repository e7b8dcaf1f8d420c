"""What the worker does: the jobs, with what each needs."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from embeddings.inference import InferenceClient
from expert_registry.knowledge_search import KnowledgeSearch
from expert_registry.snapshot import SnapshotCache
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.matching.ranker import Ranker
from service.config import Settings, key_of
from service.database import wipe_former_rows, writing
from service.domain.channel import Channels
from service.jobs.attempt_counts import REMOVE_EVERY_S, remove_ended_counts
from service.jobs.audit import AUDIT_EVERY_S, look_for_trouble
from service.jobs.heartbeat import BEAT_EVERY_S, worker_name, write_heartbeat
from service.jobs.knowledge_shelf import refresh_knowledge
from service.jobs.rank_pending import rank_pending
from service.jobs.registry_pool import RegistryPool
from service.jobs.repeated_job import RepeatedJob, until_nothing_is_left
from service.jobs.retention import LOOK_EVERY_S, run_when_due
from service.jobs.send_due import send_due
from service.jobs.send_notices import send_notices
from service.mail.sender import MailSender
from service.storage.attempt_count import counting_with


def worker_jobs(
    settings: Settings, engine: Engine, clock: Callable[[], datetime]
) -> list[RepeatedJob]:
    """Give the jobs of one worker; `clock` gives the present moment (aware UTC)."""
    engine = counting_with(engine, key_of(settings))
    client = InferenceClient(settings.inference_socket)
    snapshots = SnapshotCache(lambda: Session(engine))
    pool = RegistryPool(engine, client, snapshots)
    knowledge = KnowledgeSearch(lambda: Session(engine))
    ranker = Ranker(snapshots, client, lambda: client.describe().model_id, knowledge)
    sender = MailSender(settings.mail, settings.bureau_name, settings.duty_phone)

    def send_mail(_now: datetime) -> int:
        return until_nothing_is_left(lambda: send_due(engine, clock, sender, settings.base_url))

    def sweep(_now: datetime) -> int:
        return until_nothing_is_left(lambda: _check_deadlines(engine, clock(), settings.channels))

    def notify(_now: datetime) -> int:
        return until_nothing_is_left(lambda: send_notices(engine, clock(), settings.channels))

    def rank(now: datetime) -> int:
        return rank_pending(engine, now, ranker)

    def look(now: datetime) -> int:
        return look_for_trouble(engine, now, settings.channels)

    def destroy(now: datetime) -> int:
        return run_when_due(engine, now)

    def shelve(_now: datetime) -> int:
        return refresh_knowledge(client, knowledge)

    def forget(now: datetime) -> int:
        # An erasure at a moment at which a page was being read could not wipe what stood there.
        wipe_former_rows(engine)
        return remove_ended_counts(engine, now)

    every_s = settings.poll_seconds
    jobs = [
        RepeatedJob("send mail", every_s, send_mail, clock),
        RepeatedJob("check deadlines", every_s, sweep, clock),
        # More often: a coordinator may be looking at the page of a case that just came in.
        RepeatedJob("rank requests", every_s / 4, rank, clock),
        RepeatedJob("refresh registry", every_s, pool.refresh, clock),
        RepeatedJob("refresh knowledge", every_s, shelve, clock),
        RepeatedJob("send notices", every_s, notify, clock),
        RepeatedJob("audit", AUDIT_EVERY_S, look, clock),
        RepeatedJob("retention", LOOK_EVERY_S, destroy, clock),
        RepeatedJob("forget attempts", REMOVE_EVERY_S, forget, clock),
    ]

    def beat(now: datetime) -> int:
        return write_heartbeat(engine, worker_name(), jobs, now)

    return [*jobs, RepeatedJob("heartbeat", BEAT_EVERY_S, beat, clock)]


def _check_deadlines(engine: Engine, now: datetime, channels: Channels) -> int:
    with writing(engine) as session:
        return check_deadlines(session, now, channels=channels)
