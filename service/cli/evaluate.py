"""`schakel evaluate`: how good the ranking is on judged files."""

import json
from pathlib import Path

import click

from service.cli.encoder import EncoderWhenNeeded
from service.config import read_settings

READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--experts", required=True, type=READABLE, help="Profiles, as JSON lines.")
@click.option("--requests", "requests_file", required=True, type=READABLE, help="JSON lines.")
@click.option("--qrels", required=True, type=READABLE, help="request, expert, grade; with tabs.")
@click.option("--track", default="text", type=click.Choice(["text", "form"]), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(experts: Path, requests_file: Path, qrels: Path, track: str, as_json: bool) -> None:
    """Measure the ranking on judged files.

    Prints nDCG, recall, success and MRR. Track `text` uses texts only, `form` also what was
    ticked on the form. The registry is not used and nothing is stored.
    """
    from expert_registry.evaluation import evaluate_files

    encoder = EncoderWhenNeeded(read_settings())
    found = evaluate_files(experts, requests_file, qrels, track, encoder)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        click.echo(f"{name:10} {value:.4f}")
