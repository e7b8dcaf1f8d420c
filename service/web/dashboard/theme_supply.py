"""Who can be asked for each theme."""

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.availability import absent_on
from expert_registry.stored_profiles import profile_of
from expert_registry.supply_overview import can_help
from expert_registry.tables import Expert
from service.domain.opening_hours import AMSTERDAM
from service.domain.theme_balance import ThemeSupply
from service.web.registry_cache import kept

Supplies = dict[str, ThemeSupply]


def theme_supply(session: Session, now: datetime) -> Supplies:
    """Give the supply of each theme (slug) that somebody knows.

    Able is who is active, with consent and an address; present is who is not absent today.
    """
    return kept(session, now, "theme_supply", lambda: _counted(session, now))


def _counted(session: Session, now: datetime) -> Supplies:
    today = now.astimezone(AMSTERDAM).date()
    able: Counter[str] = Counter()
    present: Counter[str] = Counter()
    for row in session.scalars(select(Expert).where(Expert.status == "active")):
        profile = profile_of(row)
        if not can_help(profile, now, has_address=bool(row.email)):
            continue
        able.update(set(profile.themes))
        if not absent_on(profile, today):
            present.update(set(profile.themes))
    return {theme: ThemeSupply(able[theme], present[theme]) for theme in able}
