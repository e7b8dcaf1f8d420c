"""What the rules about asking read of an expert: fewer columns than a whole profile."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.expert import ExpertProfile
from expert_registry.stored_profiles import previous_offices_of
from expert_registry.tables import Expert

_AS_STORED = (
    "external_id",
    "partner_id",
    "name",
    "max_active",
    "cooldown_days",
    "max_per_quarter",
    "municipality",
    "region",
    "party",
    "home_organisation",
    "workdays_only",
    "consent_what",
    "consent_version",
    "consent_at",
    "status",
    "unavailable_until",
    "unavailable_since",
)
_COLUMNS = [getattr(Expert, name) for name in _AS_STORED]


class RuleProfile(NamedTuple):
    """A profile without the texts, themes and habits that no rule reads."""

    profile: ExpertProfile
    has_address: bool


def rule_profiles(session: Session, expert_ids: Collection[int] | None) -> Iterator[RuleProfile]:
    """The rule profiles of these experts as they are in the database now; None = of everyone."""
    query = select(
        Expert.id, Expert.email, Expert.previous_offices, Expert.interest_municipalities, *_COLUMNS
    )
    if expert_ids is not None:
        query = query.where(Expert.id.in_(expert_ids))
    for expert_id, email, offices, interests, *values in session.execute(query):
        profile = ExpertProfile(
            summary="",
            themes=(),
            support_kinds=(),
            expert_id=expert_id,
            previous_offices=previous_offices_of(offices),
            interest_municipalities=tuple(interests),
            **dict(zip(_AS_STORED, values, strict=True)),
        )
        yield RuleProfile(profile, bool(email))
