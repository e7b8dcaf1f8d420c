"""What the programme may write in a mail: plain text with the placeholders of that place."""

import pytest

from service.domain.mail_piece import LONGEST, Piece, PieceKind, complete, problems_of
from service.domain.mail_placeholder import fill_in

ALLOWED = frozenset({"telefoon", "nummer", "antwoord_uiterlijk"})
SUBJECT = Piece("subject", PieceKind.SUBJECT, "Vóór {antwoord_uiterlijk}", False, ALLOWED)
ASKED = Piece("asked", PieceKind.PARAGRAPH, "Antwoord vóór {antwoord_uiterlijk}.", False, ALLOWED)
CALL = Piece("call", PieceKind.PARAGRAPH, "Bel {telefoon}.", True, ALLOWED)
DANGER = Piece("danger", PieceKind.PARAGRAPH, "Is er nu gevaar? Bel 112.", True, ALLOWED)
SILENT = Piece("no_answer", PieceKind.PARAGRAPH, "Geen antwoord = geen opdracht.", False, ALLOWED)
OPEN = Piece("open", PieceKind.LABEL, "Open", False, ALLOWED)
BY = "{antwoord_uiterlijk}"


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (SUBJECT, f"Graag antwoord, {BY}"),
        (SUBJECT, f"{BY} {BY} {{nummer}} {{telefoon}}"),
        (SUBJECT, BY + "x" * (LONGEST[PieceKind.SUBJECT] - len(BY))),
        (ASKED, f"Eerste regel.\n\nTweede regel: {BY}."),
        (ASKED, f"Kosten < € 5 & 'meer' \"of\" 100% _ * # {BY}"),
        (CALL, ""),
        (CALL, "Bel ons gerust."),
        (CALL, "x" * LONGEST[PieceKind.PARAGRAPH]),
        (DANGER, "Bel bij gevaar 112."),
        (SILENT, "Antwoordt u niet? Dan krijgt u geen opdracht."),
        (OPEN, "Lees verder"),
        (OPEN, "é" * LONGEST[PieceKind.LABEL]),
    ],
)
def test_what_may_be_written(piece: Piece, text: str) -> None:
    assert problems_of([piece, ASKED], {"asked": BY, piece.key: text}) == ()


@pytest.mark.parametrize(
    ("piece", "text", "reason"),
    [
        (SUBJECT, "", "Vul hier een tekst in."),
        (OPEN, "", "Vul hier een tekst in."),
        (DANGER, "", "Vul hier een tekst in."),
        (DANGER, "Bel {telefoon}.", "Hier hoort 112 te staan."),
        (SILENT, "", "Vul hier een tekst in."),
        (SUBJECT, f"Een\nBcc: x@y.example {BY}", "Zet dit op één regel."),
        (OPEN, "Lees\nverder", "Zet dit op één regel."),
        (SUBJECT, BY + "x" * 102, "ten hoogste 120 tekens. Nu zijn het er 122."),
        (OPEN, "x" * 61, "ten hoogste 60 tekens. Nu zijn het er 61."),
        (CALL, "x" * 1001, "ten hoogste 1000 tekens. Nu zijn het er 1001."),
        (SUBJECT, f"Een\x00 {BY}", "een teken dat niet kan"),
        (SUBJECT, f"Een\r {BY}", "een teken dat niet kan"),
        (CALL, "Een\u2028twee", "een teken dat niet kan"),
        (CALL, "Een\x85twee", "een teken dat niet kan"),
        (CALL, "\ud800", "een teken dat niet kan"),
        (CALL, "Bel <b>nu</b>", "Opmaak of code kan hier niet."),
        (CALL, "<!-- weg -->", "Opmaak of code kan hier niet."),
        (CALL, "<SCRIPT>", "Opmaak of code kan hier niet."),
        (CALL, "{{ config }}", "Opmaak of code kan hier niet."),
        (CALL, "{% if 1 %}x{% endif %}", "Opmaak of code kan hier niet."),
        (CALL, "{# weg #}", "Opmaak of code kan hier niet."),
        (CALL, "Bel { of }.", "{ of } kan hier niet."),
        (CALL, "Bel {telefoon", "Een accolade { of } staat los."),
        (CALL, "Bel telefoon}", "Een accolade { of } staat los."),
        (CALL, "Bel {{telefoon}", "Opmaak of code kan hier niet."),
        (CALL, "Bel {mobiel}.", "{mobiel} kan hier niet."),
        (CALL, "Bel {Telefoon}.", "{Telefoon} kan hier niet."),
        (CALL, "Bel { telefoon }.", "{ telefoon } kan hier niet."),
        (CALL, "{telefoon.__class__}", "{telefoon.__class__} kan hier niet."),
        (CALL, "{}", "{} kan hier niet."),
        (ASKED, "Antwoord gauw.", "Hier hoort {antwoord_uiterlijk} te staan."),
        (ASKED, "", "Hier hoort {antwoord_uiterlijk} te staan."),
        (SUBJECT, "Antwoord gauw", "Hier hoort {antwoord_uiterlijk} te staan."),
    ],
)
def test_what_is_refused_and_why(piece: Piece, text: str, reason: str) -> None:
    [problem] = problems_of([piece], {piece.key: text})
    assert problem.place == piece.key
    assert reason in problem.reason


def test_a_mail_keeps_at_least_one_paragraph() -> None:
    other = Piece("other", PieceKind.PARAGRAPH, "Dank.", False, ALLOWED)
    [problem] = problems_of([OPEN, CALL, other], {"open": "Open", "call": "", "other": ""})
    assert (problem.place, problem.reason) == ("call", "Laat ten minste één alinea staan.")
    assert problems_of([CALL, other], {"call": "", "other": "Dank."}) == ()


def test_every_piece_that_is_wrong_is_named() -> None:
    problems = problems_of([SUBJECT, OPEN, ASKED], {"subject": BY, "open": "", "asked": ""})
    assert [problem.place for problem in problems] == ["open", "asked"]


def test_pieces_without_a_text_have_that_of_the_program() -> None:
    words = {"call": "", "gone": "Van een oude versie."}
    assert complete([CALL, OPEN], words) == {"call": "", "open": "Open"}


def test_a_fact_is_filled_in_once_and_is_no_placeholder_itself() -> None:
    facts = {"nummer": "{telefoon}", "telefoon": "000"}
    assert fill_in("{nummer} {telefoon} {nummer}", facts) == "{telefoon} 000 {telefoon}"
