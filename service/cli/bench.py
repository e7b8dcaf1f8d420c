"""`schakel bench`: how fast and how big the real programs are."""

import json

import click


@click.command()
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(2, 10_000))
@click.option("--requests", default=10, show_default=True, type=click.IntRange(2, 1_000))
def bench(rounds: int, requests: int) -> None:
    """Measure speed and memory.

    Encoding, searching, form to shortlist, and memory, as JSON. Starts the real programs in a
    temporary folder. Times are milliseconds (p50, p95), memory is megabytes per program. Do
    nothing else on the machine meanwhile.
    """
    from service.rehearsal.bench import bench as measured

    found = measured(lambda what: click.echo(f"{what} …", err=True), rounds, requests)
    click.echo(json.dumps(found, indent=2))
