"""`schakel create-admin`: the first administrator, who lets the others in."""

import click

from service.actions.accounts.add_first_admin import AdminExists, add_first_admin
from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.database import writing
from service.domain.errors import AddressTaken
from service.domain.link_path import LOGIN_PATH


@click.command()
@click.option("--email", required=True, help="Address with which the administrator logs in.")
@click.option("--name", required=True, help="Name that colleagues see.")
@click.option("--another", is_flag=True, help="Add one although there is an administrator.")
def create_admin(email: str, name: str, another: bool) -> None:
    """Add the first administrator.

    Prints a one-time link with which this person chooses a password and sets up the second step,
    within three days. There is no default password. Other accounts are added on the page Accounts.
    """
    if "@" not in email.strip("@ ") or not name.strip():
        raise CannotDo("give an e-mail address and a name")
    settings, engine = open_installation()
    try:
        with writing(engine) as session:
            who = name.strip(), email.strip()
            token = add_first_admin(session, present(), *who, another=another)
    except AdminExists:
        raise CannotDo(
            "there is an administrator already, who adds accounts on the page Accounts; "
            "--another adds one all the same"
        ) from None
    except AddressTaken:
        raise CannotDo("there is an account with this address already") from None
    click.echo(f"{settings.base_url}{LOGIN_PATH}{token}")
