"""Which acts stand in sight, and which are behind the fold."""

import pytest

from service.domain.request_status import Status
from service.storage.request import SupportRequest
from service.web.triage.act_order import ORDER, act_order
from service.web.triage.case_acts import ACTS
from service.web.triage.inviting_acts import INVITING_ACTS
from tests.web.story import NOW

ME, COLLEAGUE = 1, 2
# These stand beside what they are about.
ELSEWHERE = {"notitie", "vrijgeven", "oppakken", "terugdraaien"}


@pytest.mark.parametrize(
    ("status", "owner", "possible", "now", "later"),
    [
        (Status.SUBMITTED, None, ["overnemen", "terugbellen"], ["terugbellen", "overnemen"], []),
        (Status.TRIAGE, COLLEAGUE, ["overnemen", "zoeken"], ["zoeken"], ["overnemen"]),
        (Status.TRIAGE, ME, ["overnemen", "zoeken"], ["zoeken"], []),
        (Status.TRIAGE, ME, ["afsluiten", "intrekken"], [], ["afsluiten", "intrekken"]),
        (Status.CONTACTED, ME, ["afsluiten", "intrekken"], ["afsluiten"], ["intrekken"]),
        (Status.ACTIVE, ME, ["afsluiten"], ["afsluiten"], []),
        (Status.CLOSED, ME, ["heropenen", "wissen"], ["heropenen"], ["wissen"]),
    ],
)
def test_what_is_in_sight(
    status: Status, owner: int | None, possible: list[str], now: list[str], later: list[str]
) -> None:
    order = act_order(SupportRequest(status=status, owner_id=owner), possible, ME)
    assert (order.now, order.later) == (now, later)


def test_a_call_that_was_made_is_seldom_made_again() -> None:
    case = SupportRequest(status=Status.PROPOSED, owner_id=ME, called_back_at=NOW)
    order = act_order(case, ["terugbellen", "vraag"], ME)
    assert (order.now, order.later) == (["vraag"], ["terugbellen"])


def test_every_act_on_the_case_as_a_whole_has_its_place() -> None:
    assert set(ORDER) == set(ACTS) - set(INVITING_ACTS) - ELSEWHERE
