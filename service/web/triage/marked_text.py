"""Texts in which the phrases that carried a match are marked."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

LONGEST_SENTENCE = 130
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def marked(text: str, phrases: Iterable[str]) -> Markup:
    """Give the text as safe HTML with each whole phrase in a `mark`; white space may differ."""
    pattern = _pattern(phrases)
    if pattern is None:
        return escape(text)
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), Markup("<mark>%s</mark>") % found[0]]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def marked_sentences(text: str, phrases: Sequence[str], most: int) -> list[Markup]:
    """Give the first sentences that hold one of the phrases, marked; long ones are cut."""
    pattern = _pattern(phrases)
    if pattern is None:
        return []
    sentences = [part.strip() for part in _SENTENCE_END.split(text)]
    telling = [sentence for sentence in sentences if pattern.search(sentence)]
    return [marked(_cut(sentence, pattern), phrases) for sentence in telling[:most]]


def _cut(sentence: str, pattern: re.Pattern[str]) -> str:
    """The sentence, or whole words of it around the first phrase."""
    found = pattern.search(sentence)
    if len(sentence) <= LONGEST_SENTENCE or found is None:
        return sentence
    start = max(found.start() - LONGEST_SENTENCE // 3, 0)
    end = max(start + LONGEST_SENTENCE, found.end())
    if start:
        start = sentence.find(" ", start, found.start()) + 1 or found.start()
    if end < len(sentence):
        end = max(sentence.rfind(" ", 0, end), found.end())
    before, after = "… " if start else "", " …" if end < len(sentence) else ""
    return f"{before}{sentence[start:end].strip()}{after}"


def _pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({phrase for phrase in phrases if phrase.strip()}, key=len, reverse=True)
    if not known:
        return None
    spelled = (r"\s+".join(map(re.escape, phrase.split())) for phrase in known)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)")
