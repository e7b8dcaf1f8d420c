"""`schakel simulate`: how fast help is found under each way of inviting."""

import json
from pathlib import Path

import click

from service.rehearsal.simulation.policy import Policy

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.option("--requests", default=100, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--seed", default=1, show_default=True, type=int, help="The same gives the same.")
@click.option(
    "--policy",
    "names",
    multiple=True,
    type=click.Choice([policy.value for policy in Policy]),
    help="One or more; all of them where none is named.",
)
@click.option("--people", "file", type=FILE, help="How people behave, as JSON or TOML.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 16))
@click.option("--plot", type=NEW_FILE, help="Write a picture (SVG) as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def simulate(
    requests: int,
    seed: int,
    names: tuple[str, ...],
    file: Path | None,
    processes: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Play scripted people on the real actions and compare the ways of inviting.

    Touches no database but its own, in memory. Times are hours, measured from submission.
    """
    from service.rehearsal.simulation.comparison import compare
    from service.rehearsal.simulation.people import InvalidPeople, People, read_people
    from service.rehearsal.simulation.plot import draw_plot
    from service.rehearsal.simulation.table import tables

    try:
        people = read_people(file) if file else People()
    except InvalidPeople as error:
        raise click.BadParameter(str(error), param_hint="--people") from error
    policies = [policy for policy in Policy if not names or policy.value in names]
    found = compare(policies, people, requests, seed, processes, lambda s: click.echo(s, err=True))
    if plot:
        draw_plot(found, plot)
    click.echo(json.dumps(found, indent=2) if as_json else tables(found))
