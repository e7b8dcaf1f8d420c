"""Licence plates of Dutch vehicles."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

# The fourteen series of Dutch plates (RDW); X is a letter, 9 a digit.
_SERIES = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
# Without dashes the first and second look like ordinary words with a year: EK2024.
_TELLING = _SERIES[2:]
_MONTHS = "jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_WORDS = "en|of|om|op|in|de|na|te|tm|nr|st|ma|di|wo|do|vr|za|zo|uu|km|kg|cm|mm"

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))


def _pattern(series: tuple[str, ...], letter: str, between: str) -> str:
    return "|".join(
        one.replace("-", between).replace("X", letter).replace("9", r"\d") for one in series
    )


_DASHED = re.compile(
    rf"(?<![\w-])(?!\d+-(?:{_WORDS}|{_MONTHS})-\d)(?:{_pattern(_SERIES, '[A-Z]', '-')})(?![\w-])",
    re.IGNORECASE,
)
# Series of after 1978 have no vowels, so that no words come about.
_JOINED = re.compile(
    rf"(?<![\w-])(?:{_pattern(_TELLING, '[B-DF-HJ-NP-TV-Z]', '')}"
    rf"|{_pattern(_TELLING, '[B-DF-HJ-NP-TV-Z]', '[ ·•.]')})(?![\w-])"
)
_NAMED = re.compile(
    r"\b(?:kentekens?|nummerborden?|nummerbord|kentekenplaat|nummerplaat|plaat)"
    r"(?:nummer)?(?:\s?(?:is|was|met|van de (?:auto|bus|scooter)))?\s?[:=]?\s?[\"'‘“]?"
    rf"({_pattern(_SERIES, '[A-Z]', '[ ·•./-]?')})(?![\w-])",
    re.IGNORECASE,
)


def licence_plates(text: str) -> Iterator[Finding]:
    """Give what looks like a plate: with dashes, in capitals without, or behind the word."""
    plain = text.translate(_DASHES)
    for pattern in (_DASHED, _JOINED):
        for match in pattern.finditer(plain):
            yield Finding(Kind.PLATE, *match.span())
    for match in _NAMED.finditer(plain):
        yield Finding(Kind.PLATE, *match.span(1))
