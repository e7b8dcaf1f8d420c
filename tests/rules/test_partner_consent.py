"""A partner's consent: what an answer may do, who may be asked by it, and how many at once."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.errors import AlreadyAnswered, DeadLink
from service.domain.partner_consent import (
    Consent,
    ConsentAnswer,
    ConsentState,
    check_answer,
    consent_of,
    limits,
    partner_is_to_act,
    within_limits,
)
from service.domain.wave import Askable

DUE = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(seconds=1), DUE
S = ConsentState


def asked(
    state: ConsentState = S.OPEN,
    *experts: int,
    agreed: tuple[int, ...] = (),
    most: int | None = None,
    partner: str = "ngb",
) -> ConsentAnswer:
    named = frozenset(experts or (1, 2, 3))
    return ConsentAnswer(partner, state, named, frozenset(agreed), most)


ALL = asked(S.AGREED, agreed=(1, 2, 3))
SOME = asked(S.AGREED, agreed=(1,))
TWO_AT_ONCE = asked(S.AGREED, agreed=(1, 2, 3), most=2)
NO = asked(S.REFUSED)

# What was recorded, the answer, when, and what comes of it.
ANSWERS = [
    (asked(), ALL, BEFORE, True),
    (asked(), SOME, BEFORE, True),
    (asked(), NO, BEFORE, True),
    (asked(), ALL, AFTER, DeadLink),
    (asked(), NO, AFTER, DeadLink),
    (ALL, ALL, BEFORE, False),
    (ALL, ALL, AFTER, False),
    (NO, NO, AFTER, False),
    (TWO_AT_ONCE, TWO_AT_ONCE, BEFORE, False),
    (ALL, SOME, BEFORE, AlreadyAnswered),
    (ALL, TWO_AT_ONCE, BEFORE, AlreadyAnswered),
    (ALL, NO, BEFORE, AlreadyAnswered),
    (NO, ALL, BEFORE, AlreadyAnswered),
    (NO, ALL, AFTER, AlreadyAnswered),
    (asked(S.EXPIRED), ALL, AFTER, DeadLink),
    (asked(S.WITHDRAWN), ALL, BEFORE, DeadLink),
    (asked(S.NOT_NEEDED), NO, BEFORE, DeadLink),
    (asked(S.UNDELIVERABLE), NO, BEFORE, DeadLink),
]


@pytest.mark.parametrize(("recorded", "answer", "now", "outcome"), ANSWERS)
def test_an_answer_is_new_the_same_or_refused(
    recorded: ConsentAnswer,
    answer: ConsentAnswer,
    now: datetime,
    outcome: bool | type[Exception],
) -> None:
    if isinstance(outcome, bool):
        assert check_answer(recorded, answer, DUE, now) is outcome
    else:
        with pytest.raises(outcome):
            check_answer(recorded, answer, DUE, now)


# The questions to partners in their order, and what they say about expert 1: without standing
# consent and with it.
G, A, D, N = Consent.GIVEN, Consent.AWAITED, Consent.DENIED, Consent.NOT_ASKED
ABOUT_EXPERT_1 = [
    ([], N, G),
    ([asked(S.OPEN, 2, 3)], N, G),
    ([asked()], A, G),
    ([ALL], G, G),
    ([SOME], G, G),
    ([asked(S.AGREED, agreed=(2,))], D, D),
    ([NO], D, D),
    ([asked(S.EXPIRED)], D, G),
    ([asked(S.UNDELIVERABLE)], D, G),
    ([asked(S.WITHDRAWN)], D, G),
    ([asked(S.NOT_NEEDED)], N, G),
    ([NO, asked(S.NOT_NEEDED)], D, D),
    ([NO, ALL], G, G),
    ([ALL, asked(S.OPEN, 4)], G, G),
    ([asked(S.EXPIRED), asked()], A, G),
]


@pytest.mark.parametrize(("questions", "expected", "with_standing"), ABOUT_EXPERT_1)
def test_the_last_question_about_an_expert_decides(
    questions: list[ConsentAnswer], expected: Consent, with_standing: Consent
) -> None:
    assert consent_of(1, questions, standing=False) is expected
    assert consent_of(1, questions, standing=True) is with_standing


LIMITS = [
    ({"ngb": None, "omo": None}, [], {}),
    ({"ngb": 2, "omo": None}, [], {"ngb": 2}),
    ({"ngb": None}, [TWO_AT_ONCE], {"ngb": 2}),
    ({"ngb": 1}, [TWO_AT_ONCE], {"ngb": 1}),
    ({"ngb": 3}, [TWO_AT_ONCE], {"ngb": 2}),
    ({"ngb": None}, [asked(most=1)], {}),
    ({"ngb": None}, [asked(S.AGREED, agreed=(1,), most=1), TWO_AT_ONCE], {"ngb": 2}),
    ({"ngb": None}, [TWO_AT_ONCE, ALL], {}),
    ({"ngb": None, "omo": 1}, [TWO_AT_ONCE], {"ngb": 2, "omo": 1}),
]


@pytest.mark.parametrize(("in_general", "questions", "expected"), LIMITS)
def test_the_least_of_the_agreement_and_the_last_answer_is_the_limit(
    in_general: dict[str, int | None], questions: list[ConsentAnswer], expected: dict[str, int]
) -> None:
    assert limits(in_general, questions) == expected


# The order as expert and partner, the limits, the partners in use, and who is left of the order.
ORDER = [(1, "ngb"), (2, "ngb"), (3, "omo"), (4, "ngb"), (5, "omo")]
WITHIN = [
    ({}, [], [1, 2, 3, 4, 5]),
    ({"ngb": 1}, [], [1, 3, 5]),
    ({"ngb": 2}, [], [1, 2, 3, 5]),
    ({"ngb": 2}, ["ngb"], [1, 3, 5]),
    ({"ngb": 1}, ["ngb"], [3, 5]),
    ({"ngb": 1}, ["ngb", "ngb"], [3, 5]),
    ({"ngb": 1, "omo": 1}, ["omo"], [1]),
]


@pytest.mark.parametrize(("most", "in_use", "expected"), WITHIN)
def test_nobody_is_asked_above_the_limit_of_the_partner(
    most: dict[str, int], in_use: list[str], expected: list[int]
) -> None:
    order = [Askable(expert_id, partner, 0.5) for expert_id, partner in ORDER]
    assert [one.expert_id for one in within_limits(order, most, in_use)] == expected


TO_ACT = [
    ([1, 2], [], False, False),
    ([1, 2], [], True, False),
    ([1, 2], [1], False, False),
    ([1, 2], [1], True, True),
    ([1, 2], [1, 2], False, True),
    ([1, 2], [1, 2, 3], False, True),
]


@pytest.mark.parametrize(("listed", "awaited", "begun", "expected"), TO_ACT)
def test_the_partner_is_to_act_while_nothing_else_moves(
    listed: list[int], awaited: list[int], begun: bool, expected: bool
) -> None:
    assert partner_is_to_act(listed, awaited, begun) is expected
