"""Everything of which an e-mail address says whose it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from expert_registry.tables import Expert, Partner
from service.domain.audit_kind import Subject
from service.storage import case_text
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount


@dataclass(frozen=True)
class Person:
    """The records of one address; `named_in` are texts of other cases: request id and place."""

    address: str
    requests: Sequence[SupportRequest]
    experts: Sequence[Expert]
    partners: Sequence[Partner]
    accounts: Sequence[UserAccount]
    named_in: Sequence[tuple[int, str]]

    def records(self) -> Iterator[tuple[Subject, object]]:
        """Give each record once, as the audit log names it."""
        cases = dict.fromkeys([one.id for one in self.requests] + [one for one, _ in self.named_in])
        yield from ((Subject.CASE, number) for number in cases)
        yield from ((Subject.EXPERT, expert.id) for expert in self.experts)
        yield from ((Subject.PARTNER, partner.id) for partner in self.partners)
        yield from ((Subject.ACCOUNT, account.id) for account in self.accounts)


def find_person(session: Session, address: str) -> Person:
    """Give what is known of an address, capitals aside."""

    def having(column: InstrumentedAttribute[str]) -> list[Any]:
        # Addresses are sealed, so each is read; the database cannot compare them.
        table: Any = column.class_
        rows = session.execute(select(table.id, column).order_by(table.id))
        own = [number for number, held in rows if held.lower() == address.lower()]
        return [session.get_one(table, number) for number in own]

    requests = having(SupportRequest.requester_email)
    own = {request.id for request in requests}
    return Person(
        address,
        requests,
        having(Expert.email),
        having(Partner.contact_email),
        having(UserAccount.email),
        [one for one in case_text.places_with(session, address) if one[0] not in own],
    )
