"""`schakel bench`: how fast and how big the real programs are."""

import json

import click


@click.command()
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(2, 10_000))
@click.option("--requests", default=10, show_default=True, type=click.IntRange(2, 1_000))
@click.option("--documents", default=256, show_default=True, type=click.IntRange(1, 100_000))
@click.option(
    "--deadlines",
    default=100_000,
    show_default=True,
    type=click.IntRange(0, 10_000_000),
    help="Open deadlines of which the sweep is measured; 0 leaves that out.",
)
def bench(rounds: int, requests: int, documents: int, deadlines: int) -> None:
    """Measure speed and memory.

    Encoding, beside plain sentence-transformers by turns; searching, form to shortlist, pages,
    memory, and the sweep of the deadlines, as JSON. Starts the real programs in a temporary
    folder. Times are milliseconds (p50, p95), those of the sweep seconds; memory is megabytes per
    program. Do nothing else on the machine meanwhile.
    """
    from service.rehearsal.bench import bench as measured
    from service.rehearsal.sweep_bench import bench_sweeps

    found = measured(lambda what: click.echo(f"{what} …", err=True), rounds, requests, documents)
    if deadlines:
        click.echo("sweeping deadlines …", err=True)
        found["sweep"] = bench_sweeps(deadlines)
    click.echo(json.dumps(found, indent=2))
