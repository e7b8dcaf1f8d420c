"""`schakel retention`: destroy what was kept long enough."""

import json
from collections.abc import Iterable

import click

from service.cli.installation import open_installation, present
from service.domain.retention import Destroyed

MOST_IDS = 20


@click.group()
def retention() -> None:
    """Destroy what was kept long enough; docs/retention.md tells what goes when."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only tell what a run would destroy.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def run(ctx: click.Context, dry_run: bool, as_json: bool) -> None:
    """Do now what the worker does each day.

    In small transactions: a run that is stopped half way is finished by the next one. What a
    legal hold keeps stays. Nothing expires from an audit log that is broken: then the exit
    status is 1.
    """
    from service.jobs.retention import look_at_retention, run_retention

    _settings, engine = open_installation()
    way = look_at_retention if dry_run else run_retention
    found = way(engine, present())
    values = {
        "dry_run": dry_run,
        "destroyed": [_values(one) for one in found.destroyed],
        "audit_broken_at": found.audit_broken and found.audit_broken.position,
    }
    click.echo(json.dumps(values, indent=2) if as_json else _told(found.destroyed, dry_run))
    if found.audit_broken:
        place = found.audit_broken.position
        click.echo(f"The audit log is broken at entry {place}: nothing of it expires.", err=True)
        ctx.exit(1)


def _values(one: Destroyed) -> dict[str, object]:
    return {"rule": one.rule, "table": one.table, "rows": one.count, "ids": list(one.ids)}


def _told(destroyed: Iterable[Destroyed], dry_run: bool) -> str:
    lines = [_line(one) for one in destroyed]
    if not lines:
        return "Nothing is due."
    return "\n".join(["This would be destroyed:" if dry_run else "Destroyed:", *lines])


def _line(one: Destroyed) -> str:
    shown = ", ".join(str(number) for number in one.ids[:MOST_IDS])
    more = f" and {len(one.ids) - MOST_IDS} more" if len(one.ids) > MOST_IDS else ""
    return f"- {one.rule}: {one.count} in {one.table}{': ' if shown else ''}{shown}{more}"
