"""Why an expert is proposed, in short Dutch sentences that a coordinator can check."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

PHASE_NAMES = {
    "sluimerend_ongenoegen": "sluimerend ongenoegen",
    "oplopende_spanningen": "oplopende spanningen",
    "escalatie": "escalatie",
    "na_de_escalatie": "na de escalatie",
}
CLEARLY_ALIKE = 1.0


@dataclass(frozen=True)
class Reason:
    """One reason: its kind and a Dutch sentence.

    Kinds are theme, support_kind, phase, request_words, profile_words and meaning. `terms` holds
    the slugs, or the phrases word for word; they are as confidential as the texts they stand in.
    `chance` is the probability that the request is about the theme, or asks for the kind.
    """

    kind: str
    text_nl: str
    terms: tuple[str, ...] = ()
    chance: float | None = None


def theme_reason(slug: str, label: str, place: int | None, chance: float, ticked: bool) -> Reason:
    """A theme on which request and expert agree.

    `place` is that among the declared themes, None when only the text of the profile says so;
    `chance` is what the text of the request gave the theme.
    """
    said = {None: "Thema volgens de tekst van het profiel", 0: "Hoofdthema"}.get(place, "Thema")
    told = "" if ticked else f" Kans dat de aanvraag hierover gaat: {round(100 * chance)}%."
    return Reason("theme", f"{said}: {label}.{told}", (slug,), round(chance, 3))


def kind_reasons(
    asked: Collection[str], declared: Sequence[str], labels: Mapping[str, str]
) -> list[Reason]:
    """A reason for each ticked kind of support that the expert declared."""
    return [
        Reason("support_kind", f"Biedt: {labels.get(slug, slug)}.", (slug,))
        for slug in declared
        if slug in asked
    ]


def predicted_kind_reason(slug: str, label: str, chance: float) -> Reason:
    """A kind of support that both texts speak of, where it was not ticked on both sides."""
    text = f"Soort hulp volgens de teksten: {label}. Kans hierop: {round(100 * chance)}%."
    return Reason("support_kind", text, (slug,), round(chance, 3))


def phase_reasons(asked: str | None, declared: Collection[str]) -> list[Reason]:
    """A reason when the expert has worked in the asked phase."""
    if asked is None or asked not in declared:
        return []
    return [Reason("phase", f"Ervaring in de fase: {PHASE_NAMES.get(asked, asked)}.", (asked,))]


def phrase_reasons(of_request: Sequence[str], of_profile: Sequence[str]) -> list[Reason]:
    """The phrases of both texts that say most for the agreed theme."""
    reasons = []
    if of_request:
        text = f"In de aanvraag wijst hierop: {_quoted(of_request)}."
        reasons.append(Reason("request_words", text, tuple(of_request)))
    if of_profile:
        text = f"In het profiel wijst hierop: {_quoted(of_profile)}."
        reasons.append(Reason("profile_words", text, tuple(of_profile)))
    return reasons


def meaning_reasons(likeness: float) -> list[Reason]:
    """A reason for a vector clearly nearer than the mean; `likeness` is a z-score of the pool."""
    if likeness < CLEARLY_ALIKE:
        return []
    return [Reason("meaning", "Het profiel lijkt in betekenis op de vraag.")]


def _quoted(phrases: Sequence[str]) -> str:
    return ", ".join(f"‘{phrase}’" for phrase in phrases)
