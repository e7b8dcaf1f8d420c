"""The proposal on the desk: how sure, nobody fits, the order, reasons at a glance."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import Expert, Partner
from service.database import reading, writing
from service.storage.match_run import Candidate
from service.storage.shortlist_entry import ShortlistEntry
from service.web.triage import proposal_view
from tests.web.bureau.desk import Desk
from tests.web.bureau.stored_ranking import store_ranking
from tests.web.story import NOW

# What a page shows of a row is the same on both databases.
pytestmark = pytest.mark.backend("sqlite")

Store = Callable[..., None]


def reasons(**more: list[str]) -> list[dict[str, Any]]:
    """Reasons of a candidate: kind and terms, theme and kind of support unless told otherwise."""
    terms = {"theme": ["asielopvang"], "support_kind": ["bestuurlijk-sparren"]} | more
    return [{"kind": k, "text_nl": f"Reden {k}.", "terms": t} for k, t in terms.items()]


@pytest.fixture
def propose(engine: Engine, experts: list[int]) -> Store:
    """Store a ranking: (expert number, rank by score, chance) per candidate, in their order."""

    def _propose(
        reference: str,
        rows: list[tuple[int, int, float | None]],
        obstacles: list[dict[str, Any]] | None = None,
        why: list[dict[str, Any]] | None = None,
    ) -> None:
        candidates = [
            {
                "expert_id": experts[number - 1],
                "rank_by_score": by_score,
                "score": 3 - by_score / 10,
                "chance": chance,
                "reasons": why or reasons(),
            }
            for number, by_score, chance in rows
        ]
        store_ranking(engine, reference, candidates, obstacles=obstacles or [])

    return _propose


@pytest.fixture
def case(desk: Desk, submit: Callable[..., str]) -> str:
    """A case of which the coordinator may choose the list (its reference)."""
    reference = submit()
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    desk.do(reference, "zoeken")
    return reference


def shown(desk: Desk, reference: str, query: str = "") -> str:
    return desk.page(f"/bureau/aanvragen/{reference}{query}")


def names_in_order(page: str) -> list[str]:
    table = page.split('id="expert_ids"')[1].split("</table>", maxsplit=1)[0]
    return re.findall(r"(Deskundige \d)</a><br>", table)


def test_each_candidate_says_how_well_it_fits(desk: Desk, case: str, propose: Store) -> None:
    propose(case, [(1, 1, 0.84), (2, 2, 0.45), (3, 3, 0.1)])
    page = shown(desk, case)
    for code, words, share in (
        ("well", "past goed", "84%"),
        ("maybe", "past mogelijk", "45%"),
        ("hardly", "past waarschijnlijk niet", "10%"),
    ):
        assert f'fit--{code}">{words}</span> <span class="fit__share">{share}' in page
    assert "Niemand die u nu kunt vragen" not in page
    assert "Hoe leest u dit?" in page


def test_the_next_step_is_a_link_away_from_the_acts(
    desk: Desk, case: str, propose: Store, experts: list[int]
) -> None:
    def acts(page: str) -> str:
        return page.split('id="kop-doen"')[1].split("</aside>", maxsplit=1)[0]

    assert 'href="#act-lijst"' not in acts(shown(desk, case))
    propose(case, [(1, 1, 0.84)])
    assert 'href="#act-lijst">De lijst kiezen' in acts(shown(desk, case))
    filled = {"summary": "Onrust rond opvang.", "places": "1", "parallel": "1", "extra": ""}
    page = desk.do(case, "lijst", **{f"position-{experts[0]}": "1"}, extra_position="", **filled)
    assert 'href="#act-uitnodigen"' in acts(page) and 'href="#act-lijst"' not in acts(page)
    assert 'href="#act-' not in acts(desk.do(case, "uitnodigen", count=""))


@pytest.mark.parametrize(
    ("chances", "absent", "nobody"),
    [
        ([0.84, 0.3], [], False),
        ([0.84, 0.3], [1], True),  # who fits is not there any more
        ([0.34, 0.3], [], True),
        ([0.35], [], False),
        ([], [], True),
        ([None, None], [], False),  # a ranking of before this was kept
    ],
)
def test_nobody_clearly_fits(
    desk: Desk,
    case: str,
    propose: Store,
    engine: Engine,
    experts: list[int],
    chances: list[float | None],
    absent: list[int],
    nobody: bool,
) -> None:
    propose(case, [(n, n, chance) for n, chance in enumerate(chances, start=1)])
    with writing(engine) as session:
        for number in absent:
            until = NOW.date() + timedelta(days=3)
            session.get_one(Expert, experts[number - 1]).unavailable_until = until
    assert ("Niemand die u nu kunt vragen, past duidelijk" in shown(desk, case)) is nobody


def test_what_may_be_relaxed_is_told_and_a_conflict_names_nobody(
    desk: Desk, case: str, propose: Store, experts: list[int]
) -> None:
    def row(kind: str, number: int, chance: float) -> dict[str, Any]:
        ids = [experts[number - 1]]
        return {"kind": kind, "count": number, "best_chance": chance, "expert_ids": ids}

    gap = {"kind": "gap", "theme": "asielopvang", "support_kind": None, "supply": 0}
    narrow = gap | {"support_kind": "duiding", "supply": 1}
    found = [row("conflict", 5, 0.95), row("unavailable", 1, 0.8), row("neighbour", 2, 0.7)]
    propose(case, [(3, 1, 0.2)], [*found, gap, narrow])
    warning = shown(desk, case).split('id="niemand-past"')[1].split("</div>")[0]
    assert "1 deskundige past goed (80%), maar: afwezig. Vraag of het toch kan" in warning
    assert "2 deskundigen passen goed (de beste 70%), maar: werkt in een buurgemeente" in warning
    assert "5 deskundigen passen goed (de beste 95%), maar: belangenconflict." in warning
    assert warning.index("buurgemeente") < warning.index("belangenconflict")
    assert "Deskundige 1</a>" in warning and "Deskundige 2</a>" in warning
    assert "Deskundige 5" not in warning
    assert "heeft het register geen enkele deskundige." in warning
    assert "heeft het register maar één deskundige." in warning
    assert 'href="#act-kenmerken"' in warning


def test_the_order_alternates_partners_and_can_be_switched(
    desk: Desk, case: str, propose: Store, engine: Engine, experts: list[int]
) -> None:
    with writing(engine) as session:
        session.get_one(Partner, "ngb").standing_consent = True
    propose(case, [(1, 1, 0.9), (6, 3, 0.8), (2, 2, 0.8), (3, 4, 0.7)])
    page = shown(desk, case)
    assert names_in_order(page) == [f"Deskundige {n}" for n in (1, 6, 2, 3)]
    assert "Deskundige 6 ging daardoor van 3 naar 2." in page
    assert "Zonder afwisselen: plaats 3." in page
    assert f'name="position-{experts[5]}" value="2"' in page

    page = shown(desk, case, "?volgorde=score")
    assert names_in_order(page) == [f"Deskundige {n}" for n in (1, 2, 6, 3)]
    assert f'name="position-{experts[1]}" value="2"' in page
    assert "Zonder afwisselen" not in page
    assert "/lijst?volgorde=score" in page  # a mistake leads back to the same order


def test_an_order_without_moves_says_nothing(desk: Desk, case: str, propose: Store) -> None:
    propose(case, [(1, 1, 0.9), (6, 2, 0.8)])
    assert 'id="volgorde"' not in shown(desk, case)


def test_reasons_are_seen_at_a_glance(
    desk: Desk, case: str, propose: Store, engine: Engine, experts: list[int]
) -> None:
    with writing(engine) as session:
        expert = session.get_one(Expert, experts[0])
        expert.summary = "Was raadslid. Sprak met boze bewoners over de opvang."
        expert.population_classes, expert.settings = ["20000-50000"], ["rural"]
        expert.party, expert.phone = "Voorbeeldpartij A", "000-7654321"
    why = reasons(
        profile_words=["boze bewoners"],
        request_words=["opvang"],
        phase=["oplopende_spanningen"],
    )
    propose(case, [(1, 1, 0.9)], why=why)
    page = shown(desk, case)
    assert '<li class="chip chip--theme">' in page
    assert "“Sprak met <mark>boze bewoners</mark> over de opvang.”" in page
    assert "Was raadslid" not in page
    assert "oplopende spanningen · 20.000 tot 50.000 inwoners · platteland" in page
    assert "0 lopend, nog nooit gevraagd, beschikbaar" in page
    assert "<mark>opvang</mark>" in page.split('id="kop-aanvraag"')[1].split("</section>")[0]
    assert "Gemarkeerd: wat volgens Schakel wijst op" in page
    assert "Voorbeeldpartij" not in page and "7654321" not in page


def test_the_request_is_marked_for_the_ticked_theme(
    desk: Desk, submit: Callable[..., str], propose: Store, engine: Engine
) -> None:
    reference = submit(themes=("religie",))
    propose(reference, [(1, 1, 0.9), (2, 2, 0.8)], why=reasons(request_words=["opvang"]))
    with writing(engine) as session:
        second = session.scalars(select(Candidate).where(Candidate.rank == 2)).one()
        second.reasons = reasons(theme=["religie"], request_words=["bewoners"])
    section = shown(desk, reference).split('id="kop-aanvraag"')[1].split("</section>")[0]
    assert "<mark>bewoners</mark>" in section and "<mark>opvang</mark>" not in section


def test_a_guessed_theme_has_a_question_mark(desk: Desk, case: str, propose: Store) -> None:
    why = [{"kind": "theme", "text_nl": "x", "terms": ["asielopvang"], "chance": 0.4}]
    propose(case, [(1, 1, 0.9)], why=why)
    assert '<li class="chip chip--theme chip--unsure">' in shown(desk, case)


@pytest.mark.parametrize(("main", "beside"), [("voetbal", True), ("asielopvang", False)])
def test_a_theme_after_the_main_one_is_told_apart(
    desk: Desk,
    case: str,
    propose: Store,
    engine: Engine,
    experts: list[int],
    main: str,
    beside: bool,
) -> None:
    with writing(engine) as session:
        session.get_one(Expert, experts[0]).themes = [main, "asielopvang"][: 1 + beside]
    propose(case, [(1, 1, 0.9)])
    assert ("(zijthema)" in shown(desk, case)) is beside


def test_who_probably_does_not_fit_gets_no_place_beforehand(
    desk: Desk, case: str, propose: Store, experts: list[int]
) -> None:
    propose(case, [(1, 1, 0.9), (2, 2, 0.31), (3, 3, 0.29)])
    page = shown(desk, case)
    places = [re.search(rf'name="position-{e}" value="(\d*)"', page) for e in experts[:3]]
    assert [found and found[1] for found in places] == ["1", "2", ""]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Deskundige 6 · NGB · Asielopvang · nr {id}", 6),
        ("{id}", 6),
        ("deskundige 6", 6),
        ("kundige 5", 5),
        ("  Deskundige   5 ", 5),
    ],
)
def test_another_expert_is_found_by_what_is_typed(
    desk: Desk,
    case: str,
    propose: Store,
    engine: Engine,
    experts: list[int],
    typed: str,
    number: int,
) -> None:
    propose(case, [(1, 1, 0.9)])
    filled = {"summary": "Onrust rond opvang.", "places": "1", "parallel": "1"}
    text = typed.format(id=experts[number - 1])
    page = desk.do(case, "lijst", **{f"position-{experts[0]}": "1"}, extra=text, **filled)
    assert "Door u toegevoegd." in page
    with reading(engine) as session:
        listed = session.scalars(select(ShortlistEntry.expert_id).order_by(ShortlistEntry.position))
        assert listed.all() == [experts[0], experts[number - 1]]


@pytest.mark.parametrize(
    ("typed", "message"),
    [("Deskundige", "Meer deskundigen heten zo"), ("Niemand", "staat niet in het register")],
)
def test_a_name_that_is_not_one_expert_is_told_at_the_field(
    desk: Desk, case: str, propose: Store, experts: list[int], typed: str, message: str
) -> None:
    propose(case, [(1, 1, 0.9)])
    filled = {"summary": "Onrust rond opvang.", "places": "1", "parallel": "1"}
    answer = desk.try_to(case, "lijst", extra=typed, extra_position="", **filled)
    assert answer.status_code == 400
    assert message in answer.text and f'value="{typed}"' in answer.text


def test_experts_of_the_same_theme_are_suggested_first(
    desk: Desk, case: str, propose: Store, engine: Engine, experts: list[int]
) -> None:
    with writing(engine) as session:
        session.get_one(Expert, experts[1]).themes = ["voetbal"]
    propose(case, [(1, 1, 0.9)])
    names = shown(desk, case).split('<datalist id="extra-namen">')[1].split("</datalist>")[0]
    order = re.findall(r"Deskundige (\d)", names)
    assert order == ["3", "4", "5", "6", "2"]


@pytest.fixture
def two_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposal_view, "SHOWN_AT_LEAST", 2)


@pytest.mark.usefixtures("two_in_sight")
def test_who_hardly_fits_is_a_fold_away(desk: Desk, case: str, propose: Store) -> None:
    propose(case, [(1, 1, 0.84), (2, 2, 0.2), (3, 3, 0.1), (4, 4, 0.4), (5, 5, 0.05)])
    in_sight, away = shown(desk, case).split("Nog 2 deskundigen die waarschijnlijk niet passen")
    assert names_in_order(in_sight + "</table>") == ["Deskundige 1", "Deskundige 2", "Deskundige 4"]
    assert names_in_order('id="expert_ids"' + away) == ["Deskundige 3", "Deskundige 5"]


@pytest.mark.usefixtures("two_in_sight")
def test_a_place_that_was_typed_stays_in_sight(desk: Desk, case: str, propose: Store) -> None:
    propose(case, [(1, 1, 0.84), (2, 2, 0.2), (3, 3, 0.1), (4, 4, 0.1)])
    typed = {"position-3": "1", "position-1": "1", "summary": ""}
    page = desk.try_to(case, "lijst", **typed).text
    assert "Nog 1 deskundige die waarschijnlijk niet past" in page
    assert names_in_order(page) == ["Deskundige 1", "Deskundige 2", "Deskundige 3"]


def test_places_have_a_column_once_there_are_any(
    desk: Desk, submit: Callable[..., str], propose: Store
) -> None:
    reference = submit()
    propose(reference, [(1, 1, 0.84)])
    heading = '<th scope="col" class="proposal__place-head">Plaats</th>'
    assert heading not in shown(desk, reference)
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")
    assert heading in desk.do(reference, "zoeken")


def test_two_experts_side_by_side(
    desk: Desk, case: str, propose: Store, experts: list[int]
) -> None:
    propose(case, [(1, 1, 0.84), (2, 2, 0.45), (3, 3, 0.1)])
    assert 'form="vergelijken"' in shown(desk, case)
    page = shown(desk, case, f"/vergelijken?deskundige={experts[0]}&deskundige={experts[2]}")
    heads = page.split("<thead>")[1].split("</thead>")[0]
    assert re.findall(r"Deskundige \d", heads) == ["Deskundige 1", "Deskundige 3"]
    assert "84%" in heads and "Reden theme." in page and "twee of drie" not in page


@pytest.mark.parametrize(
    ("ticked", "told", "columns"),
    [
        ([], "Vink op de lijst twee of drie deskundigen aan", 0),
        ([1], "Vink op de lijst twee of drie deskundigen aan", 1),
        ([1, 2, 3, 4], "U ziet de eerste drie", 3),
        ([6], "Vink op de lijst twee of drie deskundigen aan", 0),  # not proposed
    ],
)
def test_too_few_or_too_many_to_compare(
    desk: Desk,
    case: str,
    propose: Store,
    experts: list[int],
    ticked: list[int],
    told: str,
    columns: int,
) -> None:
    propose(case, [(n, n, 0.5) for n in range(1, 5)])
    query = "&".join(["deskundige=x", *(f"deskundige={experts[n - 1]}" for n in ticked)])
    page = shown(desk, case, f"/vergelijken?{query}")
    assert told in page and page.count('<th scope="col">') == columns
