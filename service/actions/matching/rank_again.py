"""Rank anew what was ranked on a registry that has changed since."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.actor import SYSTEM
from service.domain.request_status import Status
from service.storage import history_event, match_run

# Once the coordinator has chosen, a new proposal would only confuse.
WAITS_FOR_CHOICE = (Status.SUBMITTED, Status.ACKNOWLEDGED, Status.TRIAGE, Status.MATCHING)
# Changes that follow each other closely are ranked once.
AT_MOST_EVERY = timedelta(minutes=1)


def is_outdated(session: Session, registry_version: int) -> bool:
    """Say whether there is a ranking to make anew, without waiting for anybody who writes."""
    found = match_run.ranked_before(registry_version, WAITS_FOR_CHOICE).limit(1)
    return session.execute(found).first() is not None


def rank_again(session: Session, now: datetime, registry_version: int) -> int:
    """Let each ranking that used an older registry be made anew; give how many.

    It is due a minute after the one before at the earliest. How busy experts are is no reason:
    that is no part of the registry, and the page counts it afresh.
    """
    found = match_run.claim_ranked_before(session, registry_version, WAITS_FOR_CHOICE)
    for request, earlier in found:
        request.ranking_due_at = max(now, earlier.at + AT_MOST_EVERY)
        facts = {"from": earlier.registry_version, "to": registry_version}
        history_event.append(session, request.id, now, "registry_changed", SYSTEM, facts=facts)
    return len(found)
