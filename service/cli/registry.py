"""`schakel registry`: how good the registry of experts is."""

import json

import click

from service.cli.installation import open_installation, present

AMONG_FIRST = 5


@click.group()
def registry() -> None:
    """Look after the registry of experts."""


@registry.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def report(as_json: bool) -> None:
    """Show what the registry lacks and which profiles say too little.

    Themes that nobody or one expert knows, profiles with what to add to them, and profiles that
    are nearly the same. Experts are named by the id that their partner uses. Nothing is changed.
    """
    from expert_registry.registry_report import registry_report
    from expert_registry.supply_overview import Proposals
    from service.cli.registry_words import as_lines, as_values
    from service.database import reading
    from service.storage.match_run import proposed_among_first

    _settings, engine = open_installation()
    with reading(engine) as session:
        proposals = Proposals(*proposed_among_first(session, AMONG_FIRST))
        found = registry_report(session, present(), proposals=proposals)
    if as_json:
        click.echo(json.dumps(as_values(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(found)))
