"""Guides and tools that fit a request, for the expert who takes it on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import KnowledgeItem
from service.storage.request import SupportRequest

MOST = 6
EVERY = "*"


def fitting_knowledge(session: Session, request: SupportRequest) -> list[KnowledgeItem]:
    """Give the items on the themes and the phase of the request, the most specific first."""
    themes = set(request.themes)
    fitting = [
        item
        for item in session.scalars(select(KnowledgeItem).order_by(KnowledgeItem.id))
        if (EVERY in item.themes or themes.intersection(item.themes))
        and (EVERY in item.phases or request.phase in item.phases)
    ]
    return sorted(fitting, key=lambda item: -len(themes.intersection(item.themes)))[:MOST]
