"""The pieces of text of a mail that the programme may word, and what a wording must keep to."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.language import gettext as _
from service.domain.mail_placeholder import WRITTEN, names_in, needed_in
from service.domain.time_errors import Problem

Words = Mapping[str, str]
"""A wording of a mail: the text of each piece by its key."""

MUST_SAY: Mapping[str, str] = {"danger": "112", "danger_nobody_on_duty": "112", "no_answer": ""}
"""Paragraphs that stay whatever the wording, with what they say: whom to call in danger, and that
no answer is no assignment."""

_MARKUP = re.compile(r"</?[a-z!]|\{\{|\{%|\{#", re.IGNORECASE)


class PieceKind(StrEnum):
    """What a piece is in the mail; a label stands on a button or link."""

    SUBJECT = "subject"
    PARAGRAPH = "paragraph"
    LABEL = "label"


LONGEST = {PieceKind.SUBJECT: 120, PieceKind.PARAGRAPH: 1000, PieceKind.LABEL: 60}


@dataclass(frozen=True)
class Piece:
    """One text: its key, the text that comes with the program, and what may be filled in.

    `sometimes` is true where the mail has it only in some cases.
    """

    key: str
    kind: PieceKind
    default: str
    sometimes: bool
    allowed: frozenset[str]

    @property
    def needed(self) -> frozenset[str]:
        """Give the placeholders that every wording of this piece must have."""
        return needed_in(names_in(self.default))


class InvalidWords(ValueError):
    """A wording that is refused; `problems` names the piece and the reason of each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def problems_of(pieces: Sequence[Piece], words: Words) -> tuple[Problem, ...]:
    """Say what is wrong with a wording, at most one thing per piece; the place is its key."""
    found = [(piece.key, _problem(piece, words.get(piece.key, ""))) for piece in pieces]
    problems = tuple(Problem(key, sentence) for key, sentence in found if sentence)
    paragraphs = [piece.key for piece in pieces if piece.kind is PieceKind.PARAGRAPH]
    if not problems and paragraphs and not any(words.get(key) for key in paragraphs):
        return (Problem(paragraphs[0], _("Laat ten minste één alinea staan.")),)
    return problems


def complete(pieces: Sequence[Piece], words: Words) -> dict[str, str]:
    """Give a text for each piece, that of the program where the wording has none."""
    return {piece.key: words.get(piece.key, piece.default) for piece in pieces}


def _problem(piece: Piece, text: str) -> str:
    if not text and (piece.kind is not PieceKind.PARAGRAPH or piece.key in MUST_SAY):
        return _("Vul hier een tekst in.")
    if piece.kind is not PieceKind.PARAGRAPH and "\n" in text:
        return _("Zet dit op één regel.")
    longest = LONGEST[piece.kind]
    if len(text) > longest:
        sentence = _("Maak dit korter: ten hoogste %(most)s tekens. Nu zijn het er %(now)s.")
        return sentence % {"most": longest, "now": len(text)}
    if any(_unprintable(character) for character in text):
        return _("Hier staat een teken dat niet kan. Typ de tekst opnieuw.")
    if _MARKUP.search(text):
        return _("Opmaak of code kan hier niet. Typ gewone tekst.")
    return _wrong_or_missing(piece, text)


def _wrong_or_missing(piece: Piece, text: str) -> str:
    if re.search(r"[{}]", WRITTEN.sub("", text)):
        return _("Een accolade { of } staat los. Schrijf een invulwoord als {nummer}.")
    if unknown := names_in(text) - piece.allowed:
        sentence = _("{%(name)s} kan hier niet. Kies een invulwoord uit de lijst.")
        return sentence % {"name": min(unknown)}
    if missing := piece.needed - names_in(text):
        return _("Hier hoort {%(name)s} te staan. Zet het terug.") % {"name": min(missing)}
    must_say = MUST_SAY.get(piece.key, "")
    if must_say not in text:
        return _("Hier hoort %(words)s te staan. Zet het terug.") % {"words": must_say}
    return ""


def _unprintable(character: str) -> bool:
    wrong = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    return character == "\ufffd" or (wrong and character != "\n")
