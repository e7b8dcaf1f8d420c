"""The questions to partners of a case, in words."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.actions.partner_consent.ask_consents import may_ask
from service.actions.partner_consent.bureau_powers import MAY_ASK_AGAIN, MAY_WITHDRAW
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.partner_consent import ConsentState
from service.domain.request_status import OPEN_STATES
from service.storage import partner_consent as consents
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from service.web.labels import expert_names, listed

STATE = {
    ConsentState.OPEN: lazy("wacht op antwoord"),
    ConsentState.AGREED: lazy("akkoord"),
    ConsentState.REFUSED: lazy("niet akkoord"),
    ConsentState.EXPIRED: lazy("niet op tijd geantwoord"),
    ConsentState.UNDELIVERABLE: lazy("vraag niet aangekomen"),
    ConsentState.WITHDRAWN: lazy("zonder deze partner"),
    ConsentState.NOT_NEEDED: lazy("niet meer nodig"),
}


@dataclass(frozen=True)
class ConsentLine:
    """One question: the experts as options (id, name), those agreed to, and what can be done."""

    consent: PartnerConsent
    state: str
    experts: list[tuple[str, str]]
    agreed: str
    may_record: bool
    may_ask_again: bool
    may_withdraw: bool


def consent_lines(session: Session, request: SupportRequest) -> list[ConsentLine]:
    """Give the questions of a case, the latest first."""
    found = consents.of_request(session, request.id)
    ids = {expert_id for consent in found for expert_id in consent.expert_ids}
    names = expert_names(session, ids)
    is_open, asking = request.status in OPEN_STATES, may_ask(session, request)
    return [
        ConsentLine(
            consent=consent,
            state=_(STATE[ConsentState(consent.state)]),
            experts=[(str(e), names[e]) for e in consent.expert_ids if e in names],
            agreed=listed([names[e] for e in consent.agreed_ids if e in names]),
            may_record=is_open and consent.state not in CLOSED,
            may_ask_again=asking and consent.state in MAY_ASK_AGAIN,
            may_withdraw=is_open and consent.state in MAY_WITHDRAW,
        )
        for consent in reversed(found)
    ]


CLOSED = (ConsentState.WITHDRAWN, ConsentState.NOT_NEEDED)
