"""What a sweep needs to know of the requests that it has locked: one query per table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.terms_of import terms_of
from service.actions.mail.recipients import escalation_recipients
from service.domain.channel import Channels
from service.domain.response_time import Terms
from service.domain.service_agreement import Level
from service.domain.working_time import Pause
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.deadline import Deadline
from service.storage.invitation import Invitation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


@dataclass
class DueWork:
    """The due deadlines of some locked requests, with their pauses and invitations."""

    session: Session
    now: datetime
    channels: Channels
    _rows: dict[int, list[Deadline]]
    _pauses: dict[int, list[Pause]]
    _invitations: dict[int, Invitation]
    _receivers: dict[tuple[str, int | None], list[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, session: Session, now: datetime, channels: Channels, request_ids: Sequence[int]
    ) -> "DueWork":
        """Read all of it as it is now that the requests are locked."""
        rows = deadlines.due_of_requests(session, request_ids, now)
        asked = [row.invitation_id for row in rows if row.invitation_id is not None]
        by_request: dict[int, list[Deadline]] = {}
        for row in rows:
            by_request.setdefault(row.request_id, []).append(row)
        return cls(
            session,
            now,
            channels,
            by_request,
            history_event.pauses_of(session, list(by_request)),
            invitations.by_ids(session, asked),
        )

    def rows(self, request: SupportRequest) -> Sequence[Deadline]:
        """Give the deadlines of a request that must be looked at, the longest due first."""
        return self._rows.get(request.id, ())

    def terms(self, request: SupportRequest) -> Terms:
        """Give the terms of a request, with its pauses."""
        return terms_of(request, self.now, self._pauses.get(request.id, ()))

    def invitation(self, row: Deadline) -> Invitation | None:
        """Give the invitation that a deadline is about, or None."""
        return self._invitations[row.invitation_id] if row.invitation_id else None

    def consent(self, row: Deadline) -> PartnerConsent | None:
        """Give the consent that a deadline is about, or None."""
        if row.partner_consent_id is None:
            return None
        return self.session.get_one(PartnerConsent, row.partner_consent_id)

    def receivers(self, request: SupportRequest, level: Level) -> list[int]:
        """Give who hears of a step at this level (user ids); asked once for all that share it."""
        key = (level, request.owner_id if level is Level.OWNER else None)
        if key not in self._receivers:
            self._receivers[key] = escalation_recipients(self.session, self.now, request, level)
        return self._receivers[key]
