"""The same requests under several policies, two runs at a time, and what came of it."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from service.database import reading
from service.rehearsal.simulation.figures import figures
from service.rehearsal.simulation.people import People
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.simulated_run import SimulatedRun

Tell = Callable[[str], None]
COLLECT_AFTER = 50_000


def simulate(policy: Policy, people: People, requests: int, seed: int) -> dict[str, Any]:
    """Play one policy; give its figures, and the seconds that it took."""
    begun = time.monotonic()
    run = SimulatedRun(policy, people, requests, seed)
    with _fewer_collections():
        run.play()
    with reading(run.engine) as session:
        found = figures(session)
    run.engine.dispose()
    return {
        "policy": policy.value,
        **found,
        "answers_too_late": run.experts.too_late,
        "seconds": round(time.monotonic() - begun, 1),
    }


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Look for garbage less often: what comes and goes by the thousand is no garbage yet."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def compare(
    policies: Sequence[Policy],
    people: People,
    requests: int,
    seed: int,
    processes: int = 2,
    tell: Tell = lambda _line: None,
) -> dict[str, Any]:
    """Give the figures of each policy for the same requests and the same answers."""
    found = []
    for one in _played(policies, people, requests, seed, processes):
        tell(f"{one['policy']}: {one['seconds']} s")
        found.append(one)
    return {"requests": requests, "seed": seed, "policies": found, "ratios": _ratios(found)}


def _played(
    policies: Sequence[Policy], people: People, requests: int, seed: int, processes: int
) -> Iterator[dict[str, Any]]:
    if processes == 1 or len(policies) == 1:
        yield from (simulate(policy, people, requests, seed) for policy in policies)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting = [pool.submit(simulate, policy, people, requests, seed) for policy in policies]
        yield from (one.result() for one in waiting)


def _ratios(found: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give each policy against one by one: the medians per urgency and over all, and the mails."""
    first = next((one for one in found if one["policy"] == Policy.ONE_BY_ONE), None)
    if first is None or not all(one["matched"] for one in found):
        return {}
    return {
        one["policy"]: {
            "median_open_hours": _medians(one, first, "open_hours"),
            "median_wall_hours": _medians(one, first, "wall_hours"),
            **{name: _part(one["mails"][name], first["mails"][name]) for name in first["mails"]},
        }
        for one in found
    }


def _medians(one: dict[str, Any], first: dict[str, Any], hours: str) -> dict[str, float]:
    times, slowest = one["time_to_acceptance"], first["time_to_acceptance"]
    return {
        group: _part(times[group][hours]["median"], slowest[group][hours]["median"])
        for group in times
        if times[group][hours] and slowest[group][hours]
    }


def _part(one: float, whole: float) -> float:
    return round(one / whole, 3)
