"""Numbers of police, prosecution and immigration service: each leads to persons."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

# Proces-verbaal: PL, four signs of the unit, the year and a number: PL0900-2026123456-1.
_REPORT = (
    r"(?<!\w)PL\s?\d{2}[A-Z0-9]{2}\s?[-/]?\s?(?:(?:20)?\d{2}[-/ ])?\d{5,10}"
    r"(?:\s?-\s?\d{1,3})?(?!\w)"
)
# Parketnummer: the court, a number and the year: 16-123456-26.
_PROSECUTION = r"(?<![\w/.-])\d{2}([-/.])\d{6}[-/.]\d{2}(?![\w/-])"
_WORDS = (
    r"(?:bvh|proces-?verbaal|processen-?verbaal|p\.?v\.?|mutatie|incident|aangifte"
    r"|parket|politie|cjib|skn|v|vreemdelingen|strafrechtsketen)"
)
# A year or a page has fewer digits.
_NUMBER = r"(?=(?:[A-Z./-]{0,5}\d){6})[A-Z]{0,4}\d[A-Z0-9]*(?:[-/.][A-Z0-9]+){0,4}"
_NAMED = re.compile(
    rf"(?<![\w-])(?:{_WORDS}(?:-|\s)?(?:nummers?|nrs?\b\.?|registratie(?:nummer)?|mutatie(?:nummer)?)"
    # Others give registration numbers too; those of the police begin with the year or the unit.
    r"|registratie-?(?:nummers?|nrs?\b\.?)(?=\D{0,24}(?:PL|20\d\d))|bvh|mutatie|proces-?\s?verbaal"
    r"|p\.?v\.?)"
    rf"(?:\s(?:van |bij )?(?:de )?politie)?\s?(?:is|met nummer|:|=|#)?\s?:?\s?"
    rf"(20\d\d\s\d{{5,7}}|{_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_SHAPES = re.compile(f"{_REPORT}|{_PROSECUTION}", re.IGNORECASE)


def case_numbers(text: str) -> Iterator[Finding]:
    """Give numbers in the shape of a report or court case, and those that the text calls so."""
    for match in _SHAPES.finditer(text):
        yield Finding(Kind.CASE_NUMBER, *match.span())
    for match in _NAMED.finditer(text):
        yield Finding(Kind.CASE_NUMBER, *match.span(1))
