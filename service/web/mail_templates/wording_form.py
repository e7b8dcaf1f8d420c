"""The form of a wording: a field per piece, and what is wrong with what was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from service.domain.language import gettext as _
from service.domain.mail_piece import LONGEST, Piece, PieceKind
from service.domain.mail_placeholder import PLACEHOLDERS
from service.domain.time_errors import Problem
from service.mail.template_pieces import pieces_of
from service.web.form_fields import clean, number_in
from service.web.form_state import Form
from service.web.mail_templates.piece_words import when_there

PREFIX = "tekst-"
"""Before the key of a piece in the name of its field."""


@dataclass(frozen=True)
class Field:
    """One piece on the form: its field, how it is called, and what goes into it."""

    name: str
    label: str
    help: str
    several_lines: bool
    required: bool


def fields_of(kind: str) -> Sequence[Field]:
    """Give the fields of this kind of mail, in the order of the mail; paragraphs are counted."""
    fields, paragraphs = [], 0
    for piece in pieces_of(kind):
        is_paragraph = piece.kind is PieceKind.PARAGRAPH
        paragraphs += is_paragraph
        fields.append(
            Field(
                PREFIX + piece.key,
                _label(piece, paragraphs),
                _help(kind, piece),
                is_paragraph,
                not is_paragraph or bool(piece.needed),
            )
        )
    return fields


def meanings(kind: str) -> Mapping[str, str]:
    """Give what may be filled in somewhere in this mail, and what each stands for."""
    allowed = frozenset[str]().union(*(piece.allowed for piece in pieces_of(kind)))
    return {name: _(found.meaning) for name, found in PLACEHOLDERS.items() if name in allowed}


def stored(words: Mapping[str, str], version: int) -> Form:
    """Give the form with a version in it."""
    typed = {PREFIX + key: [text] for key, text in words.items()}
    return Form(typed | {"based_on": [str(version)]})


def typed_words(kind: str, submitted: MultiDict[str, str]) -> dict[str, str]:
    """Give what was typed for each piece, made clean."""
    return {piece.key: clean(submitted.get(PREFIX + piece.key, "")) for piece in pieces_of(kind)}


def based_on(submitted: MultiDict[str, str]) -> int:
    """Give the version from which the form was made; -1 where that is unreadable."""
    number = number_in(submitted.get("based_on", ""))
    return -1 if number is None else number


def summary_of(kind: str, form: Form) -> Form:
    """Give the form for the summary of its errors, each with the name of its field."""
    labels = {field.name: field.label for field in fields_of(kind)}
    errors = {name: f"{labels[name]}: {error}" for name, error in form.errors.items()}
    return Form(errors=errors, notice=form.notice)


def errors_of(problems: Sequence[Problem]) -> dict[str, str]:
    """Give an error per field."""
    return {PREFIX + problem.place: problem.reason for problem in problems}


def _label(piece: Piece, number: int) -> str:
    match piece.kind:
        case PieceKind.SUBJECT:
            return _("Onderwerp")
        case PieceKind.LABEL:
            return _("Tekst op de knop of link")
    return _("Alinea %(number)s") % {"number": number}


def _help(kind: str, piece: Piece) -> str:
    """When the piece is there, what it must have, and what of the list it cannot have."""
    must, not_here = _braced(piece.needed), _braced(meanings(kind).keys() - piece.allowed)
    parts = (
        when_there(kind, piece.key),
        _("Moet erin: %(names)s.") % {"names": must} if must else "",
        _("Kan hier niet: %(names)s.") % {"names": not_here} if not_here else "",
        _("Ten hoogste %(most)s tekens.") % {"most": LONGEST[piece.kind]}
        if piece.kind is not PieceKind.PARAGRAPH
        else "",
    )
    return " ".join(part for part in parts if part)


def _braced(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name in names)
