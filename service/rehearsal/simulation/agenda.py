"""What people will do and when: the events of a simulation that do not stand in the database."""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Act = Callable[[Session, datetime], None]


class Agenda:
    """Acts in the order of time; of two at the same moment the one planned first comes first."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()

    def plan(self, at: datetime, act: Act) -> None:
        """Let this be done at that moment (UTC)."""
        heapq.heappush(self._acts, (at, next(self._order), act))

    def next_at(self) -> datetime | None:
        """Give the moment of the next act, None when nothing is planned."""
        return self._acts[0][0] if self._acts else None

    def take(self) -> Act:
        """Give the next act and strike it out."""
        return heapq.heappop(self._acts)[2]
