"""The profile of an expert as a plain value, and the text of it that may be embedded."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PreviousOffice:
    """A municipality where the expert held office; `until` None = the end date is unknown."""

    municipality: str
    until: date | None


@dataclass(frozen=True)
class Contact:
    """How an expert is reached; never part of a profile, never embedded."""

    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ExpertProfile:
    """What the rules and the search know of an expert; no contact data.

    `themes` are slugs, the main theme first. Dates are calendar days in the Netherlands,
    `consent_at` is an aware UTC datetime. `expert_id` is 0 while the profile is not stored.
    """

    external_id: str
    partner_id: str
    summary: str
    themes: tuple[str, ...]
    support_kinds: tuple[str, ...]
    name: str = ""
    role_title: str = ""
    phases: tuple[str, ...] = ()
    past_cases: tuple[str, ...] = ()
    population_classes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    travel_regions: tuple[str, ...] = ()
    weekly_availability: tuple[str, ...] = ()
    duty: bool = False
    max_active: int = 2
    cooldown_days: int = 14
    max_per_quarter: int = 4
    municipality: str | None = None
    previous_offices: tuple[PreviousOffice, ...] = ()
    interest_municipalities: tuple[str, ...] = ()
    region: str | None = None
    party: str | None = None
    office_status: str | None = None
    years_in_office: int | None = None
    home_organisation: str | None = None
    workdays_only: bool = False
    discipline: str | None = None
    consent_what: str | None = None
    consent_version: str | None = None
    consent_at: datetime | None = None
    review_due: date | None = None
    status: str = "active"
    unavailable_until: date | None = None
    unavailable_since: date | None = None
    expert_id: int = 0


def profile_text(profile: ExpertProfile) -> str:
    """The professional text that is embedded: role title, summary and past cases.

    Names, contact data, party and municipality stay out, so that neither the vectors nor the
    lexical index can rank on them.
    """
    parts = (profile.role_title, profile.summary, *profile.past_cases)
    return "\n".join(part.strip() for part in parts if part.strip())
