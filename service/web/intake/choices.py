"""What can be chosen on the intake form, from the database and from the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Municipality
from service.domain import duty
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.storage import duty_shift, referral
from service.web.labels import partner_names, support_kind_names, theme_names
from service.web.local_time import dialled

Option = tuple[str, str]


@dataclass(frozen=True)
class Signal:
    """A referral signal on the form: what it is, and who must be called at once.

    `checked_on` is the day on which somebody last looked whether the number is right. A party
    without a number of its own is reached `through_us`, but only while somebody is on duty.
    """

    code: str
    label: str
    refer_to: str
    phone: str
    checked_on: date | None
    through_us: bool

    @property
    def out_of_reach(self) -> bool:
        """Say whether there is no number to give now."""
        return not dialled(self.phone) and not self.through_us


@dataclass(frozen=True)
class FormChoices:
    """Values and labels for the form.

    `staffed` says whether somebody is on duty now; `staffed_from` (UTC) when the next duty
    begins, None where none is planned.
    """

    municipalities: Sequence[Option]
    themes: Sequence[Option]
    support_kinds: Sequence[Option]
    partners: Sequence[Option]
    signals: Sequence[Signal]
    staffed: bool
    staffed_from: datetime | None


def form_choices(session: Session, now: datetime) -> FormChoices:
    """Read what can be chosen at this moment."""
    return FormChoices(
        municipalities=_municipalities(session, now),
        themes=list(theme_names(session).items()),
        support_kinds=list(support_kind_names(session).items()),
        partners=list(partner_names(session).items()),
        signals=signals(session, now),
        staffed=bool(duty_shift.on_call(session, now)),
        staffed_from=duty.staffed_from(duty_shift.roster_from(session, now), now),
    )


def signals(session: Session, now: datetime) -> list[Signal]:
    """Give the referral directory as plain values, in its order, as it holds at this moment."""
    staffed = bool(duty_shift.on_call(session, now))
    return [
        Signal(t.signal, _(t.signal_nl), _(t.refer_to), t.phone, t.checked_on, staffed)
        for t in referral.directory(session)
    ]


def _municipalities(session: Session, now: datetime) -> list[Option]:
    today = now.astimezone(AMSTERDAM).date()
    rows = session.scalars(
        select(Municipality).where(Municipality.in_region).order_by(Municipality.name)
    )
    return [
        (row.name, row.name)
        for row in rows
        if (row.valid_from is None or row.valid_from <= today)
        and (row.valid_until is None or today < row.valid_until)
    ]
