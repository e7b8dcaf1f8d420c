"""What happens behind the pages in a browser: cases, the mails about them, and who is logged in."""

import re
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import Engine, delete, select

from service.actions.accounts.begin_session import Visit
from service.actions.accounts.claim_login_link import claim_login_link
from service.actions.accounts.issue_login_link import issue_login_link
from service.actions.mail.prepare_mail import prepare_mail
from service.database import connect, writing
from service.domain.actor import Role
from service.domain.alarm import JOB_LIMITS, WORKER_JOB
from service.domain.link_path import LINK_PATHS
from service.domain.throttle import Attempt
from service.mail.facts import Bureau
from service.mail.messages import Message
from service.storage.attempt_count import AttemptCount, counting_with, take
from service.storage.heartbeat import beat
from service.storage.mail_link import LinkPurpose
from service.storage.passkey import Passkey
from service.storage.user_account import LoginLinkPurpose, UserAccount
from tests.databases import SqliteFiles
from tests.web.bureau.stored_ranking import store_ranking
from tests.web.conftest import Clock
from tests.web.story import Story

BUREAU = Bureau("Bureau", "000-0000000", "schakel@bureau.example")
BASE_URL = "http://127.0.0.1:8000"
PARTNER = "politieacademie"
REASON = {"kind": "theme", "text_nl": "Thema: Asielopvang.", "terms": []}


class Scene:
    """The application with a case; `anew` gives it an empty database with another case."""

    def __init__(self, app: Flask, clock: Clock, files: SqliteFiles, folder: Path) -> None:
        self.app = app
        self.clock = clock
        self._files = files
        self._folder = folder
        self._engines: list[Engine] = []
        self._mails: list[Message] = []
        self.story = self.anew()

    def anew(self) -> Story:
        """Begin again: a database with the coordinator and experts only."""
        path = self._folder / f"scene-{len(self._engines)}.sqlite3"
        engine = connect(self._files.copy_to(path, reference_data=True))
        self._engines.append(engine)
        self.app.extensions["engine"] = engine
        self._mails.clear()
        self.story = Story(engine, self.clock)
        return self.story

    def close(self) -> None:
        """Let go of all databases."""
        for engine in self._engines:
            engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database that the application works on."""
        return self.story.engine

    @property
    def case_path(self) -> str:
        """The page of the case at the bureau."""
        return f"/bureau/aanvragen/{self.story.request().reference}"

    def rank(self) -> None:
        """Store a ranking of all experts for the case."""
        found = [
            {"expert_id": expert_id, "score": 2.5 - rank, "chance": 0.9 - 0.35 * rank}
            | {"reasons": [REASON]}
            for rank, expert_id in enumerate(self.story.experts)
        ]
        store_ranking(self.engine, self.story.request().reference, found)

    def login_path(self, role: Role = Role.COORDINATOR) -> str:
        """Give the path of a fresh log-in link for somebody with this role."""
        with writing(self.engine) as session:
            user = session.scalars(select(UserAccount).where(UserAccount.role == role)).first()
            if user is None:
                partner = PARTNER if role is Role.PARTNER_CONTACT else None
                user = UserAccount(
                    name="Collega", email=f"{role}@bureau.example", role=role, partner_id=partner
                )
                session.add(user)
                session.flush()
            return f"/inloggen/{issue_login_link(session, self.clock.now, user)}"

    def set_up_path(self, role: Role = Role.COORDINATOR) -> str:
        """Give the path of a fresh link with which somebody with this role chooses a password."""
        self.login_path(role)
        with writing(self.engine) as session:
            query = select(UserAccount).where(UserAccount.role == role)
            user = session.scalars(query).one()
            token = issue_login_link(session, self.clock.now, user, LoginLinkPurpose.SET_UP)
        return f"/inloggen/{token}"

    def add_passkey(self) -> None:
        """Let the coordinator have a passkey."""
        with writing(self.engine) as session:
            query = select(UserAccount).where(UserAccount.role == Role.COORDINATOR)
            values = {"credential_id": b"id", "public_key": b"key", "sign_count": 0}
            user_id = session.scalars(query).one().id
            made = Passkey(user_id=user_id, name="Telefoon", made_at=self.clock.now, **values)
            session.add(made)

    def give_a_sign_of_life(self) -> None:
        """Let the worker sign; without that all pages of the bureau tell that it is dead."""
        with writing(self.engine) as session:
            for job in (WORKER_JOB, *JOB_LIMITS):
                beat(session, "host", job, self.clock.now, 0)

    def use_up(self, kind: Attempt) -> None:
        """Let this have been tried from this machine as often as may be."""
        engine = counting_with(self.engine, self.app.config["SECRET_KEY"])
        with writing(engine) as session:
            while take(session, self.clock.now, kind, "127.0.0.1") is None:
                pass

    def forget_attempts(self) -> None:
        """Let nothing have been tried."""
        with writing(self.engine) as session:
            session.execute(delete(AttemptCount))

    def log_in(self, page: Page, role: Role = Role.COORDINATOR) -> None:
        """Let this browser be logged in already, with a worker that is alive."""
        self.give_a_sign_of_life()
        token = self.login_path(role).rpartition("/")[2]
        with writing(self.engine) as session:
            visit = Visit(self.app.config["SETTINGS"].session_limits)
            session_token = claim_login_link(session, self.clock.now, token, visit)
        page.context.add_cookies(
            [
                {
                    "name": "schakel_session",
                    "value": session_token,
                    "domain": "127.0.0.1",
                    "path": "/",
                }
            ]
        )

    def mailed(self, purpose: LinkPurpose) -> str:
        """Send the mails that are due; give the path of the last link for this purpose."""
        return self.last_mailed(
            re.compile(rf"(?<={re.escape(BASE_URL)}){LINK_PATHS[purpose]}[^\s\"<>]+")
        )

    def last_mailed(self, pattern: re.Pattern[str]) -> str:
        """Send the mails that are due; give the last path like this."""
        while self._send_one():
            pass
        found = [link for mail in self._mails for link in pattern.findall(mail.text)]
        assert found, f"no mail with {pattern}: {[m.subject for m in self._mails]}"
        return found[-1]

    def _send_one(self) -> bool:
        with writing(self.engine) as session:
            prepared = prepare_mail(session, self.clock.now, BUREAU, BASE_URL)
        if prepared and prepared.message:
            self._mails.append(prepared.message)
        return prepared is not None
