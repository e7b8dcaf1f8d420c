"""Who would be asked now, how likely it is that enough say yes, and whether the list suffices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.matching.eligibility import Eligibility, check_experts, lock_experts
from service.domain.acceptance import chance_of_enough, chance_to_accept
from service.domain.invitation import InvitationState
from service.domain.partner_consent import limits, within_limits
from service.domain.request_status import AssignmentState, Status
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.wave import (
    Askable,
    Asked,
    adaptive_size,
    chances_left,
    fixed_size,
    order_of_asking,
    passed_over,
    runs_low,
)
from service.storage import deadline as deadlines
from service.storage import invitation as invitations
from service.storage import match_run, shortlist_entry
from service.storage import partner_consent as consents
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest

# An expert who was stood down because the places were filled may be asked again.
ASKED_FOR_GOOD = tuple(state for state in InvitationState if state != InvitationState.STOOD_DOWN)
NEVER_AGAIN = (AssignmentState.REFUSED, AssignmentState.HANDED_BACK)
MOST_AT_ONCE = 10
WAITS_FOR_A_YES = (Status.PROPOSED, Status.INVITED)
PASSING = frozenset({"unavailable", "load"})
# Of who is only away or busy now we need no more than that they may be asked later.
LATER = 0.5


@dataclass(frozen=True)
class WavePlan:
    """Whom to ask now (expert ids) and the chance that enough say yes, open invitations included.

    `passed_over` gives per chosen expert who stands higher on the list and waits, for the sake
    of another partner. `comes_back` says that somebody is only away or busy now, `awaits_partner`
    names who waits for the consent of a partner.
    """

    to_ask: tuple[int, ...]
    needed: int
    open_now: int
    chance: float
    list_low: bool
    comes_back: bool
    awaits_partner: tuple[int, ...] = ()
    passed_over: Mapping[int, list[int]] = field(default_factory=dict)


def plan_wave(
    session: Session,
    now: datetime,
    request: SupportRequest,
    count: int | None = None,
    *,
    to_be_sent: bool = False,
    checked: Mapping[int, Eligibility] | None = None,
) -> WavePlan:
    """Plan the next wave of the approved list; `count` is how many the coordinator wants now.

    The experts of a plan that is to be sent are locked: what they carry stays what was counted.
    `checked` are the experts of the list as they were checked just now, where that was done.
    """
    earlier = invitations.of_request(session, request.id)
    live = invitations.live_assignments(session, request.id)
    accepted = len(live)
    left = still_to_ask(session, request, earlier)
    if to_be_sent:
        lock_experts(session, left)
    verdicts = checked or check_experts(session, now, request, left)
    chances = acceptance_by_partner(session)
    askable = _askable(session, request, left, verdicts, chances)
    asked = _asked(session, request, earlier, chances)
    in_use = [i.expert.partner_id for i in earlier if i.state == InvitationState.OPEN]
    busy = [*in_use, *(assignment.expert.partner_id for assignment in live)]
    order = within_limits(order_of_asking(askable, in_use), _limits(session, request), busy)
    later = sum(_only_for_now(verdicts[expert_id]) for expert_id in left)
    awaits = [e for e in left if not verdicts[e].blocked and verdicts[e].awaits_partner]
    supply, hoped_for = [one.chance for one in order], len(awaits) * [LATER]
    all_supply = [*supply, *hoped_for, *later * [LATER]]
    wanted = _wanted(request, accepted, asked, all_supply, count)
    to_ask = tuple(one.expert_id for one in order[:wanted])
    needed = max(0, request.places - accepted)
    waiting = chances_left(asked)
    return WavePlan(
        to_ask=to_ask,
        needed=needed,
        open_now=len(asked),
        chance=chance_of_enough(needed, [*waiting, *supply[:wanted]]),
        list_low=runs_low(needed, [*waiting, *supply, *hoped_for]),
        comes_back=len(to_ask) < wanted and later > 0,
        awaits_partner=tuple(awaits),
        passed_over=passed_over([one for one in askable if one in order], to_ask),
    )


def may_be_asked_around(request: SupportRequest) -> bool:
    """Say whether anybody may be asked: a list waits, with a summary, and nothing holds it."""
    stopped = request.held or request.inviting_on_hold or not request.neutral_summary.strip()
    return request.status in WAITS_FOR_A_YES and not stopped


def still_to_ask(
    session: Session, request: SupportRequest, earlier: Sequence[Invitation]
) -> list[int]:
    """Give who of the approved list was not asked for good, in its order (expert ids).

    Left out are this round's invitations, and whoever was refused or gave back.
    """
    since = request.round_began
    done = invitations.experts_of_assignments(session, request.id, NEVER_AGAIN)
    done |= {i.expert_id for i in earlier if i.sent_at >= since and i.state in ASKED_FOR_GOOD}
    listed = shortlist_entry.expert_ids(session, request.id)
    return [expert_id for expert_id in listed if expert_id not in done]


def acceptance_by_partner(session: Session) -> dict[str, float]:
    """Give per partner the chance that an invitation ends in a yes, from all that was seen."""
    seen = invitations.outcomes_by_partner(session)
    priors = session.execute(select(Partner.id, Partner.acceptance_prior))
    return {
        partner_id: chance_to_accept(prior, *seen.get(partner_id, (0, 0)))
        for partner_id, prior in priors
    }


def _askable(
    session: Session,
    request: SupportRequest,
    left: Sequence[int],
    verdicts: Mapping[int, Eligibility],
    chances: Mapping[str, float],
) -> list[Askable]:
    run = match_run.latest_run(session, request.id)
    ranked = match_run.ranks_and_chances(session, run.id) if run else {}
    fits = {expert_id: chance for expert_id, (_rank, chance) in ranked.items()}
    rows = session.execute(select(Expert.id, Expert.partner_id).where(Expert.id.in_(left)))
    partners = {row[0]: row[1] for row in rows}
    return [
        Askable(e, partners[e], chances[partners[e]], fits.get(e))
        for e in left
        if not verdicts[e].blocked and not verdicts[e].awaits_partner
    ]


def _limits(session: Session, request: SupportRequest) -> dict[str, int]:
    agreed = {row[0]: row[1] for row in session.execute(select(Partner.id, Partner.consent_limit))}
    asked = consents.of_this_round(session, request)
    return limits(agreed, [consent.answer for consent in asked])


def _asked(
    session: Session,
    request: SupportRequest,
    earlier: Sequence[Invitation],
    chances: Mapping[str, float],
) -> list[Asked]:
    running = deadlines.running(session, request.id, Step.EXPERT_REACTION)
    warned = {row.invitation_id for row in running if row.warned_at is not None}
    return [
        Asked(chances[i.expert.partner_id], warned=i.id in warned)
        for i in earlier
        if i.state == InvitationState.OPEN
    ]


def _only_for_now(verdict: Eligibility) -> bool:
    return bool(verdict.blocked) and PASSING.issuperset(verdict.blocked_kinds)


def _wanted(
    request: SupportRequest,
    accepted: int,
    asked: Sequence[Asked],
    supply: Sequence[float],
    count: int | None,
) -> int:
    """How many more to ask if all of the supply could be asked now."""
    if accepted >= request.places:
        return 0
    if count is not None:
        return min(count, max(0, MOST_AT_ONCE - accepted - len(asked)))
    if request.parallel is not None:
        return fixed_size(request.places, request.parallel, accepted, len(asked))
    return adaptive_size(Urgency(request.urgency), request.places - accepted, asked, supply)
