"""A worker that is killed amid its sweeps loses nothing and does nothing twice."""

from collections import Counter

from service.rehearsal.due_cases import Traces
from service.rehearsal.faults import compared, play_faults


def test_five_kills_lose_and_double_nothing(bare_database_url: str) -> None:
    report = play_faults(bare_database_url, kills=5, seed=1, cases=8)
    assert report["examples"] == []
    assert (report["lost"], report["doubled"], report["kills"]) == (0, 0, 5)
    assert report["ok"]
    assert report["events"] > 100


def test_a_lost_step_and_a_doubled_mail_are_both_found() -> None:
    must_be = Traces(Counter([("clock",)]), Counter([("event",)]), Counter([("mail",)]))
    found = Traces(Counter([("clock",)]), Counter(), Counter({("mail",): 2}))
    report = compared(must_be, found)
    assert (report["lost"], report["doubled"]) == (1, 1)
    assert report["examples"] == ["('event',)", "('mail',)"]
