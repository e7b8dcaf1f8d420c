"""A log-in link from the command line logs in once."""

from sqlalchemy import select

from service.actions.accounts.claim_login_link import check_login_link
from service.cli.installation import open_installation, present
from service.database import reading
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink
from tests.cli.conftest import Command


def test_the_link_belongs_to_the_account(schakel: Command) -> None:
    result = schakel("login-link", " Coordinator@bureau.example ")
    assert result.exit_code == 0
    address, token = result.stdout.strip().rsplit("/", 1)
    assert address == "http://127.0.0.1:8000/inloggen"
    _settings, engine = open_installation()
    with reading(engine) as session:
        link = session.scalars(select(LoginLink)).one()
        assert link.token_hash == hash_token(token)
        assert check_login_link(link, present()).user.email == "coordinator@bureau.example"
    engine.dispose()
