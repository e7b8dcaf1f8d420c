"""Why an expert fits, in the words of the reader."""

from collections.abc import Mapping
from typing import Any

from expert_registry.tables import Expert
from service.domain.language import DUTCH, language, lazy
from service.domain.language import gettext as _
from service.storage.request import SupportRequest
from service.web.triage.state_words import PHASE

SENTENCES = {
    "support_kind": lazy("Biedt: {label}."),
    "phase": lazy("Ervaring in de fase: {label}."),
    "request_words": lazy("In de aanvraag wijst hierop: {words}."),
    "profile_words": lazy("In het profiel wijst hierop: {words}."),
    "meaning": lazy("Het profiel lijkt in betekenis op de vraag."),
}
MAIN_THEME, SIDE_THEME = lazy("Hoofdthema: {label}."), lazy("Thema: {label}.")
THEME_OF_TEXT = lazy("Thema volgens de tekst van het profiel: {label}.")
KIND_OF_TEXTS = lazy("Soort hulp volgens de teksten: {label}.")


def reason_sentence(
    reason: Mapping[str, Any], expert: Expert, request: SupportRequest, labels: Mapping[str, str]
) -> str:
    """Give a stored reason as a sentence; `labels` names themes and kinds of support by slug.

    A reason is stored with its Dutch sentence, as the ranking told it. For another language it is
    told anew from the codes beside that sentence; what has none stays Dutch.
    """
    terms, sentence = reason["terms"], _pattern(reason, expert)
    if language() == DUTCH.code or not sentence:
        return str(reason["text_nl"])
    code = terms[0] if terms else ""
    phases = {phase.value: _(words) for phase, words in PHASE.items()}
    label = (phases | dict(labels)).get(code, code)
    told = _(sentence).format(label=label, words=", ".join(f"‘{term}’" for term in terms))
    return told if code in request.themes else told + _chance(reason)


def _pattern(reason: Mapping[str, Any], expert: Expert) -> str:
    kind, terms = reason["kind"], reason["terms"]
    if not terms and kind != "meaning":
        return ""
    if kind == "support_kind" and reason.get("chance") is not None:
        # Not everybody ticked: what the texts say of a kind is no offer.
        return KIND_OF_TEXTS
    if kind != "theme":
        return SENTENCES.get(kind, "")
    if terms[0] not in expert.themes:
        return THEME_OF_TEXT
    return MAIN_THEME if terms[0] == expert.themes[0] else SIDE_THEME


def _chance(reason: Mapping[str, Any]) -> str:
    chance = reason.get("chance")
    return "" if chance is None else _(" Kans hierop: {share}%.").format(share=round(100 * chance))
