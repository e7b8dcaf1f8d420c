"""What the script on a case asks for: the clocks of now, and what happened since."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.web.bureau.desk import Clock, Desk


def _source(page: str) -> str:
    found = re.search(r'id="stand" data-source="([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_nothing_new_is_only_clocks_and_then_a_304(
    desk: Desk, submit: Callable[..., str], clock: Clock
) -> None:
    source = _source(desk.page(f"/bureau/aanvragen/{submit()}"))
    answer = desk.client.get(source)
    assert "nog 2 uur" in answer.text and "data-changed" not in answer.text
    known = {"If-None-Match": answer.headers["ETag"]}
    assert desk.client.get(source, headers=known).status_code == 304
    clock.forward(minutes=90)
    later = desk.client.get(source, headers=known)
    assert later.status_code == 200 and "nog 30 min" in later.text


def test_what_a_colleague_did_is_told(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    source = _source(desk.page(f"/bureau/aanvragen/{reference}"))
    log_in("achterwacht@bureau.example").do(reference, "overnemen")
    text = desk.page(source)
    assert "Er is iets veranderd." in text and "Achterwacht nam de aanvraag over." in text
    assert f'href="/bureau/aanvragen/{reference}" data-reload' in text
    assert "Er is iets veranderd." not in desk.page(
        _source(desk.page(f"/bureau/aanvragen/{reference}"))
    )


def test_asking_does_not_mark_the_case_as_read(
    desk: Desk, log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    source = _source(desk.page(f"/bureau/aanvragen/{reference}"))
    log_in("achterwacht@bureau.example").do(reference, "overnemen")
    desk.page(source)
    assert "nieuw sinds u keek" in desk.page("/bureau")


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999999999999999"])
def test_an_odd_address_is_no_trouble(desk: Desk, submit: Callable[..., str], since: str) -> None:
    desk.page(f"/bureau/aanvragen/{submit()}/stand?na={since}")
    desk.page("/bureau/aanvragen/S-2026-0000/stand", 404)
