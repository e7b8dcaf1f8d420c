"""`schakel login-link`: a one-time link for a colleague who cannot get in."""

import click

from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.database import writing
from service.rehearsal import login_links
from service.storage import user_account
from service.storage.user_account import LoginLinkPurpose


@click.command()
@click.argument("email")
def login_link(email: str) -> None:
    """Print a one-time link for an account.

    For the account with this EMAIL address; it works once, within half an hour. In development it
    logs in at once. In production it serves to choose a password; the second step stays.
    """
    settings, engine = open_installation()
    with writing(engine) as session:
        user = user_account.by_email(session, email.strip())
        if user is None or not user.active:
            raise CannotDo("there is no active account with this address")
        purpose = LoginLinkPurpose.LOG_IN if settings.development else LoginLinkPurpose.SET_UP
        link = login_links.login_link(session, present(), user, settings.base_url, purpose)
    click.echo(link)
