"""Who does something."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the people who log in."""

    COORDINATOR = "coordinator"
    DEPUTY_COORDINATOR = "deputy_coordinator"
    PARTNER_CONTACT = "partner_contact"
    PROGRAMME_MANAGER = "programme_manager"
    PRIVACY_OFFICER = "privacy_officer"
    ADMIN = "admin"

    @property
    def opens_cases(self) -> bool:
        """Say whether this role works on cases; the others see numbers, or their own experts."""
        return self in (Role.COORDINATOR, Role.DEPUTY_COORDINATOR, Role.ADMIN)

    @property
    def needs_second_factor(self) -> bool:
        """Say whether a password alone is not enough; a partner's contact may choose."""
        return self is not Role.PARTNER_CONTACT


class ActorKind(StrEnum):
    """On which side of a case somebody stands."""

    STAFF = "staff"
    REQUESTER = "requester"
    EXPERT = "expert"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """The one who does a step: its kind and, for staff and experts, its id."""

    kind: ActorKind
    id: int | None = None


SYSTEM = Actor(ActorKind.SYSTEM)
REQUESTER = Actor(ActorKind.REQUESTER)
PARTNER = Actor(ActorKind.PARTNER)


def staff(user_id: int) -> Actor:
    """Give the actor for a logged-in member of the bureau."""
    return Actor(ActorKind.STAFF, user_id)


def expert(expert_id: int) -> Actor:
    """Give the actor for an expert who answers by link."""
    return Actor(ActorKind.EXPERT, expert_id)
