"""Why an expert is proposed, in short Dutch sentences that a coordinator can check."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from expert_registry.ranking.stopwords import STOPWORDS

PHASE_NAMES = {
    "sluimerend_ongenoegen": "sluimerend ongenoegen",
    "oplopende_spanningen": "oplopende spanningen",
    "escalatie": "escalatie",
    "na_de_escalatie": "na de escalatie",
}
SHARED_WORDS = 5
MOST_REQUEST_WORDS = 1000
# Words in more than a fifth of the profiles tell the profiles apart no longer.
COMMON_SHARE = 0.2
SMALL_POOL = 10
# Shorter parts of words agree by accident, as "negen" does with "negentig".
LEAST_SHARED = 6
CLEARLY_ALIKE = 1.0

_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Reason:
    """One reason: its kind (theme, support_kind, phase, words, meaning) and a Dutch sentence.

    `terms` holds the slugs or words it rests on; words come from the profile, never the request.
    """

    kind: str
    text_nl: str
    terms: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """The different words of four letters and more, lower case, in order, without stop words."""
    found = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    return [word for word in found if word not in STOPWORDS]


def word_rarity(texts: Iterable[str]) -> dict[str, float]:
    """How rare each word is among the texts (log of inverse frequency); common words left out."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(words_of(text))
    most = total if total < SMALL_POOL else total * COMMON_SHARE
    return {word: log(1 + total / count) for word, count in counts.items() if count <= most}


def shared_words(
    request_text: str, profile_text: str, rarity: Mapping[str, float], limit: int = SHARED_WORDS
) -> list[str]:
    """The rarest words of the profile that the request also uses, whole or in a compound."""
    asked = words_of(request_text)[:MOST_REQUEST_WORDS]
    hits = [
        word
        for word in words_of(profile_text)
        if word in rarity and any(_akin(word, other) for other in asked)
    ]
    return sorted(hits, key=lambda word: (-rarity[word], word))[:limit]


def tick_reasons(
    asked: Collection[str], declared: Sequence[str], labels: Mapping[str, str], kind: str
) -> list[Reason]:
    """A reason for each ticked theme or support kind that the expert declared."""
    said = {"theme": "Thema", "support_kind": "Biedt"}[kind]
    return [
        Reason(kind, f"{_said(said, kind, place)}: {labels.get(slug, slug)}.", (slug,))
        for place, slug in enumerate(declared)
        if slug in asked
    ]


def phase_reasons(asked: str | None, declared: Collection[str]) -> list[Reason]:
    """A reason when the expert has worked in the asked phase."""
    if asked is None or asked not in declared:
        return []
    return [Reason("phase", f"Ervaring in de fase: {PHASE_NAMES.get(asked, asked)}.", (asked,))]


def text_reasons(words: Sequence[str], likeness: float) -> list[Reason]:
    """A reason for shared words, and one for a vector clearly nearer than the pool's mean.

    `likeness` is the z-score of the vector over the pool.
    """
    reasons = []
    if words:
        shared = ", ".join(words)
        reasons.append(Reason("words", f"Komt ook in het profiel voor: {shared}.", tuple(words)))
    if likeness >= CLEARLY_ALIKE:
        reasons.append(Reason("meaning", "Het profiel lijkt in betekenis op de vraag."))
    return reasons


def _said(said: str, kind: str, place: int) -> str:
    return "Hoofdthema" if kind == "theme" and place == 0 else said


def _akin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    if len(shorter) < LEAST_SHARED:
        return False
    return shorter in longer or (len(shorter) >= 7 and longer.startswith(shorter[:-2]))
