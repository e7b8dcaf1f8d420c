"""What people do at the desk is told in the audit log: reading, acts, refusals, settings."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from service.database import reading
from service.domain.audit_chain import AuditFact, End, first_break
from service.storage import audit_entry, audit_head
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

Told = Callable[[], list[tuple[str, ...]]]


@pytest.fixture
def told(engine: Engine) -> Told:
    """What was told since the last time: kind, detail, role, kind of record and its id."""
    seen = 0

    def _told() -> list[tuple[str, ...]]:
        nonlocal seen
        new = facts(engine)[seen:]
        seen += len(new)
        return [
            (fact.kind, fact.detail, fact.role, fact.subject_kind, fact.subject_id) for fact in new
        ]

    return _told


def facts(engine: Engine) -> list[AuditFact]:
    with reading(engine) as session:
        end = audit_head.present(session).end
        assert first_break(audit_entry.links(session), End(), end) is None
        return [link.fact for link in audit_entry.links(session)]


def test_reading_a_case_is_told_once_in_a_quarter_for_each_colleague(
    desk: Desk,
    log_in: Callable[[str], Desk],
    submit: Callable[..., str],
    told: Told,
    clock: Clock,
) -> None:
    reference, other = submit(), log_in("achterwacht@bureau.example")
    case, path = str(desk.case(reference).id), f"/bureau/aanvragen/{reference}"
    told()
    for _again in range(2):
        desk.page(path)
        desk.page(f"{path}/vergelijken")
        desk.client.head(path)
        desk.page(f"{path}/stand")
        desk.page("/bureau")
    opened = ("read", "opened", "coordinator", "case", case)
    assert told() == [opened]
    other.page(path)
    assert told() == [("read", "opened", "deputy_coordinator", "case", case)]
    clock.forward(minutes=15)
    desk.page(path)
    assert told() == [opened]


def test_an_act_is_told_and_a_refused_one_is_not(
    desk: Desk, submit: Callable[..., str], told: Told
) -> None:
    reference = submit()
    case = str(desk.case(reference).id)
    desk.page(f"/bureau/aanvragen/{reference}")
    told()
    assert desk.try_to(reference, "vraag", question="").status_code == 400
    desk.do(reference, "notitie", case_note="Bel na twaalven.")
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    acts = [(kind, detail, subject_id) for kind, detail, _role, _kind, subject_id in told()]
    assert acts == [("case_act", "note_added", case), ("case_act", "call_back", case)]


def test_nothing_that_was_typed_is_told(
    desk: Desk, submit: Callable[..., str], engine: Engine
) -> None:
    reference = submit()
    desk.do(reference, "notitie", case_note="Bel na twaalven.")
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    everything = repr(facts(engine))
    for word in ("twaalven", "Gesproken", "127.0.0.1", "@", reference, "Zeist"):
        assert word not in everything
    assert {fact.origin for fact in facts(engine)} == {"program", "this_host"}


def test_logging_in_and_out_is_told(
    app: Flask, log_in: Callable[[str], Desk], told: Told, engine: Engine
) -> None:
    desk = log_in("beheer@bureau.example")
    desk.post("/uitloggen", desk.page("/bureau"))
    account = str(facts(engine)[-1].actor_id)
    assert told() == [
        ("account", "login_link_made", "", "account", account),
        ("log_in", "by_link", "admin", "account", account),
        ("log_out", "by_button", "admin", "account", account),
    ]


def test_a_log_in_link_that_does_not_work_is_told_once_in_a_quarter(
    app: Flask, told: Told, clock: Clock
) -> None:
    for _again in range(3):
        assert app.test_client().get("/inloggen/onbekend").status_code == 404
    refused = ("log_in_refused", "unknown", "", "account", "")
    assert told() == [refused]
    clock.forward(minutes=16)
    app.test_client().get("/inloggen/onbekend")
    assert told() == [refused]


def test_a_refused_page_is_told(
    log_in: Callable[[str], Desk], app: Flask, submit: Callable[..., str], told: Told
) -> None:
    manager, reference = log_in("leiding@bureau.example"), submit()
    told()
    manager.page(f"/bureau/aanvragen/{reference}", 403)
    manager.page("/bureau/piket", 403)
    manager.page("/bureau/piket", 403)
    app.test_client().get("/status/onbekend")
    # Who is not logged in is led to the page about it: nothing was refused.
    app.test_client().get("/bureau")
    assert told() == [
        ("denied", "triage.case", "programme_manager", "page", ""),
        ("denied", "duty.roster", "programme_manager", "page", ""),
        ("denied", "link_status", "", "page", ""),
    ]


def test_the_profile_of_an_expert_is_told_as_read_as_changed_and_as_refused(
    log_in: Callable[[str], Desk], experts: list[int], told: Told
) -> None:
    partner, own, other = log_in("partner@partner.example"), str(experts[0]), str(experts[5])
    told()
    page = partner.page(f"/bureau/deskundigen/{own}")
    partner.page(f"/bureau/deskundigen/{own}/bewerken")
    until = "2026-12-24"
    partner.post(f"/bureau/deskundigen/{own}/afwezig", page, unavailable_until=until)
    partner.page(f"/bureau/deskundigen/{other}", 404)
    assert told() == [
        ("read", "opened", "partner_contact", "expert", own),
        ("profile", "changed", "partner_contact", "expert", own),
        ("denied", "other_partner", "partner_contact", "expert", other),
    ]


def test_a_setting_is_told(desk: Desk, told: Told) -> None:
    page = desk.page("/bureau/partners/omo")
    told()
    details = {"contact_name": "Contact", "contact_email": "een@omo.example", "acceptance": "60"}
    assert desk.post("/bureau/partners/omo", page, **details).status_code == 303
    assert told() == [("setting", "details_changed", "coordinator", "partner", "omo")]
