"""The audit log for the privacy officer: what it says, its filters and its file."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine

from service.database import reading, writing
from service.domain.actor import SYSTEM, staff
from service.domain.audit_chain import FIRST_HASH, AuditFact, chained_hash
from service.domain.audit_kind import AuditKind, Origin, Subject
from service.storage import audit_entry, audit_search
from service.storage.audit_search import AuditSearch
from service.web.access import RULES, ForStaff
from service.web.audit.audit_lines import audit_lines, page_words
from service.web.audit.audit_words import ACT, KIND, ORIGIN, SUBJECT
from service.web.triage.history_sentences import SENTENCES
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

LOG = "/bureau/logboek"
OFFICER = "privacy@bureau.example"


@pytest.fixture
def officer(log_in: Callable[[str], Desk]) -> Desk:
    return log_in(OFFICER)


def rows(page: str) -> list[str]:
    """The lines of the table without their marks."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        " ".join(piece.partition(">")[2].strip() for piece in row.split("<") if piece).strip()
        for row in body.split("<tr>")[1:]
    ]


def test_every_code_has_words() -> None:
    assert set(KIND) == set(AuditKind)
    assert set(SUBJECT) == set(Subject)
    assert set(ORIGIN) == set(Origin)


def test_every_page_that_can_be_refused_has_words() -> None:
    for endpoint, rule in RULES.items():
        if isinstance(rule.who, ForStaff):
            assert page_words(endpoint), endpoint
    assert page_words("triage.case") == "Aanvraag"
    assert page_words("duty.change") == "Piket"
    assert page_words("link_status") == "link uit een mail die niet werkt"


@pytest.mark.parametrize("act", sorted(set(SENTENCES) - set(ACT)))
def test_an_act_is_told_without_what_only_its_history_knows(act: str) -> None:
    known = {"who", "expert", "to", "party", "partner", "on_behalf", "until", "start"}
    assert set(re.findall(r"{(\w+)}", str(SENTENCES[act]))) <= known


def test_every_kind_of_act_makes_a_line(engine: Engine, clock: Clock) -> None:
    with writing(engine) as session:
        for act in SENTENCES:
            who = staff(1)
            audit_entry.note(session, clock.now, who, AuditKind.CASE_ACT, act, Subject.CASE, 1)
        audit_entry.note(session, clock.now, SYSTEM, AuditKind.SETTING, "x", Subject.WORDING, "y")
    with reading(engine) as session:
        lines = audit_lines(session, audit_search.in_order(session, AuditSearch()), {})
    assert [line.who for line in lines] == [*["Account 1"] * len(SENTENCES), "Schakel"]
    assert not [line.detail for line in lines if "{" in line.detail]


def test_the_log_says_who_did_what_in_plain_words(
    officer: Desk, desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit()
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    desk.page(LOG, 403)
    page = officer.page(LOG)
    for words in (
        "Stap in een aanvraag",
        "Co nam contact op met de gemeente.",
        "(coördinator)",
        f"Aanvraag {reference}",
        "Pagina geweigerd",
        "de server",
    ):
        assert words in page
    assert "Gesproken." not in page
    assert "Logboek" in rows(officer.page(LOG))[0], "reading the log is told too"


def test_the_filters_choose(
    log_in: Callable[[str], Desk], submit: Callable[..., str], clock: Clock
) -> None:
    first, second = submit(), submit()
    desk = log_in("co@bureau.example")
    for reference in (first, second):
        desk.page(f"/bureau/aanvragen/{reference}")
    clock.forward(days=1)
    log_in("co@bureau.example").page(f"/bureau/aanvragen/{first}")
    day, officer = clock.now.date(), log_in(OFFICER)

    def shown(query: str) -> int:
        page = officer.page(f"{LOG}?{query}")
        return sum("Bekeken" in row for row in rows(page))

    assert shown(f"soort=read&aanvraag={first}") == 2
    assert shown(f"soort=read&aanvraag={first.lower()}&vanaf={day}") == 1
    assert shown(f"soort=read&aanvraag={second}&vanaf={day}") == 0
    assert shown("soort=log_in") == 0
    assert shown("aanvraag=bestaat-niet") == 0
    co = officer.page(LOG).partition(">Co</option>")[0].rpartition('value="')[2].strip('"')
    assert shown(f"soort=read&wie={co}&tot={day}") == 3
    everything = len(rows(officer.page(LOG)))
    assert f"{everything} regels." in officer.page(LOG)
    for nonsense in ("soort=x", "wie=x", "vanaf=gisteren", "tot=0001-01-01", "pagina=x"):
        assert len(rows(officer.page(f"{LOG}?{nonsense}"))) == everything


def test_what_somebody_put_into_the_log_shows(officer: Desk, engine: Engine) -> None:
    odd = "'x', NULL, '<b>', 'x', 'x', 'case', '٣x', 'x', 'x'"
    with writing(engine) as session:
        connection = session.connection()
        connection.exec_driver_sql(
            f"INSERT INTO audit_entry VALUES (999, '2026-11-24 09:00:00', {odd})"
        )
        other = "'x', 1, '', 'account', 'x', 'account', '²', 'x', 'x'"
        connection.exec_driver_sql(
            f"INSERT INTO audit_entry VALUES (998, '2026-11-24 09:00:00', {other})"
        )
    assert "Onbekend wie" in rows(officer.page(LOG))[0]
    assert "Account ²" in rows(officer.page(LOG))[1]
    assert officer.client.get(f"{LOG}/bestand").status_code == 200


def test_a_long_log_has_pages(officer: Desk, engine: Engine, clock: Clock) -> None:
    with writing(engine) as session:
        for number in range(120):
            subject = AuditKind.CASE_ACT, "close", Subject.CASE, number
            audit_entry.note(session, clock.now, SYSTEM, *subject)
    page = officer.page(f"{LOG}?soort=case_act&pagina=3")
    assert len(rows(page)) == 20 and "120 regels." in page
    assert "Pagina 3 van 3" in page and "soort=case_act" in page.partition("Vorige")[0]
    assert len(rows(officer.page(f"{LOG}?soort=case_act&pagina=99"))) == 20


def test_the_file_can_be_counted_after_and_taking_it_is_told(
    officer: Desk, desk: Desk, submit: Callable[..., str]
) -> None:
    desk.do(submit(), "terugbellen", call_back_note="Gesproken.")
    answer = officer.client.get(f"{LOG}/bestand")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="logboek.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    previous = FIRST_HASH
    for line in lines:
        facts = {name: line[name] for name in AuditFact.__dataclass_fields__}
        fact = AuditFact(**facts | _typed(line))  # type: ignore[arg-type]
        previous = chained_hash(previous, fact)
        assert previous == line["hash"]
    assert len(lines) > 4
    assert "Bestand opgehaald" in rows(officer.page(f"{LOG}?soort=export"))[0]
    chosen = officer.client.get(f"{LOG}/bestand?soort=export").text
    assert len(chosen.splitlines()) == 2


def _typed(line: dict[str, str]) -> dict[str, object]:
    actor_id = int(line["actor_id"]) if line["actor_id"] else None
    return {"at": datetime.fromisoformat(line["at"]), "actor_id": actor_id}
