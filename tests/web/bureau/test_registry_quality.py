"""The list of experts: filters, pages, and what the registry lacks."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from expert_registry.tables import Expert, bump_version
from service.database import writing
from service.web.paging import PER_PAGE
from service.web.registry import quality_view
from tests.web.bureau.desk import Desk

LIST = "/bureau/deskundigen"


@pytest.fixture
def varied(experts: list[int], engine: Engine) -> list[int]:
    """Six experts (one of the NGB) who differ in theme, kind, state and words."""
    with writing(engine) as session:
        rows = [session.get_one(Expert, expert_id) for expert_id in experts]
        rows[1].themes, rows[1].support_kinds = ["voetbal", "asielopvang"], ["duiding", "netwerk"]
        rows[2].status, rows[2].role_title = "paused", "Oud-burgemeester"
        rows[3].past_cases = ["Een rel na een café-inval."]
        rows[3].phases = ["escalatie"]
        bump_version(session)
    return experts


def shown(page: str) -> list[int]:
    """The numbers of the experts in the table."""
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [int(number) for number in re.findall(r">Deskundige (\d+)<", table)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("partner=ngb", [6]),
        ("thema=voetbal", [2]),
        ("thema=asielopvang", [1, 2, 3, 4, 5, 6]),
        ("soort=netwerk", [2]),
        ("stand=paused", [3]),
        ("thema=voetbal&partner=ngb", []),
        ("tip=no_phase", [1, 2, 3, 5, 6]),
        ("tip=no_phase&partner=ngb", [6]),
        # What is no choice counts as not chosen.
        ("thema=onzin&partner=niemand&soort=x&stand=gone&tip=onzin", [1, 2, 3, 4, 5, 6]),
        ("pagina=-1", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_the_list_can_be_narrowed(
    desk: Desk, varied: list[int], query: str, expected: list[int]
) -> None:
    page = desk.page(f"{LIST}?{query}")
    assert shown(page) == expected
    assert f"{len(expected)} deskundige" in page


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"zoek": "OUD-Burgemeester"}, [3]),
        ({"zoek": "cafe  rel"}, [4]),  # all words, accents or not, cases too
        ({"zoek": "deskundige 5"}, [5]),
        ({"zoek": "bestaat-niet"}, []),
        ({"zoek": "deskundige", "thema": "voetbal"}, [2]),
        ({"zoek": "deskundige", "pagina": "-1"}, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_words_are_looked_for_without_an_address(
    desk: Desk, varied: list[int], typed: dict[str, str], expected: list[int]
) -> None:
    answer = desk.post(LIST, desk.page(LIST), **typed)
    assert answer.status_code == 200
    assert shown(answer.text) == expected
    assert f"{len(expected)} deskundige" in answer.text
    assert f'value="{" ".join(typed["zoek"].split())}"' in answer.text
    assert "zoek=" not in answer.text


@pytest.mark.backend("sqlite")
def test_words_in_an_address_are_not_read(desk: Desk, varied: list[int]) -> None:
    page = desk.page(f"{LIST}?zoek=bestaat-niet&thema=voetbal")
    assert shown(page) == [2]
    assert re.search(r'<input[^>]*id="zoek"[^>]* value="">', page)


@pytest.mark.backend("sqlite")
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ({"zoek": ""}, LIST),
        ({"zoek": "   ", "thema": "voetbal", "stand": ""}, f"{LIST}?thema=voetbal"),
        ({"thema": "voetbal", "pagina": "2"}, f"{LIST}?thema=voetbal&pagina=2"),
    ],
)
def test_choices_without_words_get_an_address_to_come_back_to(
    desk: Desk, typed: dict[str, str], address: str
) -> None:
    answer = desk.post(LIST, desk.page(LIST), **typed)
    assert (answer.status_code, answer.location) == (303, address)


def test_what_was_chosen_stays_in_the_form(desk: Desk, varied: list[int]) -> None:
    page = desk.post(LIST, desk.page(LIST), thema="voetbal", zoek='onrust "rond"').text
    assert '<option value="voetbal" selected>' in page
    assert 'value="onrust &#34;rond&#34;"' in page
    assert "Toon alle deskundigen" in page
    assert "Toon alle deskundigen" not in desk.page(LIST)


@pytest.mark.backend("sqlite")
def test_a_long_list_is_shown_page_by_page_with_its_filters(
    desk: Desk, varied: list[int], engine: Engine
) -> None:
    with writing(engine) as session:
        for number in range(100, 100 + PER_PAGE):
            fields = {"themes": ["voetbal"], "support_kinds": [], "summary": "Kort."}
            name, mark = f"Deskundige {number}", f"N{number}"
            session.add(Expert(external_id=mark, partner_id="omo", name=name, **fields))
    page = desk.page(f"{LIST}?thema=voetbal")
    assert "51 deskundigen." in page
    assert "Pagina 1 van 2" in page
    [number] = re.findall(r'form="zoeken" name="pagina" value="(\d+)">Volgende', page)
    following = desk.page(desk.post(LIST, page, thema="voetbal", pagina=number).location)
    assert set(shown(page) + shown(following)) == {2, *range(100, 100 + PER_PAGE)}
    assert "Vorige" in following
    assert "Volgende" not in following
    found = desk.post(LIST, page, zoek="deskundige", thema="voetbal", pagina=number).text
    assert shown(found) == shown(following)


def test_what_the_registry_lacks_is_shown_with_links(desk: Desk, varied: list[int]) -> None:
    page = desk.page(LIST)
    assert "6 profielen met tips" in page
    assert "5 van de 6 deskundigen kunnen gevraagd worden" in page
    assert f'href="{LIST}?tip=no_case">geen eerdere zaak (5)</a>' in page
    single = page.partition("Thema's met maar één deskundige")[2].partition("</p>")[0]
    assert re.findall(r"thema=([\w-]+)", single) == ["voetbal"]
    without = page.partition("Thema's zonder deskundige")[2].partition("</p>")[0]
    assert "thema=jaarwisseling" in without
    assert "voetbal" not in without


def test_a_profile_shows_what_to_add(desk: Desk, varied: list[int]) -> None:
    page = desk.page(f"{LIST}/{varied[3]}")
    tips = page.partition('id="tips"')[2].partition("</ul>")[0]
    assert "Schrijf er ten minste 40" in tips
    assert "nog nooit nagekeken" in tips
    assert "eerdere zaak" not in tips
    assert f'{LIST}/{varied[3]}#tips">2 tips' in desk.page(LIST)


def test_a_changed_registry_gives_a_new_overview(
    desk: Desk, varied: list[int], engine: Engine
) -> None:
    assert "geen e-mailadres (1)" not in desk.page(LIST)
    with writing(engine) as session:
        session.get_one(Expert, varied[0]).email = ""
        bump_version(session)
    assert "geen e-mailadres (1)" in desk.page(LIST)


def test_a_partner_sees_its_own_part_only(
    log_in: Callable[[str], Desk], varied: list[int], engine: Engine
) -> None:
    partner = log_in("partner@partner.example")
    page = partner.page(f"{LIST}?partner=ngb")
    assert shown(page) == [1, 2, 3, 4, 5]
    assert "4 van de 5 deskundigen kunnen gevraagd worden" in page
    assert 'name="partner"' not in page
    assert shown(log_in("los@partner.example").page(LIST)) == []


def test_a_large_registry_is_not_read_for_a_page(
    app: Flask, desk: Desk, varied: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality_view, "MOST_READ", 5)
    page = desk.page(f"{LIST}?tip=no_phase")
    assert "te groot om hier na te gaan" in page
    assert len(shown(page)) == 6
    assert "tips" not in page
