"""Which objects a page is about: what its path may name, and where that is looked up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from expert_registry.tables import Partner
from service.actions.agreements.agreement_in_force import agreement_of_version
from service.mail.template_pieces import mail_kinds
from service.storage.duty_shift import DutyShift
from service.storage.invitation import Assignment, Invitation
from service.storage.legal_hold import LegalHold
from service.storage.mail_template_version import DELIVERED, by_number
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.passkey import Passkey
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from service.web.accounts.current_user import own_session
from service.web.registry.own_experts import find_expert

Path = Mapping[str, Any]
Lookup = Callable[[Session, Path], bool]
LARGEST = 2147483647
"""The highest id that both databases take."""


@dataclass(frozen=True)
class Scope:
    """Which objects: `words` say it, in English for the documentation.

    `places` has each variable part of a path that may lead to them, with what says whether the
    object is there for who asks; None where the token is checked, or nothing of anybody is meant.
    """

    words: str
    places: Mapping[str, Lookup | None] = field(default_factory=dict)

    def holds(self, session: Session, path: Path) -> bool:
        """Say whether all that the path names is there for who asks; what is unknown is not."""
        lookups = [self.places[name] for name in path if name in self.places]
        known = len(lookups) == len(path)
        return known and all(lookup is None or lookup(session, path) for lookup in lookups)


def _row(column: InstrumentedAttribute[Any], name: str) -> Lookup:
    """Whether a row has in this column what the path has under this name."""

    def lookup(session: Session, path: Path) -> bool:
        value = path[name]
        if isinstance(value, int) and value > LARGEST:
            return False
        return session.scalar(select(column).where(column == value)) is not None

    return lookup


def _of_the_case(
    table: type[Invitation | Assignment | PartnerConsent | OutboxMail], name: str
) -> Lookup:
    """Whether this part belongs to the case in the path; that of another does not exist."""

    def lookup(session: Session, path: Path) -> bool:
        case = select(SupportRequest.id).where(SupportRequest.reference == path["reference"])
        part = select(table.id).where(table.id == path[name], table.request_id.in_(case))
        return session.scalar(part) is not None

    return lookup


def _expert_of_own_partner(session: Session, path: Path) -> bool:
    """Whether the user may see this expert. Raises NotFound, which the audit log tells."""
    return find_expert(session, path["expert_id"]) is not None


def _own_passkey(session: Session, path: Path) -> bool:
    if path["passkey_id"] > LARGEST:
        return False
    found = session.get(Passkey, path["passkey_id"])
    return found is not None and found.user_id == own_session().user.id


def _agreement(session: Session, path: Path) -> bool:
    return agreement_of_version(session, path["number"]) is not None


def _mail_kind(_session: Session, path: Path) -> bool:
    return path["kind"] in mail_kinds()


def _wording(session: Session, path: Path) -> bool:
    number = path["number"]
    return number == DELIVERED or by_number(session, path["kind"], number) is not None


NO_RECORD = Scope("no stored record", {"why": None})
OWN_FILES = Scope("files of the program", {"filename": None})
OF_THE_LINK = Scope("only what the link in the mail was made for", {"token": None})
OWN_ACCOUNT = Scope("the own account and sessions", {"passkey_id": _own_passkey})
CASES_OR_NUMBERS = Scope("all cases; a programme manager sees numbers only, none under 5")
NUMBERS = Scope("numbers over all cases, none under 5")
CASES = Scope("all cases")
ONE_CASE = Scope(
    "every case, with only its own invitations, assignments, questions and mails",
    {
        "reference": _row(SupportRequest.reference, "reference"),
        "invitation_id": _of_the_case(Invitation, "invitation_id"),
        "assignment_id": _of_the_case(Assignment, "assignment_id"),
        "consent_id": _of_the_case(PartnerConsent, "consent_id"),
        "mail_id": _of_the_case(OutboxMail, "mail_id"),
        "name": None,
    },
)
OWN_PARTNERS_EXPERTS = Scope(
    "every expert; a contact of a partner only those of the own partner",
    {"expert_id": _expert_of_own_partner},
)
PARTNERS = Scope("every partner", {"partner_id": _row(Partner.id, "partner_id")})
ALL_ACCOUNTS = Scope("every account", {"user_id": _row(UserAccount.id, "user_id")})
ROSTER = Scope("the whole roster", {"shift_id": _row(DutyShift.id, "shift_id")})
AGREEMENTS = Scope("every version of the agreement", {"number": _agreement})
WORDINGS = Scope("every mail text", {"kind": _mail_kind, "number": _wording})
HOLDS = Scope("what was destroyed and every hold", {"hold_id": _row(LegalHold.id, "hold_id")})
WHOLE_LOG = Scope("the whole log")
ALARMS = Scope("all alarms")
