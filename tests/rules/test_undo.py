"""What can be taken back, as tables: a short history and what of it still stands alone."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.undo import PastAct, Situation, WhyNot, standing_acts, why_not

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def history(*words: str) -> list[PastAct]:
    """Reads 'staff:call_back', 'expert:invitation_declined#7' (expert 7), '…!' (with a state).

    'staff:call_back_undone=1' takes event 1 back.
    """
    return [_act(number, word) for number, word in enumerate(words, start=1)]


def _act(number: int, word: str) -> PastAct:
    by, _colon, rest = word.partition(":")
    rest, _equals, undone = rest.partition("=")
    rest, _hash, expert_id = rest.rstrip("!").partition("#")
    facts = {"expert_id": int(expert_id)} if expert_id else {}
    facts |= {"undone_event": int(undone)} if undone else {}
    return PastAct(number, rest, by, facts, "matching" if word.endswith("!") else None)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        (["requester:submit!"], [1]),
        (["requester:submit!", "staff:call_back!"], [2]),
        (["staff:call_back", "system:deadline_warned"], [1]),
        (["staff:call_back", "staff:take_case", "requester:add_information"], [1]),
        (["staff:call_back", "staff:approve_list!"], [2]),
        (["requester:submit!", "staff:call_back", "staff:call_back_undone=2"], [1]),
        (["staff:approve_list!", "staff:expert_invited#7", "staff:invite!"], [2]),
        (["staff:approve_list!", "expert:invitation_declined#7", "system:expert_invited#8"], [2]),
        (["staff:invitation_declined#7", "expert:invitation_declined#8"], [2, 1]),
        (["expert:invitation_accepted#7", "expert:contact_confirmed#7"], [2]),
        (["expert:invitation_declined#7", "staff:approve_list"], [2]),
        (["staff:inviting_held", "expert:invitation_declined#7"], [2]),
        (["staff:invitation_accepted#7", "staff:fill_places!"], [1]),
        (["staff:check_in#7", "staff:check_in!"], [1]),
        (
            ["staff:check_in#7", "staff:check_in_undone#7=1", "staff:undo!"],
            [],
        ),
        ([], []),
    ],
)
def test_an_act_stands_until_something_builds_on_it(events: list[str], standing: list[int]) -> None:
    assert [act.id for act in standing_acts(history(*events))] == standing


@pytest.mark.parametrize(
    ("act", "is_open", "place_free", "minutes_left", "reason"),
    [
        ("staff:call_back", True, True, None, None),
        ("staff:call_back", False, True, None, WhyNot.ENDED),
        ("staff:approve_list", True, True, None, WhyNot.OTHER_ACT),
        ("staff:approve_list", False, True, None, WhyNot.OTHER_ACT),
        ("staff:invitation_accepted#7", True, False, 10, None),
        ("staff:invitation_accepted#7", True, False, -10, None),
        ("expert:invitation_accepted#7", True, False, 10, WhyNot.OWN_ANSWER),
        ("expert:invitation_declined#7", True, True, 1, None),
        ("expert:invitation_declined#7", True, True, 0, WhyNot.TIME_OVER),
        ("staff:invitation_declined#7", True, True, -10, None),
        ("expert:invitation_declined#7", True, False, 10, WhyNot.PLACES_FILLED),
        ("staff:invitation_declined#7", True, False, 10, WhyNot.PLACES_FILLED),
        ("expert:contact_confirmed#7", True, False, -10, None),
        ("staff:check_in#7", True, False, None, None),
        ("staff:inviting_held", True, True, None, None),
    ],
)
def test_what_stands_in_the_way(
    act: str, is_open: bool, place_free: bool, minutes_left: int | None, reason: WhyNot | None
) -> None:
    answer_by = None if minutes_left is None else NOW + timedelta(minutes=minutes_left)
    (done,) = history(act)
    assert why_not(done, Situation(is_open, place_free, answer_by), NOW) is reason


def test_a_contact_by_mail_cannot_be_taken_back() -> None:
    act = PastAct(1, "call_back", "staff", {"by": "mail"})
    assert why_not(act, Situation(True, True), NOW) is WhyNot.BY_MAIL
