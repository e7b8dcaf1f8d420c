"""Brings the vectors up to date from a command, with progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from sqlalchemy import Engine

from expert_registry.vector_refresh import stale_texts
from service.database import reading
from service.jobs.vector_batches import ReadDocument, refresh_batch

Step = Callable[[int], None]


def embed_missing(engine: Engine, read: ReadDocument, model_id: str) -> int:
    """Embed the experts whose vector is missing or outdated; give how many."""
    with reading(engine) as session:
        total = len(stale_texts(session, model_id))
    made, left = 0, 1
    with progress(total, sys.stderr) as step:
        while left:
            report = refresh_batch(engine, read, model_id)
            made, left = made + report.embedded, report.left
            step(report.embedded)
    return made


@contextmanager
def progress(total: int, shown_on: TextIO) -> Iterator[Step]:
    """Give what to call with the number just done: a bar on a terminal, lines elsewhere."""
    if total and shown_on.isatty():
        with click.progressbar(length=total, label="Experts embedded", file=shown_on) as bar:
            yield bar.update
        return
    done = 0

    def line(number: int) -> None:
        nonlocal done
        done += number
        if done:
            click.echo(f"{done} of {max(total, done)} experts embedded", file=shown_on)

    yield line
