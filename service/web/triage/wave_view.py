"""The next wave as the coordinator sees it: who, how many, why that many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.plan_wave import WavePlan, plan_wave
from service.actions.matching.eligibility import Eligibility
from service.domain.language import gettext as _
from service.domain.language import ngettext
from service.storage.request import SupportRequest
from service.web.labels import expert_names, listed


@dataclass(frozen=True)
class WaveView:
    """Sentences about the next wave; `list_low` asks for more people on the list."""

    sentences: list[str]
    list_low: bool


def wave_of(
    session: Session,
    now: datetime,
    request: SupportRequest,
    checked: Mapping[int, Eligibility],
) -> WaveView:
    """Give what inviting would do now, without doing it; `checked` has everybody on the list."""
    plan = plan_wave(session, now, request, checked=checked)
    ids = {
        *plan.to_ask,
        *plan.awaits_partner,
        *(e for waiting in plan.passed_over.values() for e in waiting),
    }
    names = expert_names(session, ids)
    passed = [
        _("{name} gaat voor {others}: ongeveer even geschikt en van een andere partner.").format(
            name=names[expert_id], others=listed([names[e] for e in waiting])
        )
        for expert_id, waiting in plan.passed_over.items()
    ]
    asked = [names[expert_id] for expert_id in plan.to_ask]
    awaited = _awaited([names[expert_id] for expert_id in plan.awaits_partner])
    chance = [_chance(plan)] if asked or plan.open_now else []
    return WaveView([_who(plan, asked), *chance, *awaited, *passed], plan.list_low)


def _who(plan: WavePlan, names: Sequence[str]) -> str:
    if names:
        text = ngettext(
            "Schakel vraagt nu {n} deskundige: {names}.",
            "Schakel vraagt nu {n} deskundigen: {names}.",
            len(names),
        )
        return text.format(n=len(names), names=listed(names))
    text = ngettext(
        "Schakel vraagt er nu niemand bij. Er staat {n} uitnodiging open.",
        "Schakel vraagt er nu niemand bij. Er staan {n} uitnodigingen open.",
        plan.open_now,
    )
    return text.format(n=plan.open_now)


def _awaited(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    text = ngettext(
        "{names} volgt zodra de partner akkoord is.",
        "{names} volgen zodra de partner akkoord is.",
        len(names),
    )
    return [text.format(names=listed(names))]


def _chance(plan: WavePlan) -> str:
    percentage = round(100 * plan.chance)
    text = ngettext(
        "De kans dat iemand ja zegt: {percentage}%.",
        "De kans dat ten minste {n} ja zeggen: {percentage}%.",
        plan.needed,
    )
    return text.format(n=plan.needed, percentage=percentage)
