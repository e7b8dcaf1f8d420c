"""The pieces of the bench measure what they say."""

import os
import sys
from pathlib import Path

import numpy as np

from embeddings.vectors import Encoded
from expert_registry.expert import ExpertProfile
from expert_registry.snapshot import build_snapshot
from service.rehearsal.bench import enlarged, resident_mb, searching, sixty_words
from service.rehearsal.bench_encoding import SLICE, bulk, measure, profile_texts, taking_turns
from service.rehearsal.child_process import ChildProcess
from service.rehearsal.ports import wait_until


def test_the_first_round_does_not_count() -> None:
    rounds: list[int] = []
    found = measure(lambda: rounds.append(1), 20)
    assert len(rounds) == 21
    assert 0 <= found["p50"] <= found["p95"]


def test_two_ways_take_turns() -> None:
    order: list[str] = []
    acts = {"ours": lambda: order.append("ours"), "plain": lambda: order.append("plain")}
    found = taking_turns(acts, 3)
    assert order == ["ours", "plain"] * 4
    assert found.keys() == acts.keys()


def test_in_bulk_each_way_gets_every_text_once() -> None:
    texts = [str(number) for number in range(SLICE + 3)]
    seen: dict[str, list[str]] = {"ours": [], "plain": []}
    found = bulk({name: each.extend for name, each in seen.items()}, texts)
    assert seen == {"ours": texts, "plain": texts}
    assert found["ours"] > 0


def test_the_text_has_sixty_words() -> None:
    assert len(sixty_words().split()) == 60


def test_a_small_pool_is_enlarged_and_can_be_searched() -> None:
    one = ExpertProfile(
        external_id="E1", partner_id="ngb", summary="Onrust", themes=(), support_kinds=()
    )
    vector = np.full(4, 0.5, np.float32)
    pool = build_snapshot(1, "m", {7: one}, {7: vector}, {})
    large = enlarged(pool, 30)
    assert (len(large.ids), len(large.vectors), large.vectors.dimension) == (30, 30, 4)
    assert profile_texts(large, 32) == ["Onrust"] * 32
    searching(large, "onrust", Encoded(vector[None]))()


def test_memory_of_a_program_counts_its_children(tmp_path: Path) -> None:
    holds = "x = b'1' * 40_000_000; import time; time.sleep(60)"
    script = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {holds!r}])\n"
        "time.sleep(60)\n"
    )
    log = tmp_path / "log"
    program = ChildProcess("program", [sys.executable, "-c", script], dict(os.environ), log)
    program.start()
    try:
        wait_until(lambda: resident_mb(program) > 45, 20, "the memory of the child")
    finally:
        program.kill()
