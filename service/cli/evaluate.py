"""`schakel evaluate`: how good the ranking is on judged files."""

import json
from dataclasses import asdict
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

    Prints nDCG, recall, success and MRR, the same with partners alternating, and how far the
    probability of fit can be trusted. Track `text` uses texts only, `form` also what was ticked
    on the form. The registry is not used and nothing is stored.
    """
    from expert_registry.evaluation import FIRST, judge_files

    encoder = EncoderWhenNeeded(read_settings())
    judged = judge_files(experts, requests_file, qrels, track, encoder)
    tables = {"all pairs": judged.reliability(None), "first five": judged.reliability(FIRST)}
    if as_json:
        rows = {name: [one and asdict(one) for one in bins] for name, bins in tables.items()}
        click.echo(json.dumps(judged.measures() | {"reliability": rows}, indent=2))
        return
    for name, value in judged.measures().items():
        click.echo(f"{name:17} {value:.4f}")
    for name, bins in tables.items():
        click.echo(f"\nprobability of fit, {name}: said, was so (number)")
        for one in bins:
            if one:
                click.echo(f"  {one.said:.2f}  {one.was_so:.2f}  ({one.number})")
