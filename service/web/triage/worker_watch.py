"""What is wrong with the program itself, as it stands on top of every page of the bureau."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.alarm import AlarmKind, silent_workers
from service.storage import alarm as alarms
from service.storage import heartbeat


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble, and how often it is there."""

    kind: AlarmKind
    count: int


def standing_trouble(session: Session, now: datetime) -> list[Trouble]:
    """Give each kind of trouble once, the urgent ones first.

    What the worker found stands in the database; that a worker itself is silent is seen here.
    """
    kinds = [finding.kind for finding in silent_workers(heartbeat.signs_of_life(session), now)]
    found = [row.kind for row in alarms.standing(session) if row.kind in set(AlarmKind)]
    kinds += [AlarmKind(kind) for kind in found if kind not in set(kinds)]
    return sorted(_counted(kinds), key=lambda trouble: not trouble.kind.urgent)


def _counted(kinds: Iterable[AlarmKind]) -> list[Trouble]:
    counts: dict[AlarmKind, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return [Trouble(kind, count) for kind, count in counts.items()]
