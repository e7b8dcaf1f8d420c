"""What the case page suggests: tags in one click, haste, duplicates, knowledge; and a hold."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from expert_registry.snapshot import SnapshotCache
from expert_registry.tables import Expert
from expert_registry.vector_refresh import refresh_vectors
from service.actions.matching.ranker import Ranker
from service.database import reading, writing
from service.domain.request_status import AssignmentState as S
from service.jobs.rank_pending import rank_pending
from service.storage import match_run
from service.storage import request as requests
from service.storage.invitation import Assignment, Invitation
from tests.actions.test_rank_pending import WordEncoder
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import error_at, filled, hidden_fields
from tests.web.story import NOW

MOMENTS = (
    "accepted_at",
    "first_contact_at",
    "confidentiality_declared_at",
    "no_conflict_declared_at",
)
PANEL = "Schakel leest in de tekst"
SUGGESTED: dict[str, list[dict[str, object]]] = {
    "themes": [
        {"slug": "demonstratierecht", "chance": 0.62},
        {"slug": "asielopvang", "chance": 0.3},
        {"slug": "voetbal", "chance": 0.05},
    ],
    "support_kinds": [
        {"slug": "juridisch-advies", "chance": 0.7},
        {"slug": "bestuurlijk-sparren", "chance": 0.6},
        {"slug": "netwerk", "chance": 0.1},
    ],
    "knowledge": [{"id": "K14", "chance": 0.44}, {"id": "K08", "chance": None}],
    "similar": [],
}


@pytest.fixture
def suggested(
    engine: Engine, submit: Callable[..., str], ranked: Callable[[str], None]
) -> Callable[..., str]:
    """Submit and rank a request with suggestions; give the reference."""

    def _suggested(similar: list[dict[str, object]] | None = None, **changes: object) -> str:
        reference = submit(**changes)
        ranked(reference)
        with writing(engine) as session:
            case = requests.by_reference(session, reference)
            assert case is not None
            run = match_run.latest_run(session, case.id)
            for name, found in (SUGGESTED | {"similar": similar or []}).items():
                setattr(run, name, found)
        return reference

    return _suggested


def path(reference: str) -> str:
    return f"/bureau/aanvragen/{reference}"


def tags_of(page: str) -> list[str]:
    panel = page[page.index(PANEL) :].partition("</form>")[0]
    items = re.findall(r'<li class="suggestions__tag">(.*?)</li>', panel, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


def posted_by_panel(page: str) -> dict[str, list[str] | str]:
    """The hidden fields of the form in the panel, as a browser sends them."""
    panel = page[page.index(PANEL) :].partition("</form>")[0]
    names = set(hidden_fields(panel))
    return {n: re.findall(rf'hidden" name="{n}" value="([^"]*)"', panel) for n in names}


def test_likely_tags_are_shown_with_what_can_be_done(
    desk: Desk, suggested: Callable[..., str]
) -> None:
    assert tags_of(desk.page(path(suggested()))) == [
        "Demonstratierecht 62% Zet erbij : Demonstratierecht Maak hoofdthema : Demonstratierecht",
        "Asielopvang 30%, staat erbij",
        "Juridisch advies en bevoegdheden 70% Zet erbij : Juridisch advies en bevoegdheden",
        "Bestuurlijk sparren met een collega 60%, staat erbij",
    ]


@pytest.mark.parametrize(
    ("field", "slug", "themes", "kinds"),
    [
        ("themes", "demonstratierecht", ["asielopvang", "demonstratierecht"], 2),
        ("main_theme", "demonstratierecht", ["demonstratierecht", "asielopvang"], 2),
        ("support_kinds", "juridisch-advies", ["asielopvang"], 3),
    ],
)
def test_one_click_corrects_and_ranks_again(
    desk: Desk,
    suggested: Callable[..., str],
    field: str,
    slug: str,
    themes: list[str],
    kinds: int,
) -> None:
    reference = suggested()
    fields = posted_by_panel(desk.page(path(reference)))
    fields[field] = [*fields.get(field, []), slug]
    answer = desk.client.post(f"{path(reference)}/kenmerken", data=fields)
    assert answer.status_code == 303, answer.text
    case = desk.case(reference)
    assert (case.themes, len(case.support_kinds)) == (themes, kinds)
    assert (case.urgency, case.phase) == ("U2", "oplopende_spanningen")
    assert case.ranking_due_at is not None
    assert "Schakel zoekt opnieuw" in desk.page(path(reference))


def test_with_three_themes_there_is_no_room_for_another(
    desk: Desk, suggested: Callable[..., str]
) -> None:
    tags = tags_of(desk.page(path(suggested(themes=("voetbal", "religie", "blokkade")))))
    assert tags[0] == "Demonstratierecht 62% Maak hoofdthema : Demonstratierecht"


def test_a_stale_panel_changes_nothing(
    desk: Desk, log_in: Callable[[str], Desk], suggested: Callable[..., str]
) -> None:
    reference = suggested()
    fields = posted_by_panel(desk.page(path(reference))) | {"main_theme": "demonstratierecht"}
    log_in("achterwacht@bureau.example").do(reference, "overnemen")
    answer = desk.client.post(f"{path(reference)}/kenmerken", data=fields)
    assert answer.status_code == 409
    assert desk.case(reference).themes == ["asielopvang"]


def test_knowledge_says_what_was_not_checked(desk: Desk, suggested: Callable[..., str]) -> None:
    page = desk.page(path(suggested()))
    assert "2 handreikingen die passen" in page
    assert "ESS, 44%" in page and "Ondersteuningsnetwerk MO)" in page
    assert "Nog niet nagekeken." in page


def test_a_possible_duplicate_stands_on_top_and_in_the_queue(
    desk: Desk, suggested: Callable[..., str], listed: Callable[..., str]
) -> None:
    first, other = desk.case(listed()), desk.case(suggested())
    twice = suggested(
        similar=[
            {"request_id": first.id, "likeness": 0.9, "duplicate": True},
            {"request_id": other.id, "likeness": 0.6, "duplicate": False},
            {"request_id": 99_999, "likeness": 0.6, "duplicate": False},
        ]
    )
    page = desk.page(path(twice))
    notice, _panel, rest = page.partition(PANEL)
    assert "Mogelijk dezelfde aanvraag" in notice and first.reference in notice
    assert "Lijkt op 1 eerdere aanvraag" in rest and other.reference in rest
    row = next(r for r in desk.page("/bureau").split("<tr") if twice in r)
    assert "mogelijk dubbel" in row
    row = next(r for r in desk.page("/bureau").split("<tr") if first.reference in r)
    assert "mogelijk dubbel" not in row


def test_a_like_request_names_who_helped_and_nobody_else(
    desk: Desk,
    engine: Engine,
    suggested: Callable[..., str],
    submit: Callable[..., str],
    experts: list[int],
) -> None:
    earlier = submit()
    states = (S.CLOSED, S.REFUSED, S.UNDONE)
    with writing(engine) as session:
        case = requests.by_reference(session, earlier)
        assert case is not None
        for expert_id, state in zip(experts, states, strict=False):
            invitation = Invitation(
                request_id=case.id, expert_id=expert_id, sent_at=NOW, answer_by=NOW
            )
            session.add(invitation)
            session.flush()
            moments = dict.fromkeys(MOMENTS, NOW)
            session.add(
                Assignment(
                    invitation_id=invitation.id,
                    request_id=case.id,
                    expert_id=expert_id,
                    state=state,
                    **moments,
                )
            )
        found = {"request_id": case.id, "likeness": 0.7, "duplicate": False}
    page = desk.page(path(suggested([found])))
    assert "hulp van Deskundige 1<" in page


def test_haste_in_the_text_is_asked_about_until_it_is_decided(
    desk: Desk, submit: Callable[..., str], clock: Clock
) -> None:
    reference = submit(urgency="U3", expected_moment=clock.now + timedelta(days=2))
    page = desk.page(path(reference))
    assert "De tekst noemt ‘vanavond’. Gekozen is U3. Klopt dat?" in page
    assert "Het verwachte moment is do 26 november 10.00 uur. Gekozen is U3. Klopt dat?" in page
    assert desk.case(reference).urgency == "U3"
    desk.do(reference, "zoeken")
    assert "Klopt dat?" not in desk.page(path(reference))


def test_the_hold_quotes_the_text_and_asks_whether_it_was_right(
    desk: Desk, submit: Callable[..., str]
) -> None:
    reference = submit(situation="De wethouder wordt al weken bedreigd.")
    page = desk.page(path(reference))
    assert "De tekst noemt ‘wethouder wordt al weken bedreigd’." in page
    assert "bel nu: Ondersteuningsteam Weerbaar Bestuur" in page
    assert "De tekst wijst op: bedreigde bestuurder of raadslid." in page
    refused = desk.try_to(reference, "vrijgeven", release_note="Bekend bij de politie.")
    assert refused.status_code == 400
    assert error_at(refused.text, "release_verdict") == "Kies of het signaal klopte."
    assert "Bekend bij de politie.</textarea>" in refused.text
    page = desk.do(
        reference, "vrijgeven", release_note="Bekend bij de politie.", release_verdict="correct"
    )
    assert "stond vast en is vrijgegeven" in page
    assert desk.case(reference).ranking_due_at is not None


def test_a_request_by_telephone_is_held_too(desk: Desk) -> None:
    path = "/bureau/aanvragen/nieuw"
    text = "Een leerling van het mbo is aan het radicaliseren."
    answer = desk.client.post(path, data=filled(desk.client, path, situation=text))
    assert answer.status_code == 303, answer.text
    page = desk.page(answer.headers["Location"])
    assert "Hiervoor zoeken wij nooit een deskundige." in page
    assert "leerling van het mbo is aan het radicaliseren" in page


def test_erased_words_are_not_quoted(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit(situation="De wethouder wordt al weken bedreigd.")
    assert "‘wethouder wordt al weken bedreigd’" in desk.page(path(reference))
    page = desk.do(reference, "wissen", erase_confirmed="yes")
    assert "al weken bedreigd" not in page


def test_a_click_changes_who_is_proposed(
    desk: Desk, submit: Callable[..., str], experts: list[int], engine: Engine, clock: Clock
) -> None:
    encoder = WordEncoder()
    with writing(engine) as session:
        session.get_one(Expert, experts[4]).themes = ["voetbal"]
        refresh_vectors(session, encoder.read_query, "words")
    ranker = Ranker(SnapshotCache(lambda: Session(engine)), encoder, lambda: "words")

    def first_of(reference: str) -> int:
        assert rank_pending(engine, clock.now, ranker) == 1
        with reading(engine) as session:
            run = match_run.latest_run(session, desk.case(reference).id)
            assert run is not None
            return match_run.candidates(session, run.id)[0].expert_id

    reference = submit(situation="Supporters staan bij het stadion.", themes=("asielopvang",))
    assert first_of(reference) != experts[4]
    fields = posted_by_panel(desk.page(path(reference)))
    fields |= {"themes": ["voetbal"], "main_theme": "voetbal"}
    assert desk.client.post(f"{path(reference)}/kenmerken", data=fields).status_code == 303
    assert "Schakel zoekt opnieuw" in desk.page(path(reference))
    assert first_of(reference) == experts[4]
    assert "Schakel zoekt opnieuw" not in desk.page(path(reference))
