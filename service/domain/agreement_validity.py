"""When versions of the agreement hold: one after the other, never two at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from service.domain.language import gettext as _
from service.domain.time_errors import Problem

PLACE = "valid_from"
FURTHEST_AHEAD = timedelta(days=731)


@dataclass(frozen=True)
class Validity:
    """From when until when (UTC) new requests get a version; None is until further notice."""

    version: int
    begins: datetime
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether the version holds at this moment; no longer at the end itself."""
        return self.begins <= at and (self.ends is None or at < self.ends)

    def started(self, now: datetime) -> bool:
        """Say whether requests may have got it: then it can no longer be withdrawn."""
        return self.begins <= now


def begin_problems(
    now: datetime, begins: datetime, stored: Sequence[Validity]
) -> tuple[Problem, ...]:
    """Say what is wrong with the moment from which a new version would hold; empty when nothing is.

    Not in the past, not years ahead, and after the beginning of every version that is stored:
    it ends the last of them.
    """
    last = max(stored, key=lambda validity: validity.begins, default=None)
    if begins < now:
        return (Problem(PLACE, _("Dit moment is voorbij. Kies een later moment.")),)
    if begins - now > FURTHEST_AHEAD:
        return (Problem(PLACE, _("Kies een moment binnen twee jaar.")),)
    if last is not None and begins <= last.begins:
        reason = _("Dan geldt versie %(version)s ook. Kies een later moment of trek die in.")
        return (Problem(PLACE, reason % {"version": last.version}),)
    return ()


def timeline_problems(versions: Sequence[Validity]) -> tuple[Problem, ...]:
    """Say which versions hold for no time, overlap or leave a gap, each with its place."""
    problems = []
    ordered = sorted(versions, key=lambda validity: validity.begins)
    for validity, later in zip_longest(ordered, ordered[1:]):
        place = f"versions.{validity.version}"
        if validity.ends is not None and validity.ends <= validity.begins:
            problems.append(Problem(place, _("Deze versie eindigt voordat zij begint.")))
        elif later is not None and (validity.ends is None or validity.ends > later.begins):
            reason = _("Deze versie geldt tegelijk met versie %(other)s.")
            problems.append(Problem(place, reason % {"other": later.version}))
        elif later is not None and validity.ends != later.begins:
            reason = _("Tussen deze versie en versie %(other)s geldt er geen.")
            problems.append(Problem(place, reason % {"other": later.version}))
    return tuple(problems)
