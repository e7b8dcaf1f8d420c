"""Experts outside the proposal: found by name, partner or theme, typed in one box."""

import re
from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.language import gettext as _
from service.web.labels import theme_names

# A browser filters this list while one types; more would make the page heavy.
SUGGESTED_AT_MOST = 300
_NUMBER = re.compile(r"(?:.*\bnr )?([0-9]{1,9})")


def suggested_experts(
    session: Session,
    known: Collection[int],
    themes: Collection[str],
    partners: Mapping[str, str],
) -> list[str]:
    """Give active experts as "name · partner · main theme · nr id", those of the themes first."""
    labels = theme_names(session)
    rows = session.execute(
        select(Expert.id, Expert.name, Expert.partner_id, Expert.themes)
        .where(Expert.status == "active")
        .order_by(Expert.name, Expert.id)
    )
    wanted = set(themes)
    found = [row for row in rows if row[0] not in known]
    found.sort(key=lambda row: wanted.isdisjoint(row[3]))
    return [
        " · ".join((name, partners.get(partner, partner), *main_theme, f"nr {expert_id}"))
        for expert_id, name, partner, declared in found[:SUGGESTED_AT_MOST]
        for main_theme in [[labels.get(slug, slug) for slug in declared[:1]]]
    ]


def find_expert(session: Session, typed: str) -> tuple[int | None, str]:
    """Give the id of the expert who was typed, or None and a Dutch sentence that says why not.

    A number counts as it is; a name, or a part of it, must be that of one active expert.
    """
    if number := _NUMBER.fullmatch(typed):
        return int(number[1]), ""
    active = select(Expert.id).where(Expert.status == "active")
    # SQLite folds plain letters only, so a name with accents is first tried as it was typed.
    name, folded = func.lower(Expert.name), typed.lower()
    same, part = name == folded, name.contains(folded, autoescape=True)
    for condition in (Expert.name == typed, same, part):
        ids = session.scalars(active.where(condition).limit(2)).all()
        if len(ids) == 1:
            return ids[0], ""
        if ids:
            return None, _("Meer deskundigen heten zo. Kies iemand uit de lijst.")
    return None, _("Deze naam staat niet in het register. Kies iemand uit de lijst.")
