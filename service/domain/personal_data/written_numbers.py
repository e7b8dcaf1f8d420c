"""How people write long numbers, and which digits in a text belong to something else."""

import re

GAP = r"(?:[ \u00a0\u202f]?[./_\u2010-\u2015-][ \u00a0\u202f]?|[ \u00a0\u202f]{1,2})?"
"""What may stand between two digits of one number: nothing, a sign, spaces."""

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = rf"(?<!\d)(?:{_DAY}([-/. ]){_MONTH}\1{_YEAR}|{_YEAR}-{_MONTH}-{_DAY})(?!\d)"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_TIMES = (
    rf"(?<![\d.:]){_CLOCK}(?:\s?(?:-|–|tot|en|t/m)\s?{_CLOCK}(?![\d.:]\d)|\s?(?:uur|u)\b)"
    r"|(?<![\d.:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])"
)
_GROUPS = r"\d{1,3}(?:[. \u00a0]\d{3})+(?!\d)|\d+"
_CENTS = r"(?:,\d\d(?!\d)|,-)?"
_MONEY = (
    rf"(?:€|\bEUR\b|\beuro)\s?(?:{_GROUPS}){_CENTS}"
    rf"|(?<![\d.,])[1-9](?:\d{{0,2}}(?:[. \u00a0]\d{{3}})+|\d*){_CENTS}\s?(?:euro\b|EUR\b|€)"
)
_NO_NUMBER = re.compile(f"{_DATE}|{_TIMES}|{_MONEY}", re.IGNORECASE)

_LONG_NUMBER = re.compile(r"\d(?:[^0-9A-Za-z]{0,6}\d){7}")

_NUMBER_OF = re.compile(
    r"\b(?:zaak|dossier|kenmerk|factuur|order|bestel|klant|referentie|ref|document|meldings?|ticket"
    r"|project|offerte|vergunnings?|besluit|kvk|contract|artikel|inkoop|registratie|volg|debiteuren"
    r"|verplichtingen|corsa|djuma|zaaksysteem|isbn|dpi|nota)"
    r"[a-z]*(?:[- ]?(?:nummers?|nrs?\.?|no\.?|code|id|kenmerk))?\s?(?:is|was)?\s?[:#=]?\s?$",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(
    r"(?<![A-Z])(?!GSM|TEL|MOB|FAX|NR)[A-Z]{2,6}[/-]$|\b[A-Z]{2}\d\d[ .-]?[A-Z]{4}[ .-]?$"
)
_LOOK_BACK = 45


def without_other_numbers(text: str) -> str:
    """Give the text, as long as it was, with its dates, times and amounts of money blanked out."""
    return _NO_NUMBER.sub(lambda match: "x" * len(match.group()), text)


def has_long_number(text: str) -> bool:
    """Say whether eight digits stand together at all: most texts need no closer look."""
    return _LONG_NUMBER.search(text) is not None


def is_number_of_a_file(text: str, start: int) -> bool:
    """Say whether what stands just before this place makes it an administrative number.

    That is a word such as `zaaknummer`, letters of a code, or the beginning of a bank account.
    """
    before = text[max(start - _LOOK_BACK, 0) : start]
    return any(pattern.search(before) for pattern in (_NUMBER_OF, _CODE_BEFORE))
