"""Kills are spread over the steps, all of them take place, and a seed repeats them."""

import pytest

from service.rehearsal.worker_killer import WorkerKiller


class Worker:
    def __init__(self) -> None:
        self.log: list[str] = []

    def kill(self) -> None:
        self.log.append("kill")

    def start(self) -> None:
        self.log.append("start")


def kills_per_step(kills: int, steps: int, seed: int) -> list[int]:
    worker = Worker()
    killer = WorkerKiller(worker, kills, steps, seed)  # type: ignore[arg-type]
    found = []
    for _step in range(steps):
        before = killer.done
        killer.begin_step()
        killer.end_step()
        found.append(killer.done - before)
    assert worker.log == ["kill", "start"] * kills
    return found


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.rehearsal.worker_killer.LATEST_S", 0.01)


@pytest.mark.parametrize(("kills", "steps"), [(0, 5), (3, 5), (5, 5), (12, 5)])
def test_all_kills_take_place_evenly(kills: int, steps: int) -> None:
    found = kills_per_step(kills, steps, 1)
    assert sum(found) == kills
    assert max(found) - min(found) <= 1


def test_the_seed_repeats_the_steps() -> None:
    assert kills_per_step(4, 17, 5) == kills_per_step(4, 17, 5)
    assert len({tuple(kills_per_step(4, 17, seed)) for seed in range(6)}) > 1
