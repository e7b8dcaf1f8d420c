"""Where two wordings of a mail differ, for a user to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.mail.template_pieces import pieces_of
from service.web.mail_templates.wording_form import PREFIX, fields_of


@dataclass(frozen=True)
class Difference:
    """One piece: how its field is called, what stood there and what comes."""

    label: str
    old: str
    new: str


def differences(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Sequence[Difference]:
    """Give the pieces that differ, in the order of the mail; both wordings are complete."""
    labels = {field.name: field.label for field in fields_of(kind)}
    return [
        Difference(labels[PREFIX + piece.key], old[piece.key], new[piece.key])
        for piece in pieces_of(kind)
        if old[piece.key] != new[piece.key]
    ]
