"""The same requests under several policies, two runs at a time, and what came of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from service.database import reading
from service.rehearsal.simulation.figures import figures
from service.rehearsal.simulation.people import People
from service.rehearsal.simulation.policy import Policy
from service.rehearsal.simulation.simulated_run import SimulatedRun

Tell = Callable[[str], None]


def simulate(policy: Policy, people: People, requests: int, seed: int) -> dict[str, Any]:
    """Play one policy; give its figures, and the seconds that it took."""
    begun = time.monotonic()
    run = SimulatedRun(policy, people, requests, seed)
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


def _ratios(found: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Give each policy against one by one: median open time to acceptance, and mails per match."""
    by_name = {one["policy"]: one for one in found}
    first = by_name.get(Policy.ONE_BY_ONE)
    if first is None or not all(one["matched"] for one in found):
        return {}
    return {
        name: {
            "median_open_hours": round(_median(one) / _median(first), 3),
            "mails_per_match": round(_mails(one) / _mails(first), 3),
        }
        for name, one in by_name.items()
    }


def _median(found: dict[str, Any]) -> float:
    return float(found["time_to_acceptance"]["all"]["open_hours"]["median"])


def _mails(found: dict[str, Any]) -> float:
    return float(found["mails"]["per_match"])
