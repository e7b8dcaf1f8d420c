"""Finds in a text what another party must hear of first: a threat, a person who radicalises.

Rules are data: phrases of several words, a person with an act. Said of long ago, of an exercise or
as a denial they are no signal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.phrase_pattern import (
    PhrasePattern,
    Word,
    is_denied,
    phrase_pattern,
    sentences,
)

GROUP = "@"
NO_SIGNAL = "-"
BETWEEN_PATTERNS = " ; "


@dataclass(frozen=True)
class Exemption:
    """A phrase that makes a signal none, unless one of the others stands in the same sentence."""

    phrase: PhrasePattern
    unless: tuple[PhrasePattern, ...] = ()

    def holds(self, words: Sequence[Word]) -> bool:
        """Say whether it makes a signal in this sentence none."""
        return _stands(self.phrase, words) and not any(_stands(one, words) for one in self.unless)


@dataclass(frozen=True)
class SignalRule:
    """A phrase that is a signal, unless an exemption holds for its sentence."""

    signal: str
    phrase: PhrasePattern
    exemptions: tuple[Exemption, ...]


@dataclass(frozen=True)
class FoundSignal:
    """A signal with the words of the text that raised it."""

    signal: str
    quote: str


def signal_rules(rows: Iterable[Mapping[str, str]]) -> tuple[SignalRule, ...]:
    """Read the rules from rows with `signal`, `phrase` and `unless`.

    `@official` names a group of words for the phrases, and `-` a phrase that makes any other in
    its sentence no signal, unless one of its own `unless` stands there. Raises KeyError for a group
    that is not there, and ValueError for an empty phrase.
    """
    kept = [(row["signal"], row["phrase"], row["unless"]) for row in rows]
    groups = {
        signal.removeprefix(GROUP): phrase
        for signal, phrase, _unless in kept
        if signal.startswith(GROUP)
    }
    always = tuple(
        Exemption(phrase_pattern(phrase, groups), _patterns(unless, groups))
        for signal, phrase, unless in kept
        if signal == NO_SIGNAL
    )
    return tuple(
        SignalRule(
            signal,
            phrase_pattern(phrase, groups),
            (*(Exemption(one) for one in _patterns(unless, groups)), *always),
        )
        for signal, phrase, unless in kept
        if signal != NO_SIGNAL and not signal.startswith(GROUP)
    )


def find_signals(text: str, rules: Iterable[SignalRule]) -> list[FoundSignal]:
    """Give each signal of the text with its first words, in the order of the text."""
    found: dict[str, tuple[int, FoundSignal]] = {}
    for words in sentences(text):
        for rule in rules:
            place = _place(words, rule) if rule.signal not in found else None
            if place is not None:
                start, end = words[place[0]].start, words[place[1]].end
                quote = " ".join(text[start:end].split())
                found[rule.signal] = start, FoundSignal(rule.signal, quote)
    return [signal for _start, signal in sorted(found.values(), key=lambda one: one[0])]


def _patterns(unless: str, groups: Mapping[str, str]) -> tuple[PhrasePattern, ...]:
    texts = (text for text in unless.split(BETWEEN_PATTERNS) if text.strip())
    return tuple(phrase_pattern(text, groups) for text in texts)


def _stands(phrase: PhrasePattern, words: Sequence[Word]) -> bool:
    return any(True for _place in phrase.found_in(words))


def _place(words: list[Word], rule: SignalRule) -> tuple[int, int] | None:
    for first, last in rule.phrase.found_in(words):
        if is_denied(words, first, last):
            continue
        if any(exemption.holds(words) for exemption in rule.exemptions):
            return None
        return first, last
    return None
