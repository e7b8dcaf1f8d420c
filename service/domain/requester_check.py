"""What speaks for a requester being who they say: the domain of the address, and the call.

All of it is advice for the coordinator. Only the call back stands between a request and the
invitations, and a coordinator can leave it out with a reason.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class DomainMark(StrEnum):
    """Whose domain an address is at, as far as is known."""

    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"


class CallVia(StrEnum):
    """On which number a requester was called, the most telling first."""

    SWITCHBOARD = "switchboard"
    KNOWN = "known"
    FORM = "form"

    @property
    def proves(self) -> bool:
        """Say whether the number came from elsewhere than from who asks."""
        return self is not CallVia.FORM


def domain_of(address: str) -> str:
    """Give the domain of an e-mail address, in small letters; empty where it has no plain one.

    No municipality of ours mails from a domain with other letters than a to z, so these and
    their `xn--` form only ever look like one: they are never recognised.
    """
    domain = address.strip().rpartition("@")[2].lower()
    plain = _DOMAIN.fullmatch(domain) and not any(
        part.startswith("xn--") for part in domain.split(".")
    )
    return domain if plain else ""


def possible_owners(address: str) -> list[str]:
    """Give the domains that an address may belong to: its own, and those above it.

    `post.zeist.nl` belongs to `zeist.nl`; `zeist.nl.example` and `gemeente-zeist.nl` do not.
    """
    parts = domain_of(address).split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]


def mark_of(municipality: str, owners: Iterable[str]) -> DomainMark:
    """Give the mark of an address of which these municipalities own the domain."""
    found = set(owners)
    if municipality in found:
        return DomainMark.OWN
    return DomainMark.OTHER if found else DomainMark.UNKNOWN


def most_telling(calls: Iterable[str | None]) -> CallVia | None:
    """Give the number that says most of those that were called; None where none was noted."""
    noted = set(calls)
    return next((via for via in CallVia if via in noted), None)
