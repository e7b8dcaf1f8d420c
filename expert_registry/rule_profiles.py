"""What the rules about asking read of an expert: fewer columns than a whole profile."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, select
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
# Asked at each look at a list: built once, because building takes longer than answering.
_EVERYONE = select(
    Expert.id,
    Expert.email != "",
    Expert.previous_offices,
    Expert.interest_municipalities,
    *(getattr(Expert, name) for name in _AS_STORED),
)
_THESE = _EVERYONE.where(Expert.id.in_(bindparam("expert_ids", expanding=True)))


class RuleProfile(NamedTuple):
    """A profile without the texts, themes and habits that no rule reads."""

    profile: ExpertProfile
    has_address: bool


def rule_profiles(session: Session, expert_ids: Collection[int] | None) -> Iterator[RuleProfile]:
    """The rule profiles of these experts as they are in the database now; None = of everyone."""
    if expert_ids is None:
        rows = session.execute(_EVERYONE)
    else:
        rows = session.execute(_THESE, {"expert_ids": list(expert_ids)})
    for expert_id, has_address, offices, interests, *values in rows:
        profile = ExpertProfile(
            summary="",
            themes=(),
            support_kinds=(),
            expert_id=expert_id,
            previous_offices=previous_offices_of(offices),
            interest_municipalities=tuple(interests),
            **dict(zip(_AS_STORED, values, strict=True)),
        )
        yield RuleProfile(profile, bool(has_address))
