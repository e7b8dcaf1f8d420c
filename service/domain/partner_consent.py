"""Rules of a partner's consent: its states, what an answer may do, and who may be asked by it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.errors import AlreadyAnswered, DeadLink
from service.domain.wave import Askable

ENDED = "consent_ended"


class ConsentState(StrEnum):
    """Where the question to one partner stands.

    Withdrawn: the bureau goes on without this partner. Not needed: the places were filled or the
    request ended; it may be asked again.
    """

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"
    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"


class Consent(StrEnum):
    """Whether one expert may be asked, as far as the partner is concerned."""

    GIVEN = "given"
    AWAITED = "awaited"
    DENIED = "denied"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class ConsentAnswer:
    """One question to a partner about some experts (ids), and its answer: to whom it agreed.

    `most` of the partner's experts may be asked or at work at once; None is no limit.
    """

    partner_id: str
    state: ConsentState
    expert_ids: frozenset[int]
    agreed_ids: frozenset[int] = frozenset()
    most: int | None = None


def check_answer(
    recorded: ConsentAnswer, answer: ConsentAnswer, due: datetime, now: datetime
) -> bool:
    """Say whether the answer is new (True) or the same one again (False).

    A second no is the same one; a second yes only with the same experts and the same limit.
    Raises AlreadyAnswered for another answer than the recorded one, and DeadLink when the time is
    over or the question was taken back.
    """
    if recorded.state is answer.state and (
        answer.state is ConsentState.REFUSED or recorded == answer
    ):
        return False
    if recorded.state in (ConsentState.AGREED, ConsentState.REFUSED):
        raise AlreadyAnswered(recorded.state)
    check_waits(recorded.state, due, now)
    return True


def check_waits(state: ConsentState, due: datetime, now: datetime) -> None:
    """Raise DeadLink unless the question still waits for an answer."""
    if state is ConsentState.EXPIRED or (state is ConsentState.OPEN and now >= due):
        raise DeadLink(ConsentState.EXPIRED)
    if state is not ConsentState.OPEN:
        raise DeadLink(ENDED)


def consent_of(expert_id: int, asked: Sequence[ConsentAnswer], standing: bool) -> Consent:
    """Give what the last question about this expert came to; no answer in time is no consent.

    With standing consent only an answer of the partner for this very request can deny it.
    """
    for one in reversed(asked):
        if expert_id in one.expert_ids and one.state is not ConsentState.NOT_NEEDED:
            return _consent(expert_id, one, standing)
    return Consent.GIVEN if standing else Consent.NOT_ASKED


def _consent(expert_id: int, asked: ConsentAnswer, standing: bool) -> Consent:
    if asked.state in (ConsentState.AGREED, ConsentState.REFUSED):
        return Consent.GIVEN if expert_id in asked.agreed_ids else Consent.DENIED
    if standing:
        return Consent.GIVEN
    return Consent.AWAITED if asked.state is ConsentState.OPEN else Consent.DENIED


def limits(
    agreed_with_partners: Mapping[str, int | None], asked: Iterable[ConsentAnswer]
) -> dict[str, int]:
    """Give how many experts of a partner one request may have asked or at work at once.

    That is the least of what was agreed with the partner in general and what it last said for
    this request. A partner without a limit is left out.
    """
    found = {p: most for p, most in agreed_with_partners.items() if most is not None}
    last = {one.partner_id: one.most for one in asked if one.state is ConsentState.AGREED}
    for partner_id, most in last.items():
        if most is not None:
            found[partner_id] = min(most, found.get(partner_id, most))
    return found


def within_limits(
    order: Sequence[Askable], most: Mapping[str, int], in_use: Collection[str]
) -> list[Askable]:
    """Give who of this order may be asked without passing the limit of a partner.

    `in_use` names the partner of every expert of the request who is asked or at work, once each.
    """
    used = list(in_use)
    kept = []
    for one in order:
        if used.count(one.partner_id) < most.get(one.partner_id, len(used) + 1):
            used.append(one.partner_id)
            kept.append(one)
    return kept


def partner_is_to_act(listed: Collection[int], awaited: Collection[int], begun: bool) -> bool:
    """Say whether nothing moves until a partner answers, while nobody is asked.

    `listed` are the experts (ids) who were not asked yet, `awaited` those of a partner that still
    has time to answer; `begun`: inviting began, so that everybody who could be asked was asked.
    """
    return bool(awaited) and (begun or set(listed) <= set(awaited))
