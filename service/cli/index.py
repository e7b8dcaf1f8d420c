"""`schakel index`: the vectors by which experts are found."""

import click

from service.cli.embed_missing import embed_missing
from service.cli.encoder import encoder_for
from service.cli.installation import open_installation


@click.group()
def index() -> None:
    """Look after the vectors of the experts."""


@index.command()
def rebuild() -> None:
    """Make the vectors of all experts anew with the present model.

    Needed after EMBEDDING_MODEL was changed, and harmless at any other time; running programs
    go on and take the new vectors over by themselves. Shows how far it is.
    """
    from sqlalchemy import delete

    from expert_registry.tables import ExpertVector
    from service.database import writing

    settings, engine = open_installation()
    encoder, model_id = encoder_for(settings)
    with writing(engine) as session:
        session.execute(delete(ExpertVector))
    made = embed_missing(engine, encoder.read_document, model_id)
    click.echo(f"{made} experts embedded with {model_id}")
