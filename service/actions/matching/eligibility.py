"""Who may be asked for a request: availability, load, consent and conflicts of interest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from expert_registry.availability import load_limit_reached, unavailability
from expert_registry.conflict import Conflict, ConflictFacts, conflicts
from expert_registry.consent import consent_problem
from expert_registry.expert import ExpertProfile
from expert_registry.rule_profiles import rule_profiles
from expert_registry.tables import Expert, Municipality, MunicipalityNeighbour, Partner
from service.actions.matching.load_facts import NO_LOAD, Load, load_of, load_of_everyone
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.domain.partner_consent import Consent, ConsentAnswer, consent_of
from service.storage import partner_consent as consents
from service.storage.public_holidays import closed_days
from service.storage.request import SupportRequest

# Asked at each look at a list: built once, because building takes longer than answering.
_ONE, _OTHER = MunicipalityNeighbour.name_a, MunicipalityNeighbour.name_b
_NEIGHBOURS = select(_ONE, _OTHER).where(
    or_(bindparam("municipality") == _ONE, bindparam("municipality") == _OTHER)
)
_CONSENTING = select(Partner.id).where(Partner.standing_consent)
_LOCK_EXPERTS = (
    select(Expert.id)
    .where(Expert.id.in_(bindparam("expert_ids", expanding=True)))
    .order_by(Expert.id)
    .with_for_update(key_share=True)
)

AT_ACCEPTANCE = frozenset({"conflict", "consent", "load", "partner_consent", "withdrawn"})


@dataclass(frozen=True)
class Eligibility:
    """Why an expert may not be asked (Dutch reasons), and what speaks softly against it.

    `hard_conflicts` are the kinds of the conflicts of interest that exclude. `partner` says
    whether the own partner agrees: until then the expert may be proposed, but not invited.
    """

    blocked: tuple[str, ...] = ()
    blocked_kinds: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    hard_conflicts: tuple[str, ...] = ()
    partner_id: str = ""
    load: Load = NO_LOAD
    partner: Consent = Consent.GIVEN

    @property
    def awaits_partner(self) -> bool:
        """Say whether the partner must still agree before the expert may be invited."""
        return self.partner in (Consent.AWAITED, Consent.NOT_ASKED)


def check_experts(
    session: Session, now: datetime, request: SupportRequest, expert_ids: Collection[int]
) -> dict[int, Eligibility]:
    """Check each of these experts for this request, at this moment."""
    loads = load_of(session, now, expert_ids, request.id)
    return _checked(session, now, request, expert_ids, loads)


def check_everyone(
    session: Session, now: datetime, request: SupportRequest
) -> dict[int, Eligibility]:
    """Check every expert of the registry for this request, at this moment."""
    loads = load_of_everyone(session, now, request.id)
    return _checked(session, now, request, None, loads)


def _checked(
    session: Session,
    now: datetime,
    request: SupportRequest,
    expert_ids: Collection[int] | None,
    loads: Mapping[int, Load],
) -> dict[int, Eligibility]:
    rules = _Rules.of(session, now, request)
    return {
        found.profile.expert_id: rules.check(
            found.profile,
            loads.get(found.profile.expert_id, NO_LOAD),
            has_address=found.has_address,
        )
        for found in rule_profiles(session, expert_ids)
    }


def barred_at_acceptance(
    session: Session, now: datetime, request: SupportRequest, expert_id: int
) -> list[str]:
    """Give the kinds of obstacle that still count when the expert says yes.

    An absence does not: the expert knows best. The invitation that is answered is no load.
    """
    verdict = check_experts(session, now, request, [expert_id])[expert_id]
    return [kind for kind in verdict.blocked_kinds if kind in AT_ACCEPTANCE]


def lock_experts(session: Session, expert_ids: Collection[int]) -> None:
    """Hold these experts until the transaction ends, so that their load cannot change meanwhile.

    Always after the request's own lock, and in the order of their ids.
    """
    session.execute(_LOCK_EXPERTS, {"expert_ids": list(expert_ids)}).all()


@dataclass(frozen=True)
class _Rules:
    now: datetime
    facts: ConflictFacts
    neighbours: frozenset[tuple[str, str]]
    holidays: frozenset[date]
    consenting_partners: frozenset[str]
    asked_partners: tuple[ConsentAnswer, ...]

    @classmethod
    def of(cls, session: Session, now: datetime, request: SupportRequest) -> "_Rules":
        municipality = session.get(Municipality, request.municipality)
        facts = ConflictFacts(
            municipality=request.municipality,
            region=municipality.region if municipality else None,
            allows_neighbours=request.neighbour_allowed,
            avoided=(request.avoid,) if request.avoid.strip() else (),
        )
        pairs = session.execute(_NEIGHBOURS, {"municipality": request.municipality})
        year = now.astimezone(AMSTERDAM).year
        consenting = session.scalars(_CONSENTING)
        return cls(
            now,
            facts,
            frozenset((a, b) for a, b in pairs),
            closed_days((year, year + 1)),
            frozenset(consenting),
            tuple(found.answer for found in consents.of_this_round(session, request)),
        )

    def _partner_consent(self, profile: ExpertProfile) -> Consent:
        standing = profile.partner_id in self.consenting_partners
        return consent_of(profile.expert_id, self.asked_partners, standing)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(AMSTERDAM).date()

    def conflicts(self, profile: ExpertProfile) -> list[Conflict]:
        return conflicts(profile, self.facts, self.neighbours, self.today)

    def check(self, profile: ExpertProfile, load: Load, *, has_address: bool) -> Eligibility:
        found, consent = self.conflicts(profile), self._partner_consent(profile)
        refused = consent is Consent.DENIED
        blocked = [
            (
                "withdrawn" if profile.status == "withdrawn" else "unavailable",
                unavailability(profile, self.now, self.holidays),
            ),
            ("partner_consent", _("De partner gaf geen akkoord.") if refused else None),
            ("load", _load_problem(profile, load, self.now)),
            ("consent", consent_problem(profile, self.now)),
            ("address", None if has_address else _("Er is geen e-mailadres bekend.")),
            *(("conflict", conflict.reason_nl) for conflict in found if conflict.hard),
        ]
        return Eligibility(
            blocked=tuple(reason for _kind, reason in blocked if reason),
            blocked_kinds=tuple(sorted({kind for kind, reason in blocked if reason})),
            soft=tuple(conflict.reason_nl for conflict in found if not conflict.hard),
            hard_conflicts=tuple(conflict.kind for conflict in found if conflict.hard),
            partner_id=profile.partner_id,
            load=load,
            partner=consent,
        )


def _load_problem(profile: ExpertProfile, load: Load, now: datetime) -> str | None:
    return load_limit_reached(
        profile,
        load.active,
        load.open_invitations,
        load.last_ended_on,
        load.started_this_quarter,
        now,
    )
