"""How often something may be tried, and what happens after that; reasons in docs/security."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from service.domain.errors import Refusal
from service.domain.urgency import Urgency


class Attempt(StrEnum):
    """What is counted; the comment says per what."""

    LOG_IN = "log_in"  # wrong log-ins and log-in links, per source
    ACCOUNT_LOG_IN = "account_log_in"  # wrong log-ins, per account
    SIGN_ON = "sign_on"  # log-ins begun at the provider, per source
    LINK = "link"  # links from a mail that were never sent, per source
    INTAKE = "intake"  # stored requests, per source
    ALL_INTAKE = "all_intake"  # stored requests, from everywhere
    ACT_LINK = "act_link"  # links that somebody asks for on a page, per request
    ADDED = "added"  # additions of the requester, per request
    MAIL = "mail"  # mails to people outside the bureau, per address
    ALERT = "alert"  # mails about cases to a colleague, per person
    NOTICE = "notice"  # notices beside mail, per channel


@dataclass(frozen=True)
class Limit:
    """So many within so long, counted from the first; `urgent` holds for what is acute."""

    most: int
    within: timedelta
    urgent: int = 0

    def of(self, *, acute: bool) -> int:
        """Give how many there may be."""
        return self.urgent if acute and self.urgent else self.most


MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

LIMITS: Mapping[Attempt, Limit] = {
    Attempt.LOG_IN: Limit(10, 15 * MINUTE),
    Attempt.ACCOUNT_LOG_IN: Limit(50, HOUR),
    Attempt.SIGN_ON: Limit(60, 15 * MINUTE),
    Attempt.LINK: Limit(20, 15 * MINUTE),
    Attempt.INTAKE: Limit(20, HOUR, urgent=40),
    Attempt.ALL_INTAKE: Limit(100, HOUR, urgent=200),
    Attempt.ACT_LINK: Limit(6, HOUR),
    Attempt.ADDED: Limit(20, HOUR),
    Attempt.MAIL: Limit(60, HOUR, urgent=120),
    Attempt.ALERT: Limit(10, 15 * MINUTE, urgent=20),
    Attempt.NOTICE: Limit(10, 15 * MINUTE),
}

MOST_NOTICES_BY_MAIL = 20
"""Of the mails to an address so many may be ones that only inform; the rest is for steps."""

INFORMS_ONLY = frozenset(
    {
        "answer_later",
        "evaluation_expert",
        "evaluation_requester",
        "invitation_reminder",
        "partner_consent_reminder",
        "question_reminder",
        "request_closed",
    }
)
"""Kinds of mail that ask for no step now; all others are steps of a case."""

EVERYWHERE = ""
"""The subject of what is counted from everywhere together."""


class TooManyAttempts(Refusal):
    """It was tried too often (429); `until` (UTC) is from when it may be tried again."""

    def __init__(self, attempt: Attempt, until: datetime) -> None:
        super().__init__(attempt.value)
        self.attempt = attempt
        self.until = until


def most_mails(kind: str, urgency: str) -> int:
    """Give how many mails may go to an address within the hour before one of this kind waits."""
    if kind in INFORMS_ONLY:
        return MOST_NOTICES_BY_MAIL
    return LIMITS[Attempt.MAIL].of(acute=urgency == Urgency.U1)


def network_of(address: str) -> str:
    """Give what counts as one source: an IPv4 address, or the /64 network of an IPv6 address.

    Who has one IPv6 address has a whole /64. A port behind the address is left out; what is no
    address at all gives 'unknown'.
    """
    text = address.strip().removeprefix("[").partition("]")[0]
    if text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))


def seconds_until(until: datetime, now: datetime) -> int:
    """Give the whole seconds to wait, at least one, as the header Retry-After wants them."""
    return max(1, -(-(until - now) // timedelta(seconds=1)))
