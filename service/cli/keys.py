"""`schakel keys`: the keys with which confidential data is sealed in the database."""

import json

import click

from expert_registry.key_ring import new_key
from service.actions.keys.seal_anew import seal_anew
from service.cli.installation import open_installation, present
from service.database import reading, writing
from service.storage.resealing import under_older_keys


@click.group()
def keys() -> None:
    """Make a key for confidential data, or go over to a new one."""


@keys.command()
def new() -> None:
    """Print a new key for SCHAKEL_DATA_KEYS.

    Keep it where backups of the database do not go: without it they cannot be read, by nobody.
    """
    click.echo(new_key())


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def rotate(ctx: click.Context, as_json: bool) -> None:
    """Seal everything with the newest key.

    First put the new key before the others in SCHAKEL_DATA_KEYS and restart all programs. It may
    be stopped and started again at any moment. Exit status 1 while rows are left under older keys,
    because they cannot be read or because a program still writes with one.
    """
    _settings, engine = open_installation()
    done = seal_anew(lambda: writing(engine), present())
    with reading(engine) as session:
        left = under_older_keys(session)
    click.echo(
        json.dumps({"sealed": done, "left": left}, indent=2) if as_json else _told(done, left)
    )
    ctx.exit(1 if any(left.values()) else 0)


def _told(done: dict[str, int], left: dict[str, int]) -> str:
    lines = [f"{'table':20} {'sealed anew':>12} {'left':>6}"]
    lines += [f"{table:20} {done[table]:12} {left[table]:6}" for table in done]
    if any(left.values()):
        lines.append("Rows are left under older keys: keep those keys.")
    else:
        lines.append("Nothing is left under older keys: they may go, once no backup needs them.")
    return "\n".join(lines)
