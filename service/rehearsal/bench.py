"""Measures the real programs: encoding, searching, form to shortlist, pages, and memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from embeddings.inference import InferenceClient
from embeddings.vectors import Encoded, unit_length
from expert_registry.search import RequestFacts, rank_experts
from expert_registry.snapshot import Snapshot, SnapshotCache, build_snapshot
from service.rehearsal import story
from service.rehearsal.bench_encoding import encoding, measure, profile_texts
from service.rehearsal.browser import Browser
from service.rehearsal.case_records import CaseRecords
from service.rehearsal.child_process import ChildProcess
from service.rehearsal.page_bench import bench_pages
from service.rehearsal.ports import wait_until
from service.rehearsal.request_form import filled_request, reference_on
from service.rehearsal.stage import Stage

LARGE_POOL = 10_000
TOP = 10
PATIENCE_S = 60.0

Tell = Callable[[str], None]


def bench(tell: Tell, rounds: int = 50, requests: int = 10, documents: int = 256) -> dict[str, Any]:
    """Give milliseconds (p50 and p95) and megabytes; `tell` gets what is being measured.

    `rounds` holds for encoding a question and for searching, `documents` for encoding profiles,
    `requests` for forms that are sent one by one.
    """
    with Stage() as stage:
        tell("starting the programs")
        stage.prepare()
        stage.start()
        client = InferenceClient(stage.settings.inference_socket)
        text = sixty_words()
        small = SnapshotCache(lambda: Session(stage.engine)).current()
        tell("encoding, beside plain sentence-transformers")
        profiles = profile_texts(small, documents)
        settings = stage.settings
        found: dict[str, Any] = {
            "encoding": encoding(
                text, profiles, settings.embedding_model, settings.encoder, rounds
            ),
            "encoding_by_the_process_ms": measure(lambda: client.read_query([text]), rounds),
        }
        tell("searching")
        for pool in (small, enlarged(small, LARGE_POOL)):
            search = searching(pool, text, client.read_query([text]))
            found[f"search_{len(pool.ids)}_experts_ms"] = measure(search, rounds)
        tell("from form to shortlist")
        sent: list[str] = []
        found["form_to_shortlist_ms"] = measure(lambda: sent.append(_send(stage)), requests)
        tell("pages")
        found["pages_ms"] = bench_pages(stage.settings, stage.engine, sent[-1], rounds)
        found["memory_mb"] = {
            name: resident_mb(program) for name, program in stage.programs.items()
        }
    return found


def sixty_words() -> str:
    """Give the story of the rehearsal, cut to sixty words."""
    return " ".join(f"{story.SITUATION} {story.QUESTION} {story.SUMMARY}".split()[:60])


def searching(pool: Snapshot, text: str, read: Encoded) -> Callable[[], object]:
    """Give the act of ranking this pool for the text."""
    return lambda: rank_experts(RequestFacts(text), pool, None, TOP, read)


def enlarged(pool: Snapshot, size: int) -> Snapshot:
    """Give a pool of this size: the same profiles again and again, with vectors at random."""
    dimension = pool.vectors.dimension
    rows = np.random.default_rng(0).standard_normal((size, dimension), dtype=np.float32)
    profiles = {number: pool.profiles[pool.ids[number % len(pool.ids)]] for number in range(size)}
    vectors = dict(enumerate(unit_length(rows)))
    return build_snapshot(pool.version, pool.model_id, profiles, vectors, pool.labels)


def resident_mb(program: ChildProcess) -> float:
    """Give the resident memory of a program and its children, in megabytes (Linux)."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        # Fields 6 and 24 of proc(5): the session, and the resident set in pages.
        if int(fields[3]) == program.pid:
            pages += int(fields[21])
    return round(pages * 4096 / 1e6, 1)


def _send(stage: Stage) -> str:
    """Send a form and wait for the shortlist; give the reference."""
    browser = Browser(stage.settings.base_url)
    page, form = filled_request(browser)
    case = CaseRecords(stage.engine, reference_on(browser.send(page, form)))
    wait_until(lambda: case.candidates() > 0, PATIENCE_S, "the shortlist")
    return case.reference
