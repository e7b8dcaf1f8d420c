"""Which entries of the audit log are shown, as the address of the page says it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.audit_kind import AuditKind
from service.domain.opening_hours import AMSTERDAM
from service.storage import request as requests
from service.storage.audit_search import AuditSearch

KIND, WHO, CASE, SINCE, UNTIL = "soort", "wie", "aanvraag", "vanaf", "tot"
LONGEST = 40
NO_CASE = 0


@dataclass(frozen=True)
class Chosen:
    """The choices that hold, by the name of their field, and what to look for then."""

    fields: Mapping[str, str]
    search: AuditSearch


def chosen(session: Session, typed: Mapping[str, str], accounts: Collection[int]) -> Chosen:
    """Give what was chosen; a value that is no choice counts as not chosen.

    `tot` is the last day that is shown. A case that does not exist gives no entries.
    """
    fields = {
        name: text
        for name in (KIND, WHO, CASE, SINCE, UNTIL)
        if (text := typed.get(name, "").strip()[:LONGEST])
    }
    _drop_unless(fields, KIND, [kind.value for kind in AuditKind])
    _drop_unless(fields, WHO, [str(account) for account in accounts])
    since, last = (_day(fields, name) for name in (SINCE, UNTIL))
    search = AuditSearch(
        kind=fields.get(KIND),
        account_id=int(fields[WHO]) if WHO in fields else None,
        request_id=_case(session, fields),
        since=_begin(since) if since else None,
        until=_begin(last + timedelta(days=1)) if last else None,
    )
    return Chosen(fields, search)


def _drop_unless(fields: dict[str, str], name: str, allowed: Collection[str]) -> None:
    if fields.get(name) not in allowed:
        fields.pop(name, None)


def _case(session: Session, fields: Mapping[str, str]) -> int | None:
    if CASE not in fields:
        return None
    found = requests.by_reference(session, fields[CASE].upper())
    return found.id if found else NO_CASE


def _day(fields: dict[str, str], name: str) -> date | None:
    try:
        day = date.fromisoformat(fields.get(name, ""))
    except ValueError:
        day = date.min
    if 2000 <= day.year < 3000:
        return day
    fields.pop(name, None)
    return None


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
