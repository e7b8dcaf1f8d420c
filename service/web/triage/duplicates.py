"""Which cases may be the same request as an earlier one."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.storage.match_run import MatchRun


def possible_duplicates(session: Session, case_ids: Collection[int]) -> set[int]:
    """Give the ids of these cases whose latest ranking found a possible duplicate."""
    latest = (
        select(func.max(MatchRun.id))
        .where(MatchRun.request_id.in_(case_ids))
        .group_by(MatchRun.request_id)
    )
    rows = session.execute(
        select(MatchRun.request_id, MatchRun.similar).where(MatchRun.id.in_(latest))
    )
    return {row[0] for row in rows if any(found["duplicate"] for found in row[1])}
