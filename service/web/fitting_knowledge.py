"""Guides and tools that fit a request, for the requester and for the expert who takes it on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import KnowledgeItem
from service.storage.match_run import latest_run
from service.storage.request import SupportRequest

MOST = 6
EVERY = "*"


def fitting_knowledge(session: Session, request: SupportRequest) -> list[KnowledgeItem]:
    """Give what the latest ranking found; by ticked theme and phase while there is none."""
    run = None if request.held else latest_run(session, request.id)
    if run is None or not run.knowledge:
        return _by_theme(session, request)
    ids = [found["id"] for found in run.knowledge]
    rows = session.scalars(select(KnowledgeItem).where(KnowledgeItem.id.in_(ids)))
    return sorted(rows, key=lambda item: ids.index(item.id))


def _by_theme(session: Session, request: SupportRequest) -> list[KnowledgeItem]:
    """Give the items on the themes and the phase of the request, the most specific first."""
    themes = set(request.themes)
    fitting = [
        item
        for item in session.scalars(select(KnowledgeItem).order_by(KnowledgeItem.id))
        if (EVERY in item.themes or themes.intersection(item.themes))
        and (EVERY in item.phases or request.phase in item.phases)
    ]
    return sorted(fitting, key=lambda item: -len(themes.intersection(item.themes)))[:MOST]
