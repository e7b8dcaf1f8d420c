"""The stage of a rehearsal: a whole installation in a folder that goes away afterwards."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select

from embeddings.errors import InferenceUnavailable
from embeddings.inference import InferenceClient
from expert_registry.sealed import keys_in_force
from expert_registry.tables import Expert, ExpertVector
from service.config import DEVELOPMENT, Settings, read_settings
from service.database import connect, reading
from service.rehearsal.child_process import ChildProcess
from service.rehearsal.inbox import Inbox
from service.rehearsal.installation import programs
from service.rehearsal.ports import HOST, answers, free_port, wait_until
from service.rehearsal.preparation import prepare_database
from service.rehearsal.rehearsal_keys import rehearsal_keys
from service.storage.request import SupportRequest

START_S = 120.0


class DatabaseInUse(Exception):
    """The database that was named holds requests; a rehearsal wants one of its own."""


class Stage:
    """Web server, worker, inference process and inbox on free ports, with sample data."""

    def __init__(self, database_url: str | None = None) -> None:
        """Without a database address it is an SQLite file in the folder.

        Leaving the `with` block stops everything and removes the folder, unless `keep_folder`
        was set because somebody must look at the logs.
        """
        self.keep_folder = False
        # First, because an address that cannot be used must not leave a folder behind.
        keys = rehearsal_keys()
        engine = connect(database_url, keys) if database_url else None
        self.folder = Path(tempfile.mkdtemp(prefix="schakel-rehearsal-"))
        self.inbox = Inbox(0, 0, self.folder / "mail")
        self._database_url = database_url or f"sqlite:///{self.folder / 'schakel.sqlite3'}"
        self.engine = engine or connect(self._database_url, keys)
        self.programs: dict[str, ChildProcess] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for program in self.programs.values():
            program.ask_to_stop()
        for program in self.programs.values():
            program.wait()
        self.inbox.stop()
        self.engine.dispose()
        if not self.keep_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def database(self) -> str:
        """The kind of database: sqlite or postgresql."""
        return self.engine.dialect.name

    def prepare(self) -> None:
        """Make the tables and load the samples. Raises DatabaseInUse."""
        prepare_database(self.engine, datetime.now(UTC), samples=True)
        with reading(self.engine) as session:
            if session.scalar(select(SupportRequest.id).limit(1)) is not None:
                raise DatabaseInUse("the database holds requests; name an empty one")

    def start(self) -> None:
        """Start everything; done when the pages, the model and the vectors are there.

        Raises NotReady, and ChildProcessError for a program that ends at once.
        """
        self.inbox.start()
        self.settings = self._settings()
        self.programs = {program.name: program for program in programs(self.settings)}
        for program in self.programs.values():
            program.start()
        self._wait(lambda: answers(f"{self.settings.base_url}/"), "the first page")
        self._wait(self._model_is_ready, "the model")
        self._wait(self._everybody_has_a_vector, "the vectors")

    def _settings(self) -> Settings:
        return read_settings(
            {
                "SCHAKEL_ENV": DEVELOPMENT,
                "SCHAKEL_DATA_DIR": str(self.folder),
                "DATABASE_URL": self._database_url,
                "SECRET_KEY": secrets.token_hex(32),
                "SCHAKEL_DATA_KEYS": keys_in_force().as_setting(),
                "BASE_URL": f"http://{HOST}:{free_port()}",
                "MAIL_PORT": str(self.inbox.smtp_port),
                "EMBEDDING_MODEL": os.environ.get("EMBEDDING_MODEL", ""),
                "SCHAKEL_ENCODER": os.environ.get("SCHAKEL_ENCODER", ""),
            }
        )

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        def ready_or_dead() -> bool:
            for program in self.programs.values():
                if program.exit_code is not None:
                    raise ChildProcessError(f"{program.name} ended: {program.last_words()}")
            return condition()

        wait_until(ready_or_dead, START_S, what)

    def _model_is_ready(self) -> bool:
        try:
            return InferenceClient(self.settings.inference_socket, 5.0).describe().ready
        except InferenceUnavailable:
            return False

    def _everybody_has_a_vector(self) -> bool:
        without = select(Expert.id).where(
            Expert.status != "withdrawn", Expert.id.not_in(select(ExpertVector.expert_id))
        )
        with reading(self.engine) as session:
            return session.scalar(without.limit(1)) is None
