"""By when a step must be done under the default agreement, with pauses and partner hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.agreement_json import from_json, to_json
from service.domain.calendar_json import WEEKDAYS
from service.domain.opening_hours import ALWAYS
from service.domain.response_time import Terms
from service.domain.service_agreement import Level, ServiceAgreement, default_agreement
from service.domain.step import STOPPED_BY_A_PAUSE, Step
from service.domain.time_errors import ClockStandsStill
from service.domain.urgency import Urgency
from service.domain.working_time import Pause, elapsed, next_opening
from tests.rules.clock_face import HOLIDAYS, OFFICE, at, show
from tests.rules.test_working_time_properties import moments

AGREEMENT = default_agreement()
U1, U2, U3, U4 = Urgency


def terms(urgency: Urgency, *pauses: Pause) -> Terms:
    return Terms(AGREEMENT, urgency, HOLIDAYS, pauses)


DUE = [
    # the example of the agreement: the afternoon before Christmas
    (U3, Step.ACKNOWLEDGEMENT, "Thu 2026-12-24 16:00", "Mon 2026-12-28 11:00"),
    (U3, Step.FIRST_CONTACT, "Thu 2026-12-24 16:00", "Thu 2026-12-31 16:00"),
    (U3, Step.RECEIPT, "Thu 2026-12-24 16:00", "Thu 2026-12-24 16:01"),
    (U3, Step.RECEIPT, "Fri 2026-12-25 03:00", "Fri 2026-12-25 03:01"),
    (U3, Step.EVALUATION, "Thu 2026-12-24 16:00", "Mon 2027-01-04 16:00"),
    (U3, Step.CHECK_IN, "Thu 2026-12-24 16:00", "Thu 2027-01-07 16:00"),
    (U3, Step.CHECK_IN, "Fri 2026-12-11 16:00", "Mon 2026-12-28 08:30"),  # lands on Christmas Day
    # acute: around the clock, but evaluated in office time
    (U1, Step.ACKNOWLEDGEMENT, "Sat 2026-03-07 23:45", "Sun 2026-03-08 00:15"),
    (U1, Step.FIRST_CONTACT, "Sat 2026-03-28 23:00", "Sun 2026-03-29 04:00"),
    (U1, Step.CHECK_IN, "Sat 2026-10-24 12:00", "Sun 2026-10-25 11:00"),
    (U1, Step.EVALUATION, "Sat 2026-03-07 23:45", "Fri 2026-03-13 17:30"),
    # urgent: from seven to eleven, each day
    (U2, Step.ACKNOWLEDGEMENT, "Fri 2026-03-06 22:00", "Sat 2026-03-07 08:00"),
    (U2, Step.FIRST_CONTACT, "Fri 2026-03-06 22:00", "Sun 2026-03-08 14:00"),
    (U2, Step.CHECK_IN, "Fri 2026-03-06 22:00", "Mon 2026-03-09 22:00"),
    (U2, Step.CHECK_IN, "Fri 2026-03-06 23:00", "Tue 2026-03-10 07:00"),  # closing rolls on
    (U2, Step.CHECK_IN, "Fri 2026-03-27 12:00", "Mon 2026-03-30 12:00"),  # 71 hours
    (U2, Step.EVALUATION, "Fri 2026-03-06 22:00", "Fri 2026-03-13 17:30"),
    # preparing
    (U4, Step.ACKNOWLEDGEMENT, "Fri 2026-03-06 17:30", "Mon 2026-03-09 17:30"),
    (U4, Step.PROPOSAL, "Thu 2026-04-30 12:00", "Thu 2026-05-07 12:00"),  # 5 May is open in 2026
    (U4, Step.PROPOSAL, "Wed 2025-04-30 12:00", "Thu 2025-05-08 12:00"),  # and closed in 2025
    (U4, Step.FIRST_CONTACT, "Wed 2026-05-13 12:00", "Fri 2026-05-29 12:00"),
    (U4, Step.CHECK_IN, "Fri 2026-12-04 16:00", "Mon 2027-01-04 08:30"),
]


@pytest.mark.parametrize(("urgency", "step", "start", "end"), DUE)
def test_due(urgency: Urgency, step: Step, start: str, end: str) -> None:
    found = terms(urgency).due(step, at(start))
    assert found == at(end), show(found)


PARTNER_HOURS = [
    (U1, Step.EXPERT_REACTION, "Sat 2026-03-07 12:00", "Mon 2026-03-09 01:00"),
    (U1, Step.PARTNER_CONSENT, "Fri 2026-03-06 23:45", "Mon 2026-03-09 00:15"),
    (U2, Step.EXPERT_REACTION, "Fri 2026-03-06 22:00", "Mon 2026-03-09 10:00"),
    (U2, Step.PARTNER_CONSENT, "Thu 2026-12-24 22:30", "Mon 2026-12-28 08:30"),
    (U3, Step.EXPERT_REACTION, "Fri 2026-03-06 17:00", "Mon 2026-03-09 17:00"),
    # the partner's hours count for its own steps only
    (U2, Step.TRIAGE, "Fri 2026-03-06 22:00", "Sat 2026-03-07 10:00"),
    (U2, Step.FIRST_CONTACT, "Fri 2026-03-06 22:00", "Sun 2026-03-08 14:00"),
    (U1, Step.CHECK_IN, "Fri 2026-03-06 22:00", "Sat 2026-03-07 22:00"),
]


@pytest.mark.parametrize(("urgency", "step", "start", "end"), PARTNER_HOURS)
def test_hours_of_a_partner(urgency: Urgency, step: Step, start: str, end: str) -> None:
    found = terms(urgency).due(step, at(start), "omo")
    assert found == at(end), show(found)


def with_own_terms() -> ServiceAgreement:
    """OMO works from nine to four, answers within 3 hours (U2) and agrees within a day (U3)."""
    data = to_json(AGREEMENT)
    week = {day: [["09:00", "16:00"]] for day in WEEKDAYS[:5]}
    data["calendars"]["nine-to-four"] = {"keeps_holidays": True, "weekly": week}
    data["partners"]["omo"] = "nine-to-four"
    data["partner_terms"] = {
        "omo": {
            "U2": {"expert_reaction": {"amount": 3, "unit": "u", "calendar": "daily"}},
            "U3": {"partner_consent": {"amount": 1, "unit": "d", "calendar": "office"}},
        }
    }
    return from_json(data)


OWN_TERMS = [
    # four open hours for everybody, three for OMO, and those between nine and four
    ("ngb", U2, Step.EXPERT_REACTION, "Fri 2026-03-06 14:00", "Fri 2026-03-06 18:00"),
    ("omo", U2, Step.EXPERT_REACTION, "Fri 2026-03-06 14:00", "Mon 2026-03-09 10:00"),
    ("omo", U2, Step.EXPERT_REACTION, "Thu 2026-12-24 15:30", "Mon 2026-12-28 11:30"),
    # a calendar day that rolls to the partner's opening
    ("ngb", U3, Step.PARTNER_CONSENT, "Mon 2026-03-02 16:30", "Tue 2026-03-03 11:30"),
    ("omo", U3, Step.PARTNER_CONSENT, "Mon 2026-03-02 16:30", "Wed 2026-03-04 09:00"),
    ("omo", U3, Step.PARTNER_CONSENT, "Mon 2026-03-02 16:00", "Wed 2026-03-04 09:00"),
    ("omo", U3, Step.PARTNER_CONSENT, "Mon 2026-03-02 15:59:59", "Tue 2026-03-03 15:59:59"),
    # no own term: the common one in the partner's hours
    ("omo", U3, Step.EXPERT_REACTION, "Mon 2026-03-02 14:00", "Tue 2026-03-03 16:00"),
    ("omo", U1, Step.EXPERT_REACTION, "Sat 2026-03-07 12:00", "Mon 2026-03-09 10:00"),
    # what the bureau does is the same for all
    ("omo", U2, Step.TRIAGE, "Fri 2026-03-06 14:00", "Fri 2026-03-06 18:00"),
    ("omo", U3, Step.CHECK_IN, "Mon 2026-03-02 16:30", "Mon 2026-03-16 16:30"),
]


@pytest.mark.parametrize(("partner", "urgency", "step", "start", "end"), OWN_TERMS)
def test_own_terms_and_hours_of_a_partner(
    partner: str, urgency: Urgency, step: Step, start: str, end: str
) -> None:
    found = Terms(with_own_terms(), urgency, HOLIDAYS).due(step, at(start), partner)
    assert found == at(end), show(found)


def test_warning_and_ladder_follow_the_own_term_of_a_partner() -> None:
    own, step = Terms(with_own_terms(), U2, HOLIDAYS), Step.EXPERT_REACTION
    start = at("Mon 2026-03-02 10:00")
    warned = own.warn_at(step, start, "omo")
    assert warned == at("Mon 2026-03-02 12:15"), show(warned)
    rungs = own.ladder(step, start, at("Mon 2026-03-02 13:00"), "omo")
    assert rungs[1].at == at("Mon 2026-03-02 14:30"), show(rungs[1].at)


WARN = [
    (U1, Step.TRIAGE, "Sat 2026-03-07 12:00", "Sat 2026-03-07 12:45"),
    (U1, Step.RECEIPT, "Sat 2026-03-07 12:00", "Sat 2026-03-07 12:00:45"),
    (U3, Step.ACKNOWLEDGEMENT, "Thu 2026-12-24 16:00", "Mon 2026-12-28 10:00"),
    (U3, Step.ACKNOWLEDGEMENT, "Mon 2026-03-02 14:30", "Mon 2026-03-02 17:30"),
    (U2, Step.FIRST_CONTACT, "Mon 2026-03-02 07:00", "Tue 2026-03-03 09:00"),
    (U2, Step.CHECK_IN, "Mon 2026-03-02 12:00", "Wed 2026-03-04 18:00"),  # 54 of 72 hours
    (U3, Step.CHECK_IN, "Mon 2026-03-02 12:00", "Fri 2026-03-13 08:30"),  # midnight rolls on
]


@pytest.mark.parametrize(("urgency", "step", "start", "moment"), WARN)
def test_warning_after_three_quarters(
    urgency: Urgency, step: Step, start: str, moment: str
) -> None:
    found = terms(urgency).warn_at(step, at(start))
    assert found == at(moment), show(found)


def test_a_warning_comes_before_an_end_that_rolled_over_the_same_closed_days() -> None:
    data = to_json(AGREEMENT)
    data["terms"]["U3"]["check_in"] = {"amount": 1, "unit": "d", "calendar": "office"}
    short, start = Terms(from_json(data), U3, HOLIDAYS), at("Fri 2026-03-06 13:30")
    assert short.due(Step.CHECK_IN, start) == at("Mon 2026-03-09 08:30")
    assert short.warn_at(Step.CHECK_IN, start) == at("Fri 2026-03-06 16:30")


def pauses_of(*cuts: tuple[str, str]) -> list[Pause]:
    return [(at(begin), at(end)) for begin, end in cuts]


# U3 acknowledgement: four office hours, of which one is the margin that a pause leaves.
PAUSES = [
    ([("Mon 2026-03-02 10:00", "Mon 2026-03-02 11:00")], "Mon 2026-03-02 14:00"),
    ([("Mon 2026-03-02 10:00", "Tue 2026-03-03 09:00")], "Tue 2026-03-03 12:00"),
    # ten minutes were left: now there is an hour
    ([("Mon 2026-03-02 12:50", "Mon 2026-03-02 15:00")], "Mon 2026-03-02 16:00"),
    ([("Mon 2026-03-02 12:50", "Mon 2026-03-02 17:00")], "Tue 2026-03-03 09:00"),
    ([("Mon 2026-03-02 13:00", "Mon 2026-03-02 15:00")], "Mon 2026-03-02 16:00"),
    # it was over before the pause: that stays so
    ([("Mon 2026-03-02 13:01", "Mon 2026-03-02 15:00")], "Mon 2026-03-02 13:00"),
    # no pause at all
    ([("Mon 2026-03-02 12:50", "Mon 2026-03-02 12:50")], "Mon 2026-03-02 13:00"),
    ([("Mon 2026-03-02 07:00", "Mon 2026-03-02 08:00")], "Mon 2026-03-02 13:00"),
    # each pause leaves the margin, also the second
    (
        [
            ("Mon 2026-03-02 12:50", "Mon 2026-03-02 15:00"),
            ("Mon 2026-03-02 15:30", "Mon 2026-03-02 16:00"),
        ],
        "Mon 2026-03-02 17:00",
    ),
    # a case opened again: two pauses out of order
    (
        [
            ("Mon 2026-03-02 11:00", "Mon 2026-03-02 12:00"),
            ("Mon 2026-03-02 09:30", "Mon 2026-03-02 10:00"),
        ],
        "Mon 2026-03-02 14:30",
    ),
]


@pytest.mark.parametrize(("cuts", "end"), PAUSES)
def test_coming_out_of_a_pause_leaves_the_margin(cuts: list[tuple[str, str]], end: str) -> None:
    start = at("Mon 2026-03-02 09:00")
    found = terms(U3, *pauses_of(*cuts)).due(Step.ACKNOWLEDGEMENT, start)
    assert found == at(end), show(found)


@pytest.mark.parametrize("step", [step for step in Step if step not in STOPPED_BY_A_PAUSE])
def test_a_pause_moves_only_the_clocks_of_the_bureau(step: Step) -> None:
    start = at("Mon 2026-03-02 09:00")
    assert terms(U3, (start, None)).due(step, start) == terms(U3).due(step, start)


def test_no_moment_is_known_during_a_pause() -> None:
    paused, start = terms(U3, (at("Mon 2026-03-02 10:00"), None)), at("Mon 2026-03-02 09:00")
    for question in (paused.due, paused.warn_at):
        with pytest.raises(ClockStandsStill):
            question(Step.TRIAGE, start)
    assert paused.ladder(Step.TRIAGE, start, at("Mon 2026-03-02 09:30"))[1:] == ()


LADDERS = [
    # U1: half the term, at least half an hour
    (U1, Step.ACKNOWLEDGEMENT, "Sat 2026-03-07 12:00", "Sat 2026-03-07 13:00"),
    (U1, Step.FIRST_CONTACT, "Sat 2026-03-07 12:00", "Sat 2026-03-07 18:00"),
    # U3: in office time
    (U3, Step.ACKNOWLEDGEMENT, "Fri 2026-03-06 12:30", "Mon 2026-03-09 09:30"),
    (U3, Step.TRIAGE, "Mon 2026-03-02 08:30", "Tue 2026-03-03 13:00"),
    (U3, Step.CHECK_IN, "Mon 2026-03-02 12:00", "Mon 2026-03-23 12:00"),
]


@pytest.mark.parametrize(("urgency", "step", "start", "manager"), LADDERS)
def test_ladder(urgency: Urgency, step: Step, start: str, manager: str) -> None:
    end = terms(urgency).due(step, at(start))
    deputy, programme_manager = terms(urgency).ladder(step, at(start), end)
    assert (deputy.level, deputy.at) == (Level.DEPUTY, end)
    assert programme_manager.level is Level.PROGRAMME_MANAGER
    assert programme_manager.at == at(manager), show(programme_manager.at)


FIRST_CONTACTS = [
    # accepted early: measured from submission
    (None, "Mon 2026-03-02 12:00", "Fri 2026-03-06 09:00"),
    (None, "Thu 2026-03-05 09:00", "Fri 2026-03-06 09:00"),
    # accepted late: a working day from then
    (None, "Thu 2026-03-05 12:00", "Fri 2026-03-06 12:00"),
    (None, "Fri 2026-03-06 17:00", "Mon 2026-03-09 17:00"),
    ("omo", "Sat 2026-03-07 12:00", "Mon 2026-03-09 17:30"),
]


@pytest.mark.parametrize(("partner", "accepted", "end"), FIRST_CONTACTS)
def test_first_contact_leaves_the_expert_time(partner: str | None, accepted: str, end: str) -> None:
    submitted = at("Mon 2026-03-02 09:00")
    found = terms(U3).first_contact_due(submitted, at(accepted), partner)
    assert found == at(end), show(found)


@settings(deadline=None)
@given(st.sampled_from(Urgency), st.sampled_from(Step), moments)
def test_warning_then_end_then_ladder(urgency: Urgency, step: Step, start: datetime) -> None:
    end = terms(urgency).due(step, start)
    rungs = terms(urgency).ladder(step, start, end)
    order = [start, terms(urgency).warn_at(step, start), end, *(rung.at for rung in rungs[1:])]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


@settings(deadline=None)
@given(
    st.sampled_from(Urgency),
    st.sampled_from(sorted(STOPPED_BY_A_PAUSE)),
    st.timedeltas(timedelta(0), timedelta(days=20)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=20)),
)
def test_no_pause_breaches_when_it_ends(
    urgency: Urgency, step: Step, until_pause: timedelta, length: timedelta
) -> None:
    start = at("Mon 2026-03-02 09:00")
    begin = start + until_pause
    end = begin + length
    plain = terms(urgency).due(step, start)
    found = terms(urgency, (begin, end)).due(step, start)
    if begin > plain:
        assert found == plain
    else:
        running = terms(urgency).clock(step, start)
        left = elapsed(end, found, running.counting)
        assert left >= running.amount * 0.25
        assert found >= plain


def test_a_change_of_holidays_reaches_office_time_only() -> None:
    closed = HOLIDAYS | {at("Mon 2026-03-09 00:00").date()}
    start = at("Fri 2026-03-06 17:29")
    found = Terms(AGREEMENT, U3, closed).due(Step.ACKNOWLEDGEMENT, start)
    assert found == at("Tue 2026-03-10 12:29")
    assert next_opening(start, ALWAYS.on_holidays(closed)) == start
    assert next_opening(start + timedelta(minutes=1), OFFICE) == at("Mon 2026-03-09 08:30")
