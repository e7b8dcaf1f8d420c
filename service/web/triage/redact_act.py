"""The act that takes words out of the texts of a case: what the guard found, or any passage."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from service.actions.requests.redact_text import redact_text
from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.personal_data.finding import Kind, fingerprint
from service.domain.personal_data.search import find_personal_data
from service.storage import case_text
from service.storage.known_names import packaged_names
from service.storage.request import SupportRequest
from service.web.form_fields import Choice, Choices, Text
from service.web.personal_data_check import LOOKS_LIKE
from service.web.triage.case_act import CaseAct, CaseStep, Values, fixed

PLACE = "case"


class Passage(Text):
    """Words that must go: the guard against personal data lets them through."""


class Keys(Choices):
    """The boxes that were ticked; which of them exist depends on the texts of the case."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value))


@dataclass(frozen=True)
class RedactablePiece:
    """What looks like personal data in a case: the key of its box, the words, and the kind."""

    key: str
    words: str
    kind: Kind

    @property
    def option(self) -> tuple[str, str]:
        """Give its box on the page: the key, and the words with what they look like."""
        return self.key, f"‘{self.words}’ ({_(LOOKS_LIKE[self.kind])})"


def redactable_pieces(session: Session, request: SupportRequest) -> list[RedactablePiece]:
    """Give what looks like personal data in the texts of a case, each piece once.

    The second contact is no text of that kind: a name and a number belong there.
    """
    found = {}
    texts = case_text.of_request(session, request)
    for one in (text for text in texts if text.column != "second_contact"):
        for finding in find_personal_data(one.text, packaged_names()):
            key = fingerprint(PLACE, one.text, finding).replace(":", "-")
            found[key] = RedactablePiece(key, finding.piece(one.text), finding.kind)
    return list(found.values())


def _redact(step: CaseStep, values: Values) -> str:
    found = redactable_pieces(step.session, step.request)
    passages = [piece.words for piece in found if piece.key in values["pieces"]]
    passages += [line for line in values["passage"].splitlines() if line.strip()]
    count = redact_text(step.session, step.now, step.request, step.actor, passages)
    return ngettext(
        "Op {n} plaats staat nu ‘[weggehaald]’.", "Op {n} plaatsen staat nu ‘[weggehaald]’.", count
    ).format(n=count)


REDACT = CaseAct(
    possible=lambda _request: True,
    do=_redact,
    done="",
    fields=fixed(
        pieces=Keys(()),
        passage=Passage(longest=1000),
        redact_confirmed=Choice(("yes",), lazy("Vink aan dat u het zeker weet.")),
    ),
)
