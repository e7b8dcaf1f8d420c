"""Words that are taken out of a text, with a mark where they stood."""

import re
from collections.abc import Iterable

MARK = "[weggehaald]"
LEAST_SIGNS = 2


def passage_pattern(passages: Iterable[str]) -> re.Pattern[str]:
    """Give what finds these words however they are spaced or capitalised, longest first.

    A passage is found as whole words: `Jan` is left alone in `Januari`. Raises ValueError for a
    passage with less than two letters or digits.
    """
    spelled = [_spelled(passage) for passage in sorted(set(passages), key=len, reverse=True)]
    if not spelled:
        raise ValueError("no passage")
    return re.compile("|".join(spelled), re.IGNORECASE)


def redacted(text: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    """Give the text with the mark in each place that the pattern finds, and how many those are."""
    return pattern.subn(MARK, text)


def _spelled(passage: str) -> str:
    if sum(sign.isalnum() for sign in passage) < LEAST_SIGNS:
        raise ValueError("too short")
    words = r"\s+".join(map(re.escape, passage.split()))
    before = r"(?<!\w)" if passage.strip()[0].isalnum() else ""
    after = r"(?!\w)" if passage.strip()[-1].isalnum() else ""
    return f"{before}{words}{after}"
