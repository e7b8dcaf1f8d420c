"""Who asks, for what, and what the table of access says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.domain.actor import Role
from service.domain.session_standing import Standing
from service.storage.mail_link import LinkPurpose
from service.web.access import RULES, ByLink, ForOneself, ForStaff, Rule

Kind = Literal["own", "foreign", "missing"]
Objects = dict[str, dict[str, object]]
"""By kind of object: what to fill in for each variable part of a path."""

IN, CONFIRM = "in", "asked for the password"
LOG_IN, CODE, SET_UP, ACCOUNT = (
    "/inloggen",
    "/inloggen/code",
    "/bureau/mijn-account/tweede-stap",
    "/bureau/mijn-account",
)
NOT_SET_UP = ("new_address.", "sign_on.", "accountability.security_contact")
PAGE_OF = {Standing.CODE_NEEDED: CODE, Standing.SET_UP_NEEDED: SET_UP}


@dataclass(frozen=True)
class Asker:
    """Somebody: with which role, how far logged in, and how long ago the password was given."""

    role: Role | None = None
    standing: Standing = Standing.COMPLETE
    fresh: bool = True

    def __str__(self) -> str:
        return f"{self.role or 'nobody'} {self.standing} {'' if self.fresh else 'stale'}".strip()


ASKERS = [
    Asker(),
    *(Asker(role) for role in Role),
    *(Asker(Role.COORDINATOR, standing) for standing in Standing if standing in PAGE_OF),
    *(Asker(role, fresh=False) for role in Role),
]


@dataclass(frozen=True)
class Question:
    """One request: a route, a method, and an object of a kind in the path."""

    endpoint: str
    method: str
    path: str
    kind: Kind = "own"

    @property
    def rule(self) -> Rule:
        return RULES[self.endpoint]


def questions(app: Flask, objects: Objects) -> Iterator[Question]:
    """Give every route with every method, for each kind of object that its path can name."""
    routes = app.url_map.bind("localhost")
    for route in app.url_map.iter_rules():
        for method in sorted((route.methods or set()) & {"GET", "POST"}):
            for kind in ("own", "foreign", "missing"):
                changed = {
                    name: objects[kind][name] for name in objects[kind].keys() & route.arguments
                }
                if kind == "own" or changed:
                    values = {name: objects["own"][name] for name in route.arguments} | changed
                    path = routes.build(route.endpoint, values, method)
                    yield Question(route.endpoint, method, path, kind)


def expected(question: Question, asker: Asker) -> str:
    """Give what the table says: IN, a status, or the page that somebody is sent to."""
    who = question.rule.who
    if isinstance(who, ForStaff | ForOneself):
        if asker.role is None:
            return LOG_IN
        allowed = who.standings if isinstance(who, ForOneself) else (Standing.COMPLETE,)
        if asker.standing not in allowed:
            return PAGE_OF.get(asker.standing, ACCOUNT)
        if isinstance(who, ForStaff) and asker.role not in who.roles:
            return "403"
        if who.fresh and not asker.fresh:
            return CONFIRM
    if isinstance(who, ByLink):
        return "404"
    if (question.endpoint, question.method) == ("confirmation.confirm", "GET"):
        return CONFIRM
    return IN if _is_there(question, asker) else "404"


def expected_of_link(question: Question, purpose: LinkPurpose) -> str:
    """Give what the table says of a holder of a link for this purpose."""
    who = question.rule.who
    assert isinstance(who, ByLink)
    return IN if who.purpose is purpose else "404"


def outcome(answer: TestResponse) -> str:
    """Give what came of it, in the words of `expected`."""
    if answer.status_code == 303 and answer.location in (LOG_IN, CODE, SET_UP, ACCOUNT):
        return str(answer.location)
    if answer.location == "/bureau/bevestigen" or "Bevestig dat u het bent" in answer.text:
        return CONFIRM
    return str(answer.status_code) if answer.status_code in (401, 403, 404, 405) else IN


def _is_there(question: Question, asker: Asker) -> bool:
    """The passkey is the administrator's; what is foreign belongs to another partner or case.

    The link to an account sets a password, so it confirms no address. No provider of single
    sign-on and no security contact are set here; they have tests of their own.
    """
    if question.endpoint.startswith(NOT_SET_UP):
        return False
    if question.endpoint == "own_second_step.remove_passkey":
        return question.kind == "own" and asker.role is Role.ADMIN
    expert = question.endpoint.startswith("registry.")
    sees_all = expert and asker.role is not Role.PARTNER_CONTACT
    return question.kind == "own" or (question.kind == "foreign" and sees_all)


def ask(browser: FlaskClient, question: Question, csrf: str | None) -> TestResponse:
    """Send it; a form carries nothing but its token, and without one nothing is done."""
    if question.method == "GET":
        return browser.get(question.path)
    return browser.post(question.path, data={"csrf_token": csrf} if csrf else {})
