"""A look at a password or a code is counted ahead; who was right takes the count back."""

from service.actions.accounts.limit_log_in import begin_log_in, log_in_succeeded
from service.database import writing
from service.web import current
from service.web.accounts.current_user import own_session


def count_ahead(account: str) -> None:
    """Count a try for this account and this source. Raises TooManyAttempts: then look at nothing.

    `account` is the address as typed, also of nobody, or what `own_account` gives.
    """
    with writing(current.engine()) as session:
        begin_log_in(session, current.now(), current.source(), account.lower())


def take_back(account: str) -> None:
    """Take this try back: it was right."""
    with writing(current.engine()) as session:
        log_in_succeeded(session, current.source(), account.lower())


def own_account() -> str:
    """Give the account of this session, for who gave the password already."""
    return f"account {own_session().user.id}"
