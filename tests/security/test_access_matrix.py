"""Every route and method, asked by everybody, for objects of one's own, of another and of nobody.

What is expected is read off the table of access; `test_what_a_role_can_never_reach` says in
words what must hold of the table itself.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.routing import Rule as Route

from service.domain.actor import Role
from service.domain.throttle import LIMITS, Attempt
from service.storage.mail_link import hash_token
from service.web.access import RULES, ByLink, ForOneself, ForStaff, Public
from service.web.access_scope import NUMBERS, ONE_CASE
from tests.security.access_matrix import (
    ASKERS,
    IN,
    Asker,
    Objects,
    Question,
    ask,
    expected,
    expected_of_link,
    outcome,
    questions,
)
from tests.security.test_reading_changes_nothing import Dump, dump
from tests.security.world import World

pytestmark = pytest.mark.backend("sqlite")

FORMS_OF_LINKS = (ByLink, Public)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who knocks on a thousand doors is not told to wait here; that has tests of its own."""
    for kind in (Attempt.LINK, Attempt.LOG_IN):
        monkeypatch.setitem(LIMITS, kind, replace(LIMITS[kind], most=100_000))


def state(engine: Engine) -> Dump:
    return {name: rows for name, rows in dump(engine).items() if name != "attempt_count"}


def asked_by(asker: Asker, all_questions: list[Question]) -> list[Question]:
    """Leave out what tells nothing new: a stale session where no fresh one is asked."""
    return [
        question
        for question in all_questions
        if asker.fresh or getattr(question.rule.who, "fresh", False)
    ]


def test_everybody_gets_what_the_table_says_and_no_more(
    app: Flask,
    engine: Engine,
    objects: Objects,
    browser_of: Callable[[Asker], tuple[FlaskClient, str]],
) -> None:
    """Forms of who may not come carry a right token, so that only the table stops them.

    The others carry none: past the table they stop at that, so a 404 is the answer of the table.
    """
    all_questions, wrong = list(questions(app, objects)), []
    counts: dict[str, int] = defaultdict(int)
    before = state(engine)
    for asker in ASKERS:
        browser, csrf = browser_of(asker)
        for question in asked_by(asker, all_questions):
            wanted = expected(question, asker)
            if question.endpoint == "intake.received" or (
                question.method == "POST" and wanted == IN and question.rule.who == Public()
            ):
                continue
            of_the_table = wanted not in (IN, "404") or question.rule.who == Public()
            answer = ask(browser, question, csrf if of_the_table else None)
            found = outcome(answer)
            counts[wanted] += 1
            answer.close()
            if found != wanted or (answer.status_code >= 500 and question.path != "/health"):
                wrong.append(f"{asker}: {question}: {found} for {wanted}")
    assert wrong == []
    assert state(engine) == before
    assert counts[IN] > 200 and counts["403"] > 200 and counts["404"] > 50, counts


def test_a_link_opens_its_own_pages_and_no_other(
    app: Flask, engine: Engine, world: World, objects: Objects
) -> None:
    tokens = {purpose: path.rpartition("/")[2] for purpose, path in world.links().items()}
    before, wrong = state(engine), []
    for purpose, token in tokens.items():
        named: Objects = {"own": objects["own"] | {"token": token}, "foreign": {}, "missing": {}}
        for question in questions(app, named):
            if not isinstance(question.rule.who, ByLink):
                continue
            wanted = expected_of_link(question, purpose)
            if wanted == IN and question.method == "POST":
                continue
            found = outcome(ask(app.test_client(), question, None))
            if found != wanted:
                wrong.append(f"{purpose}: {question.endpoint}: {found} for {wanted}")
    assert wrong == []
    assert state(engine) == before


def test_of_another_and_of_nobody_answer_alike(
    app: Flask, objects: Objects, browser_of: Callable[[Asker], tuple[FlaskClient, str]]
) -> None:
    """Byte for byte, but for the path that was asked."""
    asker, compared = Asker(Role.PARTNER_CONTACT), 0
    answers: dict[tuple[str, str], set[str]] = defaultdict(set)
    browser, csrf = browser_of(asker)
    others, other_csrf = browser_of(Asker(Role.COORDINATOR))
    for question in questions(app, objects):
        partner = question.endpoint.startswith("registry.")
        if question.kind == "own" or not ("_act" in question.endpoint or partner):
            continue
        answer = ask(*((browser, question, csrf) if partner else (others, question, other_csrf)))
        key = question.endpoint, question.method
        text = answer.text.replace(question.path, "PATH")
        headers = {name: value for name, value in answer.headers if name != "Content-Length"}
        answers[key].add(f"{answer.status_code} {headers} {text}")
        compared += 1
    assert {key: len(texts) for key, texts in answers.items() if len(texts) != 1} == {}
    assert compared > 14 and all("404" in text for texts in answers.values() for text in texts)


def test_a_session_that_a_form_names_is_ones_own(
    engine: Engine,
    people: dict[Asker, tuple[int, str]],
    browser_of: Callable[[Asker], tuple[FlaskClient, str]],
) -> None:
    admin = Asker(Role.ADMIN)
    browser, csrf = browser_of(Asker(Role.COORDINATOR))
    theirs, before = hash_token(people[admin][1]), state(engine)
    browser.post("/bureau/mijn-account/uitloggen", data={"csrf_token": csrf, "session": theirs})
    assert browser_of(admin)[0].get("/bureau/mijn-account").status_code == 200
    assert state(engine) == before


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda path: path,
    "slash at the end": lambda path: f"{path}/",
    "two slashes": lambda path: path.replace("/", "//"),
    "capitals": str.upper,
    "escaped letter": lambda path: path.replace("/b", "/%62"),
    "dot": lambda path: path.replace("/bureau", "/./bureau"),
    "up and down": lambda path: path.replace("/bureau", "/static/../bureau"),
    "backslash": lambda path: path.replace("/bureau/", "/bureau\\"),
    "parameter": lambda path: f"{path};x=1",
    "nothing": lambda path: f"{path}%00",
    "space": lambda path: f"{path}%20",
}


def test_no_other_way_leads_in(
    app: Flask,
    engine: Engine,
    objects: Objects,
    browser_of: Callable[[Asker], tuple[FlaskClient, str]],
) -> None:
    """Asked by who may open none of these pages: whatever comes is a refusal."""
    asker = Asker(Role.PARTNER_CONTACT)
    browser, csrf = browser_of(asker)
    headers = {"X-HTTP-Method-Override": "OPTIONS", "X-CSRFToken": csrf}
    before, leaks = state(engine), []
    closed = [found for found in questions(app, objects) if expected(found, asker) == "403"]
    for question in closed:
        ways = [(vary(question.path), question.method) for vary in VARIANTS.values()]
        for path, method in [*ways, (question.path, "HEAD"), (question.path, "OPTIONS")]:
            data = {"_method": "GET"} if method == "POST" else None
            answer = browser.open(
                path, method=method, headers=headers, data=data, follow_redirects=True
            )
            if answer.status_code not in (400, 403, 404, 405):
                leaks.append(f"{question.endpoint} {method} {path}: {answer.status_code}")
    assert leaks == []
    assert state(engine) == before
    assert len(closed) > 60


def test_every_part_of_a_path_belongs_to_the_scope(app: Flask) -> None:
    def unknown(route: Route) -> set[str]:
        return set(route.arguments) - RULES[route.endpoint].scope.places.keys()

    assert {
        route.rule: unknown(route) for route in app.url_map.iter_rules() if unknown(route)
    } == {}


def test_what_a_role_can_never_reach() -> None:
    casework = {Role.COORDINATOR, Role.DEPUTY_COORDINATOR, Role.ADMIN}
    for endpoint, rule in RULES.items():
        roles = set(rule.who.roles) if isinstance(rule.who, ForStaff) else set()
        if rule.scope is ONE_CASE:
            assert roles == casework, endpoint
        if Role.PARTNER_CONTACT in roles:
            assert endpoint.startswith("registry."), endpoint
        if endpoint.startswith("account_list."):
            assert roles == {Role.ADMIN} and isinstance(rule.who, ForStaff) and rule.who.fresh
        if rule.scope is NUMBERS:
            assert not roles & {Role.PARTNER_CONTACT, Role.PRIVACY_OFFICER}
        bureau = not isinstance(rule.who, FORMS_OF_LINKS)
        assert bureau == isinstance(rule.who, ForStaff | ForOneself), endpoint


def test_every_form_of_a_colleague_proves_that_it_is_ours(
    app: Flask,
    engine: Engine,
    objects: Objects,
    browser_of: Callable[[Asker], tuple[FlaskClient, str]],
) -> None:
    """Without its token no form is taken; where a link stands in the path, that is the proof."""
    forms = [one for one in questions(app, objects) if (one.method, one.kind) == ("POST", "own")]
    needs_no_token, before = {form.endpoint for form in forms}, state(engine)
    for role in (None, Role.ADMIN, Role.COORDINATOR, Role.PRIVACY_OFFICER):
        browser, _csrf = browser_of(Asker(role))
        for form in forms:
            answer = browser.post(form.path, data={"text": "x"})
            # A page that this role may not see says so first.
            if answer.status_code == 400 and "niet verwerkt" in answer.text:
                needs_no_token.discard(form.endpoint)
    assert state(engine) == before
    by_link = {name for name in needs_no_token if isinstance(RULES[name].who, ByLink)}
    # The form for a request looks for itself (tests/web/test_intake_form.py).
    itself = {"intake.form", "triage.telephone", "languages.choose"}
    half_way = {"log_in.second_step", "log_in.passkey_options", "log_in.use_passkey"}
    # What the provider says is signed by it.
    signed = {"sign_on.be_told"}
    assert needs_no_token - by_link == itself | half_way | signed
