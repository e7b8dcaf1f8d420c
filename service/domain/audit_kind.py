"""What the audit log tells, and from where somebody came, without an address."""

from enum import StrEnum
from ipaddress import ip_address


class AuditKind(StrEnum):
    """What was done."""

    READ = "read"
    CASE_ACT = "case_act"
    SETTING = "setting"
    PROFILE = "profile"
    EXPORT = "export"
    LOG_IN = "log_in"
    LOG_IN_REFUSED = "log_in_refused"
    LOG_OUT = "log_out"
    ACCOUNT = "account"
    ACCOUNT_CHANGED = "account_changed"
    SECOND_FACTOR = "second_factor"
    SESSION = "session"
    EXPIRED = "expired"
    DESTROYED = "destroyed"
    DENIED = "denied"


ONCE_IN_A_WHILE = (AuditKind.READ, AuditKind.LOG_IN_REFUSED, AuditKind.DENIED)
"""What would fill the log if it were told each time; nobody needs to log in for some of it."""


class Subject(StrEnum):
    """What kind of record it was done to."""

    CASE = "case"
    EXPERT = "expert"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    WORDING = "wording"
    ROSTER = "roster"
    ACCOUNT = "account"
    AUDIT = "audit"
    DESTRUCTION = "destruction"
    PERSON = "person"
    KEYS = "keys"
    PAGE = "page"


class Origin(StrEnum):
    """From where somebody came: as much as is needed to see that it is odd."""

    COMMAND = "command"
    PROGRAM = "program"
    THIS_HOST = "this_host"
    PRIVATE_NETWORK = "private_network"
    INTERNET = "internet"
    UNKNOWN = "unknown"


def origin_of(address: str | None) -> Origin:
    """Give the kind of network of an IP address; the address itself is kept nowhere."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return Origin.UNKNOWN
    if found.is_loopback:
        return Origin.THIS_HOST
    return Origin.PRIVATE_NETWORK if found.is_private else Origin.INTERNET
