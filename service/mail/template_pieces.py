"""Which pieces of text the template of a mail has, read from the template itself."""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from jinja2 import nodes

from service.domain.mail_piece import Piece, PieceKind
from service.domain.mail_placeholder import PLACEHOLDERS, names_in
from service.mail.errors import UnknownMail
from service.mail.rendering import PARTS, SAY, environment

IN_EVERY_MAIL = frozenset({"bureau", "telefoon"})
OF_A_REQUEST = IN_EVERY_MAIL | {"nummer"}
OF_NO_REQUEST = ("account_link", "address_change", "alarm", "alert_summary", "duty_handed_over")
_TEMPLATES = resources.files("service.mail") / "templates" / "mails"
_KINDS = {SAY: PieceKind.SUBJECT} | {
    part: PieceKind.PARAGRAPH if part == "p" else PieceKind.LABEL for part in PARTS
}


@cache
def mail_kinds() -> tuple[str, ...]:
    """Give the kinds of mail that have a template, by name."""
    return tuple(sorted(entry.name.removesuffix(".j2") for entry in _TEMPLATES.iterdir()))


@cache
def pieces_of(kind: str) -> tuple[Piece, ...]:
    """Give the pieces of this kind of mail, in the order of the mail. Raises UnknownMail.

    What may be filled in: what is in every mail, what the mail always has, and what the text of
    the program has at this very place.
    """
    if kind not in mail_kinds():
        raise UnknownMail(kind)
    calls = dict(_calls(kind))
    always = IN_EVERY_MAIL if kind in OF_NO_REQUEST else OF_A_REQUEST
    for text, _part, sometimes in calls.values():
        always |= names_in(text) if not sometimes else frozenset()
    return tuple(
        Piece(key, _KINDS[part], text, sometimes, _allowed(part, always | names_in(text)))
        for key, (text, part, sometimes) in calls.items()
    )


def _allowed(part: str, names: frozenset[str]) -> frozenset[str]:
    if part != SAY:
        return names
    return frozenset(name for name in names if PLACEHOLDERS[name].in_subject)


def _calls(kind: str) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    """Give key, then text, call and whether it stands under a condition."""
    source = (_TEMPLATES / f"{kind}.j2").read_text(encoding="utf-8")
    yield from _calls_below(environment("text").parse(source), sometimes=False)


def _calls_below(
    node: nodes.Node, *, sometimes: bool
) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name):
            name = child.node.name
            if name in _KINDS:
                key, text = (argument.as_const() for argument in child.args[:2])
                yield key, (text, name, sometimes)
        yield from _calls_below(child, sometimes=sometimes or isinstance(child, nodes.If))
