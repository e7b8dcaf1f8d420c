"""Experts as the bureau and the own partner see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from expert_registry.availability import absence_reminder_due, load_limit_reached, unavailability
from expert_registry.consent import consent_problem, review_is_due
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, Partner
from service.actions.matching.load_facts import Load, load_of
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.storage.public_holidays import closed_days
from service.web.labels import partner_names, support_kind_names, theme_names


@dataclass(frozen=True)
class ExpertLine:
    """One expert with how busy they are and why they cannot be asked now (empty: they can).

    `ask_partner` says that the partner is asked first, each time; `absence_to_confirm` that
    nobody has asked for four weeks whether the expert is still away.
    """

    expert: Expert
    partner: str
    load: Load
    objections: list[str]
    review_due: bool
    ask_partner: bool
    absence_to_confirm: bool


@dataclass(frozen=True)
class Labels:
    """Dutch labels by slug."""

    themes: Mapping[str, str]
    support_kinds: Mapping[str, str]
    partners: Mapping[str, str]


def expert_lines(session: Session, now: datetime, expert_ids: Collection[int]) -> list[ExpertLine]:
    """Give these experts by name."""
    chosen = Expert.id.in_(expert_ids)
    query = select(Expert).where(chosen).order_by(Expert.name, Expert.id)
    # A list shows whether there is an address, and no telephone number.
    experts = session.scalars(query.options(defer(Expert.phone))).all()
    loads = load_of(session, now, [expert.id for expert in experts], None)
    partners = {partner.id: partner for partner in session.scalars(select(Partner))}
    return [_line(e, loads[e.id], partners[e.partner_id], now) for e in experts]


def expert_line(session: Session, now: datetime, expert: Expert) -> ExpertLine:
    """Give one expert."""
    load = load_of(session, now, [expert.id], None)[expert.id]
    return _line(expert, load, session.get_one(Partner, expert.partner_id), now)


def labels(session: Session) -> Labels:
    """Give the words for the slugs in profiles."""
    return Labels(
        theme_names(session),
        support_kind_names(session),
        partner_names(session),
    )


def _line(expert: Expert, load: Load, partner: Partner, now: datetime) -> ExpertLine:
    profile, today = profile_of(expert), now.astimezone(AMSTERDAM).date()
    objections = (
        unavailability(profile, now, closed_days((today.year, today.year + 1))),
        load_limit_reached(
            profile,
            load.active,
            load.open_invitations,
            load.last_ended_on,
            load.started_this_quarter,
            now,
        ),
        consent_problem(profile, now),
        None if expert.email else _("Er is geen e-mailadres bekend."),
    )
    return ExpertLine(
        expert=expert,
        partner=partner.name,
        load=load,
        objections=[text for text in objections if text],
        review_due=review_is_due(profile, today),
        ask_partner=not partner.standing_consent,
        absence_to_confirm=absence_reminder_due(profile, today),
    )
