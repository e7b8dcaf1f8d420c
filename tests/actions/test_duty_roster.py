"""Changes of the duty roster: no overlap, no unnoticed gap, and acute cases follow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.actions.duty.add_shifts import import_roster, repeat_shifts
from service.actions.duty.change_roster import add_shift, change_shift, remove_shift
from service.actions.duty.hand_over_duty import hand_over_duty
from service.database import writing
from service.domain.actor import Actor, Role, staff
from service.domain.duty import Shift, gaps, overlaps
from service.domain.errors import GapNotConfirmed, InvalidChoice, RosterRefused, ShiftOver
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import duty_event, duty_shift
from service.storage.duty_shift import DutyShift
from service.storage.history_event import HistoryEvent
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Roster:
    """Two colleagues; shifts are (person, begin, end) in days from now."""

    def __init__(self, session: Session) -> None:
        self.session = session
        users = [
            UserAccount(name="Een", email="een@bureau.example", role=Role.COORDINATOR),
            UserAccount(name="Twee", email="twee@bureau.example", role=Role.DEPUTY_COORDINATOR),
        ]
        session.add_all(users)
        session.flush()
        self.one, self.two = (user.id for user in users)
        self.actor = staff(self.one)

    def shift(self, person: int, begin: float, end: float) -> Shift:
        return Shift(person, NOW + begin * DAY, NOW + end * DAY)

    def add(self, person: int, begin: float, end: float, sure: bool = True) -> DutyShift:
        shift = self.shift(person, begin, end)
        row = add_shift(self.session, NOW, self.actor, shift, gap_confirmed=sure)
        self.session.flush()
        return row

    def now_and_then(self) -> list[tuple[int, float, float]]:
        self.session.flush()
        rows = self.session.scalars(select(DutyShift).order_by(DutyShift.starts_at))
        return [(r.user_id, (r.starts_at - NOW) / DAY, (r.ends_at - NOW) / DAY) for r in rows]


@pytest.fixture
def roster(session: Session, reference_data: None) -> Roster:
    return Roster(session)


def test_an_overlap_is_refused_with_its_place(roster: Roster) -> None:
    roster.add(roster.one, 0, 2)
    with pytest.raises(RosterRefused) as refused:
        roster.add(roster.two, 1, 3)
    assert [str(problem) for problem in refused.value.problems] == [
        "25-11-2026 10:00 – 26-11-2026 10:00: Er hebben twee mensen dienst."
    ]
    assert roster.now_and_then() == [(roster.one, 0, 2)]


def test_a_gap_wants_confirmation(roster: Roster) -> None:
    roster.add(roster.one, 0, 2)
    with pytest.raises(GapNotConfirmed) as refused:
        roster.add(roster.two, 3, 4, sure=False)
    assert refused.value.problems[0].place == "26-11-2026 10:00 – 27-11-2026 10:00"
    roster.add(roster.two, 3, 4, sure=True)
    # It fills a part of the gap, so it makes none.
    roster.add(roster.one, 2, 2.5, sure=False)
    assert len(roster.now_and_then()) == 3


@pytest.mark.parametrize(
    ("begin", "end", "field"), [(2, 1, "ends_at"), (1, 1, "ends_at"), (-2, -1, "ends_at")]
)
def test_a_shift_that_cannot_be(roster: Roster, begin: float, end: float, field: str) -> None:
    with pytest.raises(InvalidChoice) as refused:
        roster.add(roster.one, begin, end)
    assert refused.value.field == field


def test_only_coordinators_and_deputies_are_on_duty(roster: Roster) -> None:
    other = UserAccount(name="X", email="x@bureau.example", role=Role.PROGRAMME_MANAGER)
    gone = UserAccount(name="Y", email="y@bureau.example", role=Role.COORDINATOR, active=False)
    roster.session.add_all([other, gone])
    roster.session.flush()
    for person in (other.id, gone.id, 99_999):
        with pytest.raises(InvalidChoice):
            roster.add(person, 0, 1)


def test_of_a_running_shift_only_the_end_changes(roster: Roster) -> None:
    row = roster.add(roster.one, -1, 1)
    change = roster.session, NOW, roster.actor, row
    for changed in (roster.shift(roster.two, -1, 1), roster.shift(roster.one, -2, 1)):
        with pytest.raises(ShiftOver):
            change_shift(*change, changed)
    with pytest.raises(ShiftOver):
        remove_shift(*change)
    with pytest.raises(InvalidChoice):
        change_shift(*change, roster.shift(roster.one, -1, -0.5))
    change_shift(*change, roster.shift(roster.one, -1, 2))
    assert roster.now_and_then() == [(roster.one, -1, 2)]
    with pytest.raises(ShiftOver):
        change_shift(roster.session, NOW + 3 * DAY, roster.actor, row, row.as_shift())


def test_a_removed_shift_leaves_a_gap_that_was_confirmed(roster: Roster) -> None:
    roster.add(roster.one, 0, 1)
    row = roster.add(roster.two, 1, 2)
    with pytest.raises(GapNotConfirmed):
        remove_shift(roster.session, NOW, roster.actor, row)
    remove_shift(roster.session, NOW, roster.actor, row, gap_confirmed=True)
    assert roster.now_and_then() == [(roster.one, 0, 1)]


def test_a_hand_over_is_one_act_with_mails_and_a_log(roster: Roster) -> None:
    row = roster.add(roster.one, -1, 1)
    with pytest.raises(InvalidChoice):
        hand_over_duty(roster.session, NOW, roster.actor, row, roster.one)
    hand_over_duty(roster.session, NOW, roster.actor, row, roster.two)
    assert roster.now_and_then() == [(roster.one, -1, 0), (roster.two, 0, 1)]
    assert [user.id for user in duty_shift.on_call(roster.session, NOW)] == [roster.two]
    mails = roster.session.scalars(select(OutboxMail)).all()
    assert {(m.kind, m.recipient_id) for m in mails} == {
        ("duty_handed_over", roster.one),
        ("duty_handed_over", roster.two),
    }
    [latest, _added] = duty_event.latest(roster.session, 5)
    assert latest.kind == "handed_over"
    assert (latest.facts["from"], latest.facts["to"]) == (roster.one, roster.two)


def test_a_shift_that_just_began_is_handed_over_whole(roster: Roster) -> None:
    row = roster.add(roster.one, 0, 1)
    hand_over_duty(roster.session, NOW, roster.actor, row, roster.two)
    assert roster.now_and_then() == [(roster.two, 0, 1)]


def test_a_week_is_repeated(roster: Roster) -> None:
    shifts = [roster.shift(roster.one, 0, 3), roster.shift(roster.two, 3, 7)]
    for shift in shifts:
        add_shift(roster.session, NOW, roster.actor, shift)
    assert repeat_shifts(roster.session, NOW, roster.actor, shifts, 3) == 6
    found = duty_shift.roster_from(roster.session, NOW)
    assert len(found) == 8
    assert gaps(found) == overlaps(found) == ()
    with pytest.raises(RosterRefused, match="twee mensen"):
        repeat_shifts(roster.session, NOW, roster.actor, shifts, 1)
    with pytest.raises(InvalidChoice):
        repeat_shifts(roster.session, NOW, roster.actor, [], 1)


def test_a_week_with_a_hole_is_not_repeated(roster: Roster) -> None:
    shift = roster.shift(roster.one, 0, 3)
    add_shift(roster.session, NOW, roster.actor, shift)
    with pytest.raises(RosterRefused, match="niemand dienst"):
        repeat_shifts(roster.session, NOW, roster.actor, [shift], 2)
    assert len(roster.now_and_then()) == 1


FILE = """email,start,end
een@bureau.example,2026-11-24 10:00,2026-11-30 09:00
twee@bureau.example,2026-11-30 09:00,2026-12-07 09:00
"""


def test_a_file_is_imported_as_a_whole(roster: Roster) -> None:
    assert import_roster(roster.session, NOW, FILE, dry_run=True) == (2, [])
    assert roster.now_and_then() == []
    assert import_roster(roster.session, NOW, FILE) == (2, [])
    assert [person for person, _begin, _end in roster.now_and_then()] == [roster.one, roster.two]
    with pytest.raises(RosterRefused, match="twee mensen"):
        import_roster(roster.session, NOW, FILE)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("30 09:00,2026-12-07", "30 10:00,2026-12-07", "30-11-2026 09:00 – 30-11-2026 10:00"),
        ("30 09:00,2026-12-07", "29 09:00,2026-12-07", "29-11-2026 09:00 – 30-11-2026 09:00"),
    ],
)
def test_a_file_with_a_gap_or_an_overlap_is_refused(
    roster: Roster, old: str, new: str, place: str
) -> None:
    for dry_run in (True, False):
        with pytest.raises(RosterRefused) as refused:
            import_roster(roster.session, NOW, FILE.replace(old, new), dry_run=dry_run)
        assert [problem.place for problem in refused.value.problems] == [place]
    assert roster.now_and_then() == []


def test_a_file_with_a_stranger_names_the_row(roster: Roster) -> None:
    added, [error] = import_roster(roster.session, NOW, FILE.replace("twee@", "wie@"))
    assert (added, error.row, error.field) == (0, 3, "email")
    assert roster.now_and_then() == []


def test_two_at_once_never_overlap(engine: Engine, reference_data: None) -> None:
    with writing(engine) as session:
        roster = Roster(session)
        one, actor = roster.one, roster.actor
    barrier = Barrier(4)

    def add(_person: int) -> int:
        barrier.wait(timeout=10)
        try:
            with writing(engine) as session:
                add_shift(session, NOW, actor, Shift(one, NOW, NOW + DAY))
        except RosterRefused:
            return 0
        return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, range(4))) == 1


def test_acute_cases_that_wait_for_a_shift_follow_the_roster(
    session: Session, submit: Callable[..., SupportRequest], coordinator: Actor
) -> None:
    session.delete(session.scalars(select(DutyShift)).one())
    session.flush()
    person = coordinator.id or 0
    add_shift(session, NOW, coordinator, Shift(person, NOW + DAY, NOW + 2 * DAY))
    request = submit(urgency=Urgency.U1)
    calm = submit(urgency=Urgency.U3, form_token="form-2")
    assert request.clocks_started_at == NOW + DAY
    before = due(session, calm)
    add_shift(session, NOW + HOUR, coordinator, Shift(person, NOW + 2 * HOUR, NOW + DAY))
    assert request.clocks_started_at == NOW + 2 * HOUR
    assert due(session, request) == NOW + 2.5 * HOUR
    assert due(session, calm) == before
    session.flush()
    kinds = session.scalars(
        select(HistoryEvent.kind).where(HistoryEvent.request_id == request.id)
    ).all()
    assert kinds.count("clocks_moved") == 1


def due(session: Session, request: SupportRequest) -> datetime:
    [row] = deadlines.running(session, request.id, "acknowledgement")
    return row.due_at
