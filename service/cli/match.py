"""`schakel match`: which experts fit a text."""

import json
from dataclasses import asdict

import click

from service.cli.embed_missing import embed_missing
from service.cli.encoder import encoder_for
from service.cli.installation import open_installation
from service.cli.refusal import CannotDo
from service.cli.typed_text import text_of_input


@click.command()
@click.option("--top", default=5, type=click.IntRange(1, 100), help="How many experts (5).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def match(top: int, as_json: bool) -> None:
    """Rank the experts for a text.

    The text comes from standard input. Example: echo "Onrust over een azc" | schakel match
    --top 3
    """
    from sqlalchemy.orm import Session

    from expert_registry.search import RequestFacts, rank_experts
    from expert_registry.snapshot import SnapshotCache

    text = text_of_input()
    settings, engine = open_installation()
    encoder, model_id = encoder_for(settings)
    read = encoder.read_query([text])
    embed_missing(engine, encoder.read_document, model_id)
    snapshot = SnapshotCache(lambda: Session(engine)).refresh(model_id)
    if not snapshot.ids:
        raise CannotDo("the registry is empty; add experts with `schakel import-experts FILE`")
    found = rank_experts(RequestFacts(text), snapshot, None, top, read).candidates
    if as_json:
        rows = [_row(asdict(one), snapshot.profiles[one.expert_id].external_id) for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        profile = snapshot.profiles[one.expert_id]
        reasons = "; ".join(reason.text_nl for reason in one.reasons)
        click.echo(f"{one.rank:3}  {one.score:6.2f}  {profile.external_id}  {profile.name}")
        click.echo(f"             {reasons}")


def _row(candidate: dict[str, object], external_id: str) -> dict[str, object]:
    return {"id": external_id} | candidate
