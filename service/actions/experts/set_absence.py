"""Record that an expert is not available, or is again."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from expert_registry.tables import Expert, bump_version
from service.domain.actor import Actor
from service.domain.errors import ChangedMeanwhile, InvalidChoice
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.storage.expert_event import log_change

LONGEST_ABSENCE_DAYS = 365


def set_absence(
    session: Session,
    now: datetime,
    expert: Expert,
    until: date | None,
    actor: Actor,
    seen_revision: int | None = None,
) -> None:
    """Set the last day of the absence, which starts today; None ends it.

    Saving the same day again confirms the absence, so that it does not lapse. Raises
    InvalidChoice (field `unavailable_until`) for a day in the past or more than a year ahead, and
    ChangedMeanwhile unless the profile is as somebody saw it (None: nobody looked).
    """
    if seen_revision is not None:
        session.refresh(expert, with_for_update=True)
        if expert.revision != seen_revision:
            raise ChangedMeanwhile
    today = now.astimezone(AMSTERDAM).date()
    if until is not None and not 0 <= (until - today).days <= LONGEST_ABSENCE_DAYS:
        raise InvalidChoice("unavailable_until", _("Kies een datum binnen een jaar vanaf nu."))
    expert.unavailable_since = today if until is not None else None
    expert.unavailable_until = until
    expert.revision += 1
    bump_version(session)
    log_change(session, now, expert.id, actor, ["unavailable_until"])
