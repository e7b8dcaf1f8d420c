"""Between the row of an expert and the plain values that rules and files use."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.expert import Contact, ExpertProfile, PreviousOffice
from expert_registry.profile_rules import LIST_LIMITS, KnownTerms
from expert_registry.tables import Expert, Partner, SupportKind, Theme

_AS_STORED = tuple(
    field.name
    for field in fields(ExpertProfile)
    if field.name not in LIST_LIMITS and field.name not in ("expert_id", "previous_offices")
)


def profile_of(expert: Expert) -> ExpertProfile:
    """The profile in this row as a value, without contact data."""
    values: dict[str, Any] = {name: getattr(expert, name) for name in _AS_STORED}
    values |= {name: tuple(getattr(expert, name)) for name in LIST_LIMITS}
    offices = previous_offices_of(expert.previous_offices)
    return ExpertProfile(**values, previous_offices=offices, expert_id=expert.id)


def previous_offices_of(stored: Sequence[Mapping[str, str]]) -> tuple[PreviousOffice, ...]:
    """The previous offices in this column as values."""
    return tuple(
        PreviousOffice(
            office["municipality"],
            date.fromisoformat(office["until"]) if office.get("until") else None,
        )
        for office in stored
    )


def contact_of(expert: Expert) -> Contact:
    """The contact data in this row."""
    return Contact(email=expert.email, phone=expert.phone)


def write_profile(expert: Expert, profile: ExpertProfile, contact: Contact) -> None:
    """Puts the values into the row; the caller bumps the registry version."""
    for name in _AS_STORED:
        setattr(expert, name, getattr(profile, name))
    for name in LIST_LIMITS:
        setattr(expert, name, list(getattr(profile, name)))
    expert.previous_offices = [
        {
            "municipality": office.municipality,
            "until": office.until.isoformat() if office.until else "",
        }
        for office in profile.previous_offices
    ]
    expert.email, expert.phone = contact.email, contact.phone


def known_terms(session: Session) -> KnownTerms:
    """The slugs of themes, support kinds and partners in the database."""
    return KnownTerms(
        themes=frozenset(session.scalars(select(Theme.slug))),
        support_kinds=frozenset(session.scalars(select(SupportKind.slug))),
        partners=frozenset(session.scalars(select(Partner.id))),
    )
