"""`schakel journey`: the whole program played by scripted people, to see that it works."""

import json
import secrets

import click

from service.cli.refusal import CannotDo


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--database-url", help="An empty PostgreSQL database; default: SQLite in a folder.")
@click.option(
    "--kill-worker",
    default=0,
    type=click.IntRange(0, 100),
    help="Kill the worker (-9) so many times at random moments, and start it again.",
)
@click.option("--seed", type=int, help="Repeats the random moments of an earlier run.")
@click.pass_context
def journey(
    ctx: click.Context, as_json: bool, database_url: str | None, kill_worker: int, seed: int | None
) -> None:
    """Play a whole case and check every step.

    With the real programs, in a temporary folder. A request is sent on the form, called back,
    matched; two experts are invited for one place, one says no, the next one yes; contact,
    closing, evaluation. Nothing of your own data is used. Exit status 0 when all was as it
    should be, else 1 and what was not.
    """
    from service.rehearsal.journey_report import play_journey
    from service.rehearsal.stage import DatabaseInUse
    from service.rehearsal.timeline import TimedStep

    def tell(step: TimedStep) -> None:
        if not as_json:
            click.echo(f"{step.seconds:8.2f} s  {step.step}")

    chosen_seed = secrets.randbelow(1_000_000) if seed is None else seed
    try:
        report = play_journey(database_url, kill_worker, chosen_seed, tell)
    except DatabaseInUse as error:
        raise CannotDo(str(error)) from None
    if kill_worker:
        report["seed"] = chosen_seed
    if as_json:
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    elif report["ok"]:
        click.echo(f"All went well: {report['mails']} mails, {report['seconds']} s.")
    else:
        click.echo(f"Failed at {report['failed']}\nThe logs are in {report['logs']}", err=True)
    ctx.exit(0 if report["ok"] else 1)
