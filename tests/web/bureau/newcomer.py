"""Somebody who sets up an account and logs in, as a browser does it."""

import re
from dataclasses import dataclass

import pyotp
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from service.actions.accounts.issue_login_link import issue_login_link
from service.database import reading, writing
from service.storage import user_account
from service.storage.audit_entry import AuditEntry
from service.storage.user_account import LoginLinkPurpose
from tests.web.bureau.desk import Clock, Desk

PASSWORD = "paars zeil fluistert graniet"
KEY = re.compile(r'<code class="secret">([A-Z2-7-]+)</code>')


@dataclass
class Newcomer:
    """Somebody with an account and a browser of their own; `app` is the app with codes."""

    desk: Desk
    clock: Clock
    email: str
    app: pyotp.TOTP | None = None
    recovery_codes: tuple[str, ...] = ()

    def set_up_link(self) -> str:
        """Give the path of a fresh link to choose a password."""
        with writing(self.desk.engine) as session:
            user = user_account.by_email(session, self.email)
            assert user is not None
            token = issue_login_link(session, self.clock.now, user, LoginLinkPurpose.SET_UP)
        return f"/inloggen/{token}"

    def choose(self, link: str, password: str = PASSWORD, again: str | None = None) -> TestResponse:
        """Choose a password by a link."""
        typed = {"password": password, "password_again": password if again is None else again}
        return self.desk.post(link, self.desk.page(link), **typed)

    def log_in(self, password: str = PASSWORD) -> TestResponse:
        """Take the first step."""
        page = self.desk.page("/inloggen")
        return self.desk.post("/inloggen", page, email=self.email, password=password)

    def code(self) -> str:
        """Give the code that the app shows now."""
        assert self.app is not None
        return self.app.at(self.clock.now)

    def take_second_step(self, **typed: str) -> TestResponse:
        """Type a code of the app, or whatever is given."""
        page = self.desk.page("/inloggen/code")
        return self.desk.post("/inloggen/code", page, **(typed or {"code": self.code()}))

    def set_up_app(self) -> str:
        """Set the app up and type its first code; give the page with the recovery codes."""
        path = "/bureau/mijn-account/tweede-stap/app"
        page = self.desk.page(path)
        shown = KEY.search(page)
        assert shown is not None
        self.app = pyotp.TOTP(shown[1].replace("-", ""))
        answer = self.desk.post(path, page, code=self.code())
        assert answer.status_code == 200
        self.recovery_codes = tuple(KEY.findall(answer.text))
        return answer.text

    def all_of_it(self) -> "Newcomer":
        """Choose a password and set up the app; the session is complete."""
        assert self.choose(self.set_up_link()).status_code == 303
        self.set_up_app()
        self.clock.forward(minutes=1)
        return self


def again(known: Newcomer) -> Newcomer:
    """Give the same person in another browser."""
    other = Desk(known.desk.client.application.test_client(), known.desk.engine)
    return Newcomer(other, known.clock, known.email, known.app, known.recovery_codes)


def told(engine: Engine) -> list[tuple[str, str]]:
    """Give kind and detail of what the audit log tells of accounts."""
    with reading(engine) as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.kind, row.detail) for row in rows if row.subject_kind == "account"]
