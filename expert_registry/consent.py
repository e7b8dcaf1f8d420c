"""Whether an expert agreed to be in the registry, and whether the profile needs a review."""

from datetime import date, datetime

from expert_registry.expert import ExpertProfile
from expert_registry.language import gettext as _

CURRENT_CONSENT_VERSION = "1"


def consent_problem(
    profile: ExpertProfile, now: datetime, current_version: str = CURRENT_CONSENT_VERSION
) -> str | None:
    """Why the consent does not hold at `now` (aware), as a sentence, or None."""
    given_at = profile.consent_at
    if given_at is None or not profile.consent_what:
        return _("Er is geen toestemming van de deskundige vastgelegd.")
    if given_at > now:
        return _("De toestemming van de deskundige gaat pas later in.")
    if profile.consent_version != current_version:
        return _("De toestemming van de deskundige hoort bij een oudere tekst.")
    return None


def review_is_due(profile: ExpertProfile, today: date) -> bool:
    """Whether the profile must be looked at again; a profile never reviewed is due too."""
    return profile.review_due is None or profile.review_due <= today
