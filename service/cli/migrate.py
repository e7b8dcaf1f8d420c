"""`schakel migrate`: make the database, or bring it to the schema of this version."""

import click

from service.cli.installation import connect_in_data_folder, present
from service.config import read_settings
from service.rehearsal.preparation import prepare_database


@click.command()
def migrate() -> None:
    """Make the database or bring it up to date.

    Adds missing reference data (themes, municipalities, partners, referral directory); in
    development also artificial experts, colleagues and a duty roster. Running it again is safe.
    """
    settings = read_settings()
    engine = connect_in_data_folder(settings)
    revision = prepare_database(engine, present(), samples=settings.development)
    click.echo(f"The database has schema {revision}, the newest.")
