"""`schakel faults`: nothing is lost or doubled when the worker is killed amid its sweeps."""

import json
from contextlib import nullcontext

import click

DATABASES = ("sqlite", "postgresql")


@click.command()
@click.option("--kills", default=200, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--seed", default=1, show_default=True, type=int, help="Draws the moments.")
@click.option(
    "--cases",
    type=click.IntRange(1, 10_000),
    show_default="as many as the kills need",
    help="Cases whose clocks run out.",
)
@click.option(
    "--database",
    "databases",
    multiple=True,
    type=click.Choice(DATABASES),
    help="Both where none is named; PostgreSQL needs the packages of the extra dev.",
)
def faults(kills: int, seed: int, cases: int | None, databases: tuple[str, ...]) -> None:
    """Kill (-9) a sweeping worker at random points and count what is lost or doubled.

    In temporary databases; prints JSON. Exit status 1 when a step is lost or doubled.
    """
    from service.rehearsal.faults import play_faults
    from service.rehearsal.temporary_postgresql import temporary_postgresql

    reports = []
    for name in databases or DATABASES:
        with temporary_postgresql() if name == "postgresql" else nullcontext() as address:
            click.echo(f"{name} …", err=True)
            reports.append(play_faults(address, kills, seed, cases, _tell))
    click.echo(json.dumps(reports, indent=2))
    if not all(report["ok"] for report in reports):
        raise SystemExit(1)


def _tell(line: str) -> None:
    click.echo(f"  {line}", err=True)
