"""Phrases of several words, found in a text as they are written or with a few words in between.

A pattern is a row of items with a space between them: `wordt/is ..3 bedreig*` is `wordt` or `is`,
then at most three words, then a word that begins with `bedreig`. `{official}` stands for a group
of words. A word in capitals is found in capitals only. A phrase stays within one sentence, and
`..3` within one clause of it; `...9` passes over the next clause too.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Groups = Mapping[str, str]

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?=\S)[^.!?;\n]+)*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# What follows such a word is said of somebody else.
_NEW_CLAUSE = frozenset(
    ("dat", "die", "hoe", "of", "omdat", "tenzij", "terwijl", "waar", "waarbij", "waardoor",
     "waarin", "waarom", "want", "wat", "wie", "zodat")
)  # fmt: skip
_NEGATIONS = frozenset(("geen", "niemand", "noch", "nooit", "zonder"))
_NOT_ALONE = frozenset(("alleen", "slechts", "enkel"))
_TURN = "maar"
_JUST_BEFORE, _CLOSE_TO_THE_ACT = 4, 3


@dataclass(frozen=True)
class Word:
    """A word of a text: without capitals and accents, as written, and where it stands."""

    plain: str
    written: str
    start: int
    end: int


@dataclass(frozen=True)
class _Item:
    words: frozenset[str]
    capitals: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int
    passes_clauses: bool

    def fits(self, word: Word) -> bool:
        if word.plain in self.words or word.written in self.capitals:
            return True
        return bool(self.beginnings) and word.plain.startswith(self.beginnings)


@dataclass(frozen=True)
class PhrasePattern:
    """A pattern, ready to be looked for."""

    items: tuple[_Item, ...]

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield first and last place of each match among the words of a sentence."""
        for first in range(len(words)):
            last = self._ends_at(words, first, 0)
            if last is not None:
                yield first, last

    def _ends_at(self, words: Sequence[Word], at: int, item: int) -> int | None:
        if not self.items[item].fits(words[at]):
            return None
        if item + 1 == len(self.items):
            return at
        expected = self.items[item + 1]
        for following in range(at + 1, min(at + expected.gap + 2, len(words))):
            last = self._ends_at(words, following, item + 1)
            if last is not None:
                return last
            if words[following].plain in _NEW_CLAUSE and not expected.passes_clauses:
                return None
        return None


def phrase_pattern(text: str, groups: Groups) -> PhrasePattern:
    """Read a pattern. Raises KeyError for an unknown group and ValueError for an empty pattern."""
    items: list[_Item] = []
    gap = ""
    for part in text.split():
        if part.startswith(".."):
            gap = part
        else:
            items.append(_item(re.sub(r"\{(\w+)\}", lambda m: groups[m[1]], part), gap))
            gap = ""
    if not items:
        raise ValueError(f"a pattern without words: {text!r}")
    return PhrasePattern(tuple(items))


def sentences(text: str) -> Iterator[list[Word]]:
    """Yield the words of each sentence; an abbreviation may cut one in two."""
    for sentence in _SENTENCE.finditer(text):
        words = [
            Word(_plain(found[0]), found[0], sentence.start() + found.start(),
                 sentence.start() + found.end())
            for found in _WORD.finditer(sentence[0])
        ]  # fmt: skip
        if words:
            yield words


def is_denied(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a negation stands in the phrase or just before it, `maar` not in between."""
    before = range(max(0, first - _JUST_BEFORE), first)
    turns = [place + 1 for place in before if words[place].plain == _TURN]
    start = max(turns, default=before.start)
    for place in range(start, last):
        if words[place].plain in _NEGATIONS:
            return True
    return any(
        words[place].plain == "niet" and words[place + 1].plain not in _NOT_ALONE
        for place in range(first, last)
        if last - place <= _CLOSE_TO_THE_ACT
    )


def _item(part: str, gap: str) -> _Item:
    words = part.split("/")
    others = [_plain(word) for word in words if not word.isupper()]
    return _Item(
        words=frozenset(word for word in others if not word.endswith("*")),
        capitals=frozenset(word for word in words if word.isupper()),
        beginnings=tuple(word[:-1] for word in others if word.endswith("*")),
        gap=int(gap.lstrip(".") or 0),
        passes_clauses=gap.startswith("..."),
    )


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
