"""Citizen service numbers (BSN): nine digits that pass the eleven-proof."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind
from service.domain.personal_data.written_numbers import GAP, has_long_number, without_other_numbers

# Part of a longer number it is none, but two of them may stand together.
_FREE_BEFORE = (
    r"(?<!\d)(?:(?<!\d[.,/-])|(?<=\d{9}[/-]))(?:(?<![^\W_])|(?<=bsn)|(?<=nr)|(?<=nummer))"
)
_FREE_AFTER = r"(?!\d)(?!,\d\d(?!\d))(?:(?![./-]\d)|(?=[/-]\d{9}(?!\d)))"
_NINE_DIGITS = re.compile(
    rf"{_FREE_BEFORE}(?:\d(?:{GAP}\d){{8}}|\d{{3}},\d{{3}},\d{{3}}){_FREE_AFTER}", re.IGNORECASE
)
# Those of before 2007 may begin with a nought, which many leave out.
_NAMED_EIGHT_DIGITS = re.compile(
    r"\b(?:bsn|burgerservice-?nummer|sofi-?nummer)(?:[- ]?(?:nummer|nr\.?))?\s?(?:is|:|=)?\s?"
    rf"(\d(?:{GAP}\d){{7}}){_FREE_AFTER}",
    re.IGNORECASE,
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def citizen_numbers(text: str) -> Iterator[Finding]:
    """Give what may be a BSN: nine digits anywhere, or eight behind the word."""
    if not has_long_number(text):
        return
    bare = without_other_numbers(text)
    for match in _NINE_DIGITS.finditer(bare):
        if _eleven_proof(match.group()):
            yield Finding(Kind.BSN, *match.span())
    for match in _NAMED_EIGHT_DIGITS.finditer(bare):
        if _eleven_proof(f"0{match.group(1)}"):
            yield Finding(Kind.BSN, *match.span(1))


def _eleven_proof(written: str) -> bool:
    """Check the sum of a citizen service number: weights 9 to 2 and −1, a multiple of eleven."""
    digits = [int(sign) for sign in written if sign.isdecimal()]
    total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and any(digits)
