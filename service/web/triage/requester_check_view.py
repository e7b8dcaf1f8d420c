"""Whether the requester is who they say, in words: the address, the mailbox, the call."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.requester_check import (
    CallVia,
    DomainMark,
    domain_of,
    mark_of,
    possible_owners,
)
from service.storage import municipality_domain
from service.storage.request import SupportRequest
from service.web.local_time import moment_text

CALL_VIA = {
    CallVia.SWITCHBOARD: lazy("het algemene nummer van de gemeente"),
    CallVia.KNOWN: lazy("een nummer dat het bureau al kende"),
    CallVia.FORM: lazy("het nummer uit de aanvraag"),
}


@dataclass(frozen=True)
class RequesterCheck:
    """What is known: `mark` tells the colour, the sentences tell the rest.

    `call_switchboard` asks to call by a number that did not come from the requester.
    """

    mark: DomainMark
    address: str
    mailbox: str
    called: str
    call_switchboard: bool


def requester_check(session: Session, case: SupportRequest) -> RequesterCheck:
    """Give what is known of the requester of a case."""
    rows = municipality_domain.of_domains(session, possible_owners(case.requester_email))
    owners = [row.municipality for row in rows]
    mark = mark_of(case.municipality, owners)
    via = CallVia(case.call_back_via) if case.call_back_via else None
    proven = via is not None and via.proves
    return RequesterCheck(
        mark=mark,
        address=_address(case, mark, owners),
        mailbox=_mailbox(case),
        called=_("Gebeld op %(number)s.") % {"number": _(CALL_VIA[via])} if via else "",
        call_switchboard=mark is not DomainMark.OWN and not proven,
    )


def call_via_options() -> list[tuple[str, str]]:
    """Give the numbers on which a requester can be called, as choices."""
    return [(via.value, _(words)) for via, words in CALL_VIA.items()]


def _address(case: SupportRequest, mark: DomainMark, owners: list[str]) -> str:
    if mark is DomainMark.OWN:
        return _("Het e-mailadres is van de gemeente %(name)s.") % {"name": case.municipality}
    if mark is DomainMark.OTHER:
        names = {"names": ", ".join(owners)}
        return _("Het e-mailadres is van een andere gemeente: %(names)s.") % names
    domain = domain_of(case.requester_email)
    if not domain:
        return _("Het domein van het e-mailadres is onbekend.")
    return _("Onbekend domein: %(domain)s.") % {"domain": domain}


def _mailbox(case: SupportRequest) -> str:
    if case.mailbox_confirmed_at is None:
        return _("Mailadres nog niet bevestigd.")
    return _("Mailadres bevestigd op %(at)s.") % {"at": moment_text(case.mailbox_confirmed_at)}
