"""A wording of the programme in every kind of mail: it fits, and nothing can break the mail."""

import re

import pytest

from service.domain.mail_piece import PieceKind, complete, problems_of
from service.domain.mail_placeholder import PLACEHOLDERS, names_in
from service.mail.errors import UnknownMail
from service.mail.messages import Message, compose
from service.mail.template_pieces import mail_kinds, pieces_of
from tests.mail.mail_facts import AT, AT_IN_WORDS, CASES, PHONE, facts

every_mail = pytest.mark.parametrize("kind", mail_kinds())
every_case = pytest.mark.parametrize("case", CASES)


def worded(case: str, words: dict[str, str]) -> Message:
    kind, given = CASES[case]
    return compose(kind, given, "1", AT, words)


@every_mail
def test_the_text_of_the_program_keeps_to_the_rules(kind: str) -> None:
    pieces = pieces_of(kind)
    assert problems_of(pieces, complete(pieces, {})) == ()
    assert {piece.kind for piece in pieces} >= {PieceKind.SUBJECT, PieceKind.PARAGRAPH}
    assert names_in("".join(piece.default for piece in pieces)) <= PLACEHOLDERS.keys()


@every_mail
def test_names_and_questions_stay_out_of_a_subject(kind: str) -> None:
    for piece in pieces_of(kind):
        if piece.kind is PieceKind.SUBJECT:
            assert piece.allowed.isdisjoint({"deskundige", "collega", "hulp"})


@every_case
def test_whatever_may_be_filled_in_has_a_fact(case: str) -> None:
    pieces = pieces_of(CASES[case][0])
    words = {
        piece.key: "".join(f"<{name}: {{{name}}}>" for name in sorted(piece.allowed))
        for piece in pieces
    }
    mail = worded(case, words)
    assert not re.search(r"[{}]|: >|None", mail.subject + mail.text)
    assert f"<telefoon: {PHONE}>" in mail.text and f"<telefoon: {PHONE}>" in mail.subject


@every_case
def test_every_text_of_a_mail_is_a_piece_and_can_be_changed(case: str) -> None:
    pieces = pieces_of(CASES[case][0])
    mail = worded(case, {piece.key: f"¶{piece.key}¶" for piece in pieces})
    for piece in pieces:
        assert piece.default not in mail.text
    shown = set(re.findall(r"¶(\w+)¶", mail.subject + mail.text))
    assert {piece.key for piece in pieces if not piece.sometimes} <= shown


@every_mail
def test_every_piece_is_seen_in_a_sample(kind: str) -> None:
    keys = {piece.key for piece in pieces_of(kind)}
    words = {key: f"¶{key}¶" for key in keys}
    mails = [worded(case, words) for case, (found, _facts) in CASES.items() if found == kind]
    shown = "".join(mail.subject + mail.text for mail in mails)
    assert set(re.findall(r"¶(\w+)¶", shown)) == keys


def test_an_edited_invitation() -> None:
    mail = worded(
        "invitation",
        {
            "subject": "Hulp gevraagd vóór {antwoord_uiterlijk}",
            "what": "Wilt u meedenken?\n\nHet gaat om {hulp}.",
            "decline": "",
            "open": "Naar de vraag",
        },
    )
    assert mail.subject == f"Hulp gevraagd vóór {AT_IN_WORDS}"
    assert "\nWilt u meedenken?\n\nHet gaat om sparren.\n" in mail.text
    assert "<p>Wilt u meedenken?</p>" in mail.html and "<p>Het gaat om sparren.</p>" in mail.html
    assert "Naar de vraag:\nhttps://" in mail.text and ">Naar de vraag</a>" in mail.html
    assert "Kunt u niet?" not in mail.text + mail.html
    assert "\n\n\n" not in mail.text
    assert "Geen antwoord = geen opdracht." in mail.text


def test_markup_in_a_wording_or_a_fact_stays_text() -> None:
    words = {"what": "<i>{nummer}</i>"}
    mail = compose("no_match", facts(reference="<b>&"), "1", AT, words)
    assert "\n<i><b>&</i>\n" in mail.text
    assert "<p>&lt;i&gt;&lt;b&gt;&amp;&lt;/i&gt;</p>" in mail.html


@pytest.mark.parametrize("text", ["Bel {mobiel}.", "Op {eerste_contact}.", "{{ 7 * 7 }}"])
def test_a_stored_text_that_asks_what_the_mail_has_not_gives_way_to_that_of_the_program(
    text: str,
) -> None:
    mail = worded("no_match", {"call": text, "what": "Helaas."})
    assert "Wilt u overleggen wat er wel kan?" in mail.text
    assert "\nHelaas.\n" in mail.text


def test_an_unknown_mail_has_no_pieces() -> None:
    with pytest.raises(UnknownMail):
        pieces_of("bestaat-niet")
