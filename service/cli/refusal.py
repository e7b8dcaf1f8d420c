"""How a command says no: one sentence, exit status 2, no stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import ArgumentError as BadAddress
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from embeddings.errors import EmbeddingsError
from expert_registry.errors import RegistryError
from service.config import UnsafeSettings
from service.migrations.schema import SchemaOutOfDate


class CannotDo(click.ClickException):
    """The command cannot be carried out; the message says why and what to do."""

    exit_code = 2


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn the known errors of what runs inside into a CannotDo."""
    try:
        yield
    except UnsafeSettings as error:
        raise CannotDo("the settings cannot be used: " + "; ".join(error.problems)) from None
    except SchemaOutOfDate as error:
        raise CannotDo(f"{error}; run `schakel migrate` first") from None
    except (RegistryError, EmbeddingsError) as error:
        raise CannotDo(str(error)) from None
    except (BadAddress, ImportError) as error:
        raise CannotDo(f"DATABASE_URL cannot be used ({type(error).__name__})") from None
    except DBAPIError as error:
        # The words of a database may quote a row; its kind of error does not.
        kind = type(error.orig).__name__
        raise CannotDo(f"the database cannot be used now ({kind}); check DATABASE_URL") from None
    except SQLAlchemyError as error:
        raise CannotDo(f"the database refuses ({type(error).__name__})") from None
