"""The Dutch names behind the codes of themes, kinds of support and partners."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Partner, SupportKind, Theme


def theme_labels(session: Session, slugs: Sequence[str]) -> list[str]:
    """Give the names of themes, in the same order; an unknown code stays as it is."""
    found = session.scalars(select(Theme).where(Theme.slug.in_(slugs)))
    names = {theme.slug: theme.label_nl for theme in found}
    return [names.get(slug, slug) for slug in slugs]


def support_kind_labels(session: Session, slugs: Sequence[str]) -> list[str]:
    """Give the names of kinds of support, in the same order."""
    found = session.scalars(select(SupportKind).where(SupportKind.slug.in_(slugs)))
    names = {kind.slug: kind.label_nl for kind in found}
    return [names.get(slug, slug) for slug in slugs]


def partner_name(session: Session, partner_id: str) -> str:
    """Give the name of a partner."""
    found = session.get(Partner, partner_id)
    return found.name if found else partner_id
