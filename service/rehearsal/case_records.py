"""What the database says of the case that is played."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.database import reading, writing
from service.domain.actor import Role
from service.rehearsal.login_links import login_link
from service.storage import invitation as invitations
from service.storage import (
    match_run,
    outbox_mail,
    partner_consent,
    shortlist_entry,
    user_account,
)
from service.storage import request as requests
from service.storage.match_run import MatchRun
from service.storage.outbox_mail import MailState
from service.storage.request import SupportRequest


class CaseRecords:
    """Reads the case with this reference number; every answer is fresh."""

    def __init__(self, engine: Engine, reference: str) -> None:
        self.reference = reference
        self._engine = engine

    def status(self) -> str:
        """Give where the request stands."""
        with self.reading() as session:
            return self._request(session).status

    def candidates(self) -> int:
        """Give how many experts the latest shortlist has; 0 while there is none."""
        with self.reading() as session:
            run = self._run(session)
            return len(match_run.candidates(session, run.id)) if run else 0

    def ranked_by_meaning(self) -> bool:
        """Say whether the latest shortlist was made with vectors, and tells by which model."""
        with self.reading() as session:
            run = self._run(session)
            return bool(run and not run.degraded and run.model_id and run.registry_version)

    def invited(self) -> list[str]:
        """Give the addresses of the experts who were invited, in that order."""
        with self.reading() as session:
            found = invitations.of_request(session, self._request(session).id)
            return [invitation.expert.email for invitation in found]

    def consulted(self) -> tuple[str, list[str], list[str]]:
        """Give the address of the partner that is asked, its experts on the list and the others."""
        with self.reading() as session:
            request = self._request(session)
            (consent,) = partner_consent.of_request(session, request.id)
            listed = [entry.expert for entry in shortlist_entry.of_request(session, request.id)]
            own = [one.name for one in listed if one.id in consent.expert_ids]
            others = [one.name for one in listed if one.id not in consent.expert_ids]
            return consent.partner.contact_email, own, others

    def consented(self) -> bool:
        """Say whether the partner that was asked agreed to all."""
        with self.reading() as session:
            asked = partner_consent.of_request(session, self._request(session).id)
            return [one.agreed_ids for one in asked] == [one.expert_ids for one in asked]

    def name_of(self, address: str) -> str:
        """Give the name of the expert with this address."""
        with self.reading() as session:
            return _expert_with(session, address).name

    def mail_sent(self, kind: str, address: str) -> bool:
        """Say whether this expert was sent a mail of this kind about the case."""
        with self.reading() as session:
            expert_id = _expert_with(session, address).id
            return any(
                mail.kind == kind
                and mail.recipient_id == expert_id
                and mail.state == MailState.SENT
                for mail in outbox_mail.of_request(session, self._request(session).id)
            )

    def login_link(self, base_url: str) -> str:
        """Give a one-time log-in link for the coordinator."""
        with writing(self._engine) as session:
            coordinator = user_account.with_role(session, Role.COORDINATOR)[0]
            return login_link(session, datetime.now(UTC), coordinator, base_url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads."""
        with reading(self._engine) as session:
            yield session

    def _request(self, session: Session) -> SupportRequest:
        found = requests.by_reference(session, self.reference)
        if found is None:
            raise LookupError(f"no request {self.reference}")
        return found

    def _run(self, session: Session) -> MatchRun | None:
        return match_run.latest_run(session, self._request(session).id)


def _expert_with(session: Session, address: str) -> Expert:
    """Give the expert with this address; it is sealed, so the database cannot look for it."""
    (found,) = [one for one in session.scalars(select(Expert)) if one.email == address]
    return found
