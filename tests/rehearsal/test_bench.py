"""The pieces of the bench measure what they say."""

import os
import sys
from pathlib import Path

import numpy as np

from embeddings.vectors import Encoded
from expert_registry.expert import ExpertProfile
from expert_registry.snapshot import build_snapshot
from service.rehearsal.bench import enlarged, measure, resident_mb, searching, sixty_words
from service.rehearsal.child_process import ChildProcess
from service.rehearsal.ports import wait_until


def test_the_first_round_does_not_count() -> None:
    rounds: list[int] = []
    found = measure(lambda: rounds.append(1), 20)
    assert len(rounds) == 21
    assert 0 <= found["p50"] <= found["p95"]


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
