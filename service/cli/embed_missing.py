"""Brings the vectors up to date from a command, with progress."""

import click
from sqlalchemy import Engine

from service.jobs.vector_batches import ReadDocument, refresh_batch


def embed_missing(engine: Engine, read: ReadDocument, model_id: str) -> int:
    """Embed the experts whose vector is missing or outdated; give how many."""
    made, left = 0, 1
    while left:
        report = refresh_batch(engine, read, model_id)
        made, left = made + report.embedded, report.left
        if made:
            click.echo(f"{made} of {made + left} experts embedded", err=True)
    return made
