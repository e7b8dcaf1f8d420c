"""What a partner sees: the neutral summary and its own experts, nothing of other partners."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.errors import DeadLink
from service.domain.partner_consent import ENDED, ConsentState, check_waits
from service.domain.request_status import OPEN_STATES
from service.domain.urgency import Urgency
from service.storage.partner_consent import PartnerConsent
from service.web.labels import support_kind_labels, theme_names


@dataclass(frozen=True)
class NamedExpert:
    """One of the partner's own experts; `agreed` once the partner has answered yes."""

    id: int
    name: str
    role_title: str
    themes: list[str]
    agreed: bool


@dataclass(frozen=True)
class ConsentPage:
    """Everything on the page; times are aware UTC. `municipality` is empty when not to be named.

    `limit` is how many at once were agreed with the partner in general.
    """

    state: str
    partner: str
    answered_at: datetime | None
    answer_by: datetime
    summary: str
    urgency: Urgency
    support_kinds: list[str]
    municipality: str
    experts: list[NamedExpert]
    limit: int | None
    most: int | None


def check_shown(consent: PartnerConsent, now: datetime) -> None:
    """Raise DeadLink unless the question waits for an answer, or its answer still counts."""
    if consent.request.status not in OPEN_STATES:
        raise DeadLink(ENDED)
    state = ConsentState(consent.state)
    if state not in (ConsentState.AGREED, ConsentState.REFUSED):
        check_waits(state, consent.answer_by, now)


def consent_page(session: Session, consent: PartnerConsent) -> ConsentPage:
    """Read what the partner may see before and after the answer."""
    request = consent.request
    return ConsentPage(
        state=consent.state,
        partner=consent.partner.name,
        answered_at=consent.answered_at,
        answer_by=consent.answer_by,
        summary=request.neutral_summary,
        urgency=Urgency(request.urgency),
        support_kinds=support_kind_labels(session, request.support_kinds),
        municipality=request.municipality if request.municipality_may_be_named else "",
        experts=_experts(session, consent),
        limit=consent.partner.consent_limit,
        most=consent.most,
    )


def _experts(session: Session, consent: PartnerConsent) -> list[NamedExpert]:
    rows = session.scalars(select(Expert).where(Expert.id.in_(consent.expert_ids))).all()
    found, labels = {row.id: row for row in rows}, theme_names(session)
    return [
        NamedExpert(
            id=expert_id,
            name=found[expert_id].name,
            role_title=found[expert_id].role_title,
            themes=[labels.get(slug, slug) for slug in found[expert_id].themes],
            agreed=expert_id in consent.agreed_ids,
        )
        for expert_id in consent.expert_ids
        if expert_id in found
    ]
