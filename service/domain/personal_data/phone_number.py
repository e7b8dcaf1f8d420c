"""Telephone numbers: Dutch ones with ten digits, and those of other countries with their code."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind
from service.domain.personal_data.written_numbers import (
    GAP,
    has_long_number,
    is_number_of_a_file,
    without_other_numbers,
)

_STEP = rf"(?:{GAP}[()]?{GAP})"
_PLUS_31 = rf"\(?(?:\+\s?|00\s?)31\)?{_STEP}(?:\(?0\)?{GAP})?"
_DUTCH = rf"(?:{_PLUS_31}|\(?0)[1-9](?:{_STEP}\d){{8}}"
# As a messaging service shows it.
_NO_PLUS = rf"31{GAP}6(?:{GAP}\d){{8}}"
# Country codes by ITU-T E.164; behind 1 (North America) come ten digits.
_CODE = (
    r"(?:7|2(?:[07]|[1-689]\d)|3(?:[02-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)"
    r"|6(?:[0-6]|[7-9]\d)|8(?:[1246]|[0578]\d)|9(?:[0-58]|[679]\d))"
)
_FOREIGN = (
    rf"\(?(?:\+\s?|00\s?)(?:1{_STEP}[2-9](?:{_STEP}\d){{9}}|{_CODE}\)?{_STEP}(?:\(0\){GAP})?"
    rf"\d(?:{_STEP}\d){{6,11}})"
)
_MOBILE = rf"06[,:]\s?[1-9](?:{GAP}\d){{7}}"
_FREE_BEFORE = r"(?:(?<![\w+])|(?<=tel)|(?<=gsm)|(?<=mob)|(?<=nr))(?<!20\d\d[-/.])"
_PHONE = re.compile(
    rf"{_FREE_BEFORE}(?:{_DUTCH}|{_MOBILE}|{_FOREIGN}|{_NO_PLUS})(?!\d)", re.IGNORECASE
)


def phone_numbers(text: str) -> Iterator[Finding]:
    """Give what looks like a telephone number; short public ones (112, 14030, 0900) are none."""
    if not has_long_number(text):
        return
    for match in _PHONE.finditer(without_other_numbers(text)):
        if match.group().startswith("+") or not is_number_of_a_file(text, match.start()):
            lonely = match.group().startswith("(") and ")" not in match.group()
            yield Finding(Kind.PHONE, match.start() + lonely, match.end())
