"""The intake form as a value: what a mayor's office tells us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.urgency import Urgency


class Phase(StrEnum):
    """Phase of the unrest (source: the Rotterdam introduction file)."""

    SIMMERING = "sluimerend_ongenoegen"
    RISING = "oplopende_spanningen"
    ESCALATION = "escalatie"
    AFTERMATH = "na_de_escalatie"


class TriangleMet(StrEnum):
    """Whether mayor, police and prosecutor have met."""

    YES = "yes"
    NO = "no"
    PLANNED = "planned"


class MediaAttention(StrEnum):
    """How far the media have picked it up."""

    NONE = "none"
    LOCAL = "local"
    NATIONAL = "national"


class Source(StrEnum):
    """How a request came in."""

    FORM = "form"
    TELEPHONE = "telephone"


@dataclass(frozen=True)
class Intake:
    """A complete, checked intake; times are aware UTC, texts are trimmed."""

    municipality: str
    requester_name: str
    requester_role: str
    requester_email: str
    requester_phone: str
    mayor_informed: bool
    situation: str
    question: str
    themes: tuple[str, ...]
    support_kinds: tuple[str, ...]
    phase: Phase
    expected_moment: datetime | None
    urgency: Urgency
    triangle_met: TriangleMet
    crisis_structure_active: bool
    neighbour_allowed: bool
    expected_size: str = ""
    online_dimension: bool | None = None
    done_so_far: str = ""
    preferred_partner: str | None = None
    avoid: str = ""
    second_contact: str = ""
    media_attention: MediaAttention = MediaAttention.NONE
    municipality_may_be_named: bool = False
    referral_signals: tuple[str, ...] = ()
    confirmed_false_alarms: tuple[str, ...] = ()
