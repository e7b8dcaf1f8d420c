"""Dates of birth: a date beside a word that says so."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

_MONTH_NAMES = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:18|19|20)\d\d|['’]?\d\d)"
_DATE = (
    rf"(?:{_DAY}(?:e|ste|de)?\s(?:van\s)?{_MONTH_NAMES}(?:\s{_YEAR})?"
    rf"|{_DAY}\s?[-/.]\s?(?:{_MONTH}|{_MONTH_NAMES})\s?[-/.]\s?{_YEAR}"
    rf"|(?:18|19|20)\d\d[-/.]{_MONTH}[-/.]{_DAY}"
    rf"|{_DAY}\s{_MONTH}\s(?:19|20)\d\d"
    rf"|{_MONTH_NAMES}\s(?:19|20)\d\d|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\w)"
)
_WORD = (
    r"\b(?:geboren|geboorte-?(?:dat(?:um(?:\(s\))?|a|\.)|dag)(?:,?\s\w+){0,2}?|geboorte|g\.d\.|geb\.?\s?(?:dat(?:um)?\b\.?|dd\.?)?"
    r"|dob|date of birth|jarig)(?!\w)"
)
_TE = r"(?:\s?:?\s(?:(?:te|in)\s)?(?-i:[A-Z])[\w'’-]+(?:\s[\w'’-]+){0,2}?)?"
_BETWEEN = (
    rf"{_TE}(?:\s?(?:is|was|zijn|:|=|,|\(|d\.?d\.?|op de|op|in|of rond|omstreeks|hij|zij"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|van (?:hem|haar|de (?:man|vrouw|verdachte)))"
    r"){0,4}\s?[:=(]?\s?"
)
_BEHIND_THE_WORD = re.compile(rf"{_WORD}{_BETWEEN}(?<!\w)({_DATE})", re.IGNORECASE)
_BEFORE_THE_WORD = re.compile(
    rf"(?<![\w-])({_DATE})\s?[,(]?\s?(?:(?:te|in)\s(?-i:[A-Z])[\w'’-]+\s)?(?:is|als|was|zijnde|werd)?\s?(?:hij\s|zij\s|ze\s)?"
    r"(?:(?:zijn|haar|de|diens|hun|mijn)\s)?(?:geboren|geboorte-?datum|geboorte-?dag|geb\.)",
    re.IGNORECASE,
)
_BEHIND_A_STAR = re.compile(rf"(?:\(\s?\*|°)\s?({_DATE})", re.IGNORECASE)


def birth_dates(text: str) -> Iterator[Finding]:
    """Give the dates that stand beside `geboren`, `geb.`, `geboortedatum` and the like."""
    for pattern in (_BEHIND_THE_WORD, _BEFORE_THE_WORD, _BEHIND_A_STAR):
        for match in pattern.finditer(text):
            yield Finding(Kind.BIRTH_DATE, *match.span(1))
