"""The wording of mails at the desk: read, change with a preview, versions, and taking back."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from service.database import reading
from service.mail.sample_facts import SAMPLES
from service.mail.template_pieces import mail_kinds, pieces_of
from service.storage.mail_template_version import of_kind
from service.storage.outbox_mail import RecipientKind
from service.web.mail_templates.occasions import OCCASIONS
from service.web.mail_templates.piece_words import CASES, when_there
from service.web.mail_templates.sample_words import SAMPLE_WORDS
from service.web.triage.mail_words import SUBJECT
from tests.web.bureau.desk import Desk
from tests.web.filled_form import error_at, summary_links
from tests.web.form_on_page import FormOnPage

pytestmark = pytest.mark.backend("sqlite")

ALL = "/bureau/mailteksten"
MAIL = f"{ALL}/invitation"
CHANGE = f"{MAIL}/wijzigen"
BY = "{antwoord_uiterlijk}"
every_mail = pytest.mark.parametrize("kind", mail_kinds())


@pytest.fixture
def manager(log_in: Callable[[str], Desk]) -> Desk:
    return log_in("leiding@bureau.example")


def form_of(page: str) -> MultiDict[str, str]:
    return FormOnPage(page, CHANGE).fields


def send(desk: Desk, form: MultiDict[str, str], do: str, **texts: str) -> TestResponse:
    typed = {f"tekst-{key}": text for key, text in texts.items()}
    return desk.client.post(CHANGE, data={**form.to_dict(), **typed, "doe": do})


def changed(desk: Desk, do: str = "bekijken", **texts: str) -> TestResponse:
    return send(desk, form_of(desk.page(CHANGE)), do, **texts)


def saved(desk: Desk, **texts: str) -> TestResponse:
    preview = changed(desk, **texts)
    assert preview.status_code == 200, preview.text
    return send(desk, form_of(preview.text), "bewaren")


@pytest.mark.parametrize(
    ("email", "reads", "changes"),
    [
        ("leiding@bureau.example", 200, 200),
        ("beheer@bureau.example", 200, 200),
        ("co@bureau.example", 200, 403),
        ("achterwacht@bureau.example", 200, 403),
        ("partner@partner.example", 403, 403),
    ],
)
def test_who_reads_and_who_changes(
    log_in: Callable[[str], Desk], email: str, reads: int, changes: int
) -> None:
    desk = log_in(email)
    for path in (ALL, MAIL, f"{MAIL}/0"):
        page = desk.page(path, reads)
    desk.page(CHANGE, changes)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"csrf_token": token[1] if token else "", "based_on": "0", "doe": "bewaren"}
    for path in (CHANGE, f"{MAIL}/0/terughalen"):
        refused = desk.client.post(path, data=form).status_code
        assert refused in ((403, 400) if changes == 403 else (400, 303))


@every_mail
def test_every_mail_has_words(kind: str) -> None:
    assert kind in SUBJECT
    assert OCCASIONS[kind].to and OCCASIONS[kind].when.endswith(".")
    sometimes = {piece.key for piece in pieces_of(kind) if piece.sometimes}
    assert {piece.key for piece in pieces_of(kind) if when_there(kind, piece.key)} == sometimes
    assert sometimes == {key for keys in CASES.get(kind, {}) for key in keys.split()}


def test_no_words_are_left_over() -> None:
    several = {
        name
        for name, (kind, _facts) in SAMPLES.items()
        if sum(found == kind for found, _other in SAMPLES.values()) > 1
    }
    assert set(SAMPLE_WORDS) == several
    assert set(OCCASIONS) == set(mail_kinds()) >= set(CASES)
    for kind, sample in SAMPLES.values():
        assert RecipientKind(sample.audience) in OCCASIONS[kind].to


@pytest.mark.parametrize("kind", ["receipt", "handed_back", "alarm", "act_link"])
def test_each_mail_shows_who_gets_it_when_and_how_it_looks(desk: Desk, kind: str) -> None:
    page = unescape(desk.page(f"{ALL}/{kind}"))
    assert OCCASIONS[kind].when in page
    frames = sum(found == kind for found, _facts in SAMPLES.values())
    assert page.count('<iframe class="mail-sample__frame" sandbox=""') == frames
    assert "Versie 0" in page and "De tekst die bij het programma hoort." in page


def test_a_frame_gets_exactly_the_styles_of_the_mail(desk: Desk) -> None:
    answer = desk.client.get(MAIL)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert len(re.findall("'sha256-[^']{44}'", policy)) == 1
    assert "sha256" not in desk.client.get(ALL).headers["Content-Security-Policy"]


def test_a_change_shows_a_preview_and_is_kept_with_who_and_when(
    manager: Desk, engine: Engine
) -> None:
    preview = changed(manager, what="Dag!\r\n\r\nHulp: {hulp}.", subject=f"Denkt u mee? {BY}")
    page = unescape(preview.text)
    assert "Er is nog niets bewaard." in page
    assert '<strong lang="nl">Denkt u mee? dinsdag 24 november om 14.30 uur</strong>' in page
    assert "<p>Hulp: sparren.</p>" in page and "\nHulp: sparren.\n" in page
    assert "Een gemeente vraagt om uw hulp. Soort hulp: {hulp}." in page
    assert send(manager, form_of(preview.text), "bewaren").location == MAIL
    with reading(engine) as session:
        [row] = of_kind(session, "invitation")
        assert row.words["what"] == "Dag!\n\nHulp: {hulp}."
    page = unescape(manager.page(MAIL))
    assert "Versie 1 is bewaard." in page
    assert "Bewaard op di 24 november 10.00 uur door Leiding." in page
    assert "Versie 1, di 24 november 10.00 uur" in unescape(manager.page(ALL))


def test_back_to_the_form_keeps_what_was_typed(manager: Desk) -> None:
    preview = changed(manager, what='Dag!\n\nHulp & "meer": {hulp}.')
    back = send(manager, form_of(preview.text), "terug")
    assert (
        form_of(back.text)["tekst-what"].replace("\r\n", "\n") == 'Dag!\n\nHulp & "meer": {hulp}.'
    )


def test_what_is_wrong_stands_at_its_field(manager: Desk, engine: Engine) -> None:
    answer = changed(
        manager,
        "bewaren",
        subject=f"{BY}\nBcc: x@y.example",
        what="{mobiel}",
        answer_by="Antwoord gauw.",
        open="<b>Open</b>",
        call="x" * 1001,
    )
    assert answer.status_code == 400
    wrong = {"subject": "Zet dit op één regel.", "what": "{mobiel} kan hier niet."}
    wrong |= {"answer_by": f"Hier hoort {BY}", "open": "Opmaak of code", "call": "korter"}
    for key, reason in wrong.items():
        assert reason in error_at(answer.text, f"tekst-{key}")
    order = ["subject", "what", "answer_by", "open", "call"]
    assert summary_links(answer.text) == [f"tekst-{key}" for key in order]
    assert form_of(answer.text)["tekst-what"] == "{mobiel}"
    with reading(engine) as session:
        assert not of_kind(session, "invitation")


def test_nothing_changed_is_said_and_cannot_be_saved(manager: Desk) -> None:
    preview = changed(manager)
    assert "Er verandert niets." in preview.text and ">Bewaren</button>" not in preview.text
    refused = send(manager, form_of(preview.text), "bewaren")
    assert refused.status_code == 400
    assert error_at(refused.text, "tekst-subject") == "Er is niets veranderd."


def test_two_who_change_it_at_once(manager: Desk, log_in: Callable[[str], Desk]) -> None:
    mine = changed(manager, call="Bel mij: {telefoon}.")
    saved(log_in("beheer@bureau.example"), call="", decline="Nee mag ook.")
    answer = send(manager, form_of(mine.text), "bewaren")
    page = unescape(answer.text)
    assert answer.status_code == 409 and "intussen veranderd" in page
    assert "waar uw tekst anders is dan versie 1" in page
    assert "Nee mag ook." in page and "Bel mij: {telefoon}." in page
    form = form_of(answer.text)
    assert (form["tekst-call"], form["based_on"]) == ("Bel mij: {telefoon}.", "1")
    assert send(manager, form, "bewaren").status_code == 303
    assert "Versie 2" in manager.page(MAIL)


def test_an_earlier_version_is_taken_back(manager: Desk, engine: Engine) -> None:
    saved(manager, call="Bel mij: {telefoon}.")
    page = manager.page(MAIL)
    restore = f"{MAIL}/0/terughalen"
    assert manager.client.post(restore, data=FormOnPage(page, restore).fields).status_code == 303
    shown = unescape(manager.page(MAIL))
    assert "Versie 2 is bewaard, met de tekst van versie 0." in shown
    assert "De tekst van versie 0 is teruggehaald." in shown
    late = manager.client.post(restore, data=FormOnPage(page, restore).fields)
    assert late.status_code == 303
    assert "Deze mail is intussen veranderd." in manager.page(MAIL)
    assert "Bel mij: 000" in manager.page(f"{MAIL}/1")
    with reading(engine) as session:
        assert [row.taken_from for row in of_kind(session, "invitation")] == [None, 0]


@pytest.mark.parametrize(
    "path", ["bestaat-niet", "bestaat-niet/wijzigen", "invitation/1", "bestaat-niet/0", "../x"]
)
def test_what_does_not_exist_is_not_found(manager: Desk, path: str) -> None:
    manager.page(f"{ALL}/{path}", 404)


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_that_was_torn_changes_nothing(manager: Desk, engine: Engine, based_on: str) -> None:
    form = form_of(manager.page(CHANGE))
    form["based_on"] = based_on
    assert send(manager, form, "bewaren", call="").status_code == 409
    assert manager.client.post(CHANGE, data={"csrf_token": form["csrf_token"]}).status_code == 400
    with reading(engine) as session:
        assert not of_kind(session, "invitation")


def test_the_mails_of_an_act_are_shown_in_the_new_words(
    manager: Desk, desk: Desk, listed: Callable[..., str]
) -> None:
    saved(manager, what="Denkt u mee over {hulp}?")
    answer = desk.try_to(listed(), "uitnodigen", count="1", preview="yes")
    assert "Denkt u mee over" in answer.text
