"""Who follows every link, as scanners do, changes nothing; no worker runs meanwhile."""

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from service.database import reading
from service.domain.actor import Role
from service.storage.all_tables import all_tables
from service.web.access import RULES, ForStaff
from tests.security.crawler import crawl
from tests.security.world import World

pytestmark = pytest.mark.backend("sqlite")

TELLS_OF_READING = ("audit_entry", "audit_head", "read_mark", "user_session")
HOMES = (
    "/",
    "/bureau",
    "/bureau/wachtrij",
    "/bureau/deskundigen",
    "/bureau/logboek",
    "/bureau/meldingen",
)
Dump = dict[str, list[tuple[object, ...]]]


def dump(engine: Engine) -> Dump:
    """Every row of every table but those that tell of reading."""
    with reading(engine) as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in all_tables().sorted_tables
            if table.name not in TELLS_OF_READING
        }


def pages_for_staff(app: Flask) -> set[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules if isinstance(RULES[rule.endpoint].who, ForStaff)}


def endpoints(app: Flask, paths: Iterable[str]) -> set[str]:
    routes = app.url_map.bind("localhost")
    return {
        routes.match(path.partition("?")[0], method="GET")[0]
        for path in paths
        if routes.test(path.partition("?")[0], method="GET")
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_colleague_who_looks_at_everything(
    world: World, log_in: Callable[[Role], FlaskClient], role: Role
) -> None:
    browser = log_in(role)
    # Parts of pages that scripts fetch stand in no link.
    parts = [f"/bureau/aanvragen/{reference}/stand" for reference in world.references()]
    before = dump(world.engine)
    pages = crawl(browser, [*HOMES, *parts])
    assert dump(world.engine) == before
    if role is Role.ADMIN:
        assert pages_for_staff(browser.application) <= endpoints(browser.application, pages)


def test_a_scanner_that_opens_every_link_of_every_mail(world: World, client: FlaskClient) -> None:
    links = world.links()
    before = dump(world.engine)
    pages = crawl(client, ["/", *links.values()])
    for path in links.values():
        client.head(path)
        client.options(path)
    assert dump(world.engine) == before
    assert set(links.values()) <= set(pages)


def test_the_dump_sees_a_change(world: World, client: FlaskClient) -> None:
    before = dump(world.engine)
    client.get("/status/nooit-verstuurd")
    after = dump(world.engine)
    assert [name for name in after if after[name] != before[name]] == ["attempt_count"]
    assert sum(map(len, before.values())) > 400
