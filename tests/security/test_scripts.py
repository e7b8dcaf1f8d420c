"""A script in any text that somebody types stays text: on every page, in every mail and file."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import JSON

from service.database import writing
from service.domain.actor import Role
from service.mail.messages import compose
from service.mail.sample_facts import AT, SAMPLES
from service.storage.all_tables import all_tables
from tests.security.crawler import Page, crawl
from tests.security.world import World

pytestmark = pytest.mark.backend("sqlite")

# What ends a text, an attribute and a comment, and would then run.
ATTACK = """=1+1;"'--></textarea></title><script>alert('{}')</script><img src=x onerror=alert(1)>"""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPED = {
    "added_information": "text",
    "case_note": "text",
    "evaluation": "lessons",
    "expert": "name phone role_title summary home_organisation discipline party region "
    "past_cases languages travel_regions interest_municipalities",
    "history_event": "note",
    "invitation": "decline_note suggestion",
    "partner": "name contact_name",
    "partner_consent": "note suggestion",
    "support_request": "requester_name requester_role requester_phone second_contact situation "
    "question expected_size done_so_far avoid neutral_summary closing_lessons",
    "user_account": "name phone",
}
SHOWN = {
    "added_information.text", "case_note.text", "evaluation.lessons", "expert.name",
    "expert.phone", "expert.role_title", "expert.summary", "expert.past_cases",
    "expert.languages", "history_event.note", "invitation.decline_note",
    "partner.contact_name", "partner.name", "support_request.requester_name",
    "support_request.requester_role", "support_request.requester_phone",
    "support_request.second_contact", "support_request.situation", "support_request.question",
    "support_request.expected_size", "support_request.done_so_far", "support_request.avoid",
    "support_request.neutral_summary", "user_account.name",
}  # fmt: skip


def attack(world: World) -> None:
    """Put an attack of its own into every text that somebody typed."""
    with writing(world.engine) as session:
        for table, names in TYPED.items():
            for name in names.split():
                column = all_tables().tables[table].columns[name]
                text: Any = ATTACK.format(f"{table}.{name}")
                text = [text] if isinstance(column.type, JSON) else text
                session.execute(all_tables().tables[table].update().values({name: text}))


def problems_of(path: str, text: str) -> Iterator[str]:
    for tag, attrs in Page(text).elements:
        if tag == "script" and not attrs.get("src", "").startswith("/static/"):
            yield f"{path}: a script of its own"
        if any(name.startswith("on") for name in attrs):
            yield f"{path}: {tag} runs something: {attrs}"
        for name in ("href", "src", "action", "formaction"):
            if attrs.get(name, "").strip().lower().startswith(("javascript:", "data:")):
                yield f"{path}: {tag} leads to {attrs[name]}"


def shown_in(text: str) -> set[str]:
    """Give the columns of which the attack stands on the page, as text."""
    pieces = text.replace("&#39;", "'").split("alert('")[1:]
    return {piece.partition("'")[0] for piece in pieces}


@pytest.mark.parametrize("role", [Role.PARTNER_CONTACT, Role.ADMIN])
def test_no_page_runs_what_somebody_typed(
    world: World, log_in: Callable[[Role], FlaskClient], role: Role
) -> None:
    browser = log_in(role)
    attack(world)
    links = world.links().values() if role is Role.ADMIN else ()
    pages = crawl(browser, ["/", "/bureau", "/bureau/deskundigen", *links])
    assert [problem for path in pages for problem in problems_of(path, pages[path])] == []
    if role is Role.ADMIN:
        shown = set().union(*map(shown_in, pages.values()))
        assert SHOWN - shown == set()
    titles = {path: text.partition("<title>")[2].partition("</title>")[0] for path, text in
              pages.items()}  # fmt: skip
    # Both stay in the history of a browser, and a link is easily sent on.
    named = {name for place in (*pages, *titles.values()) for name in shown_in(place)}
    assert named <= {"expert.name", "partner.name", "user_account.name"}
    assert not any("Zeist" in place for place in (*pages, *titles.values()))


def test_a_form_that_comes_back_with_errors_runs_nothing(client: FlaskClient) -> None:
    typed = {name: ATTACK.format(name) for name in ("requester_name", "situation", "urgency")}
    answer = client.post(
        "/aanvraag", data=typed | {"go": "controleren", "themes": typed["urgency"]}
    )
    assert answer.status_code == 400
    assert list(problems_of("/aanvraag", answer.text)) == []
    assert "situation" in shown_in(answer.text)


@pytest.mark.parametrize(
    "path", ["/{}", "/bureau?zoek={}", "/status/{}", "/static/{}", "/bureau/piket?week={}"]
)
def test_what_stands_in_an_address_is_not_run(
    world: World, log_in: Callable[[Role], FlaskClient], path: str
) -> None:
    answer = log_in(Role.COORDINATOR).get(path.format(ATTACK.replace("?", "")))
    assert answer.status_code < 500
    assert list(problems_of(path, answer.text)) == []


def attacked(value: Any, name: str = "") -> Any:
    """Give the facts of a mail with an attack in each text, but for addresses."""
    if isinstance(value, str):
        kept = ("_address", "url", "audience", "level", "act", "reason", "uid", "address", "email")
        return value if not value or name.endswith(kept) else ATTACK.format(name)
    if isinstance(value, tuple):
        return tuple(attacked(item, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            part.name: attacked(getattr(value, part.name), part.name) for part in fields(value)
        }
        return replace(value, **changed)
    return value


@pytest.mark.parametrize("case", SAMPLES)
def test_no_mail_runs_what_somebody_typed(case: str) -> None:
    kind, facts = SAMPLES[case]
    mail = compose(kind, attacked(facts), "0f" * 16, AT)
    assert list(problems_of(kind, mail.html)) == []
    assert "<img" not in mail.html and "alert('to_name')" in mail.html.replace("&#39;", "'")


def test_no_cell_of_the_audit_file_is_a_formula(
    world: World, log_in: Callable[[Role], FlaskClient]
) -> None:
    attack(world)
    client = log_in(Role.ADMIN)
    client.get("/bureau/logboek?soort==1+1")
    text = client.get("/bureau/logboek/bestand").text
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) > 20
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
    assert "alert" not in text
