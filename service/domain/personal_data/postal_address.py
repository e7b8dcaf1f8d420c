"""Addresses: a postal code with a house number, the number before or behind it."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

# No postal code has these letters; the others are units and words that follow a number or year.
_NO_CODE = "SA|SD|SS"
_OTHER_WORDS = "KM|KG|CM|MM|GB|MB|KW|MW|EU|EK|WK|OS|OM|UU|NL|EN|IN|OP|OF"
# What follows a number in small letters and is no code: words, units, days, abbreviations.
_SMALL_WORDS = (
    "aa|ad|al|an|at|be|bv|ca|cl|cm|cq|da|dd|de|di|dl|dm|do|dr|ds|eb|ed|ei|ek|en|eo|er|et|eu|ev|ex|ff"
    "|gb|ha|he|hg|hl|hr|hs|ie|ik|in|ir|is|ja|je|jr|kb|kg|km|kw|la|lb|le|ll|lt|ma|mb|me|mg|ml|mm|mn"
    "|mr|mw|na|nl|no|nr|nu|nv|of|ok|om|op|os|pk|pm|pp|sr|st|tb|te|tm|to|tv|uu|uw|va|vd|vs|vr|we|wk"
    "|wo|xl|za|ze|zn|zo"
)
_DIGITS = r"(?:(?<![\w.,€-])|(?<=NL-))[1-9]\d{3}"
_LETTERS = (
    rf"(?-i:\s?(?!{_NO_CODE})[A-Z]{{2}}|(?!sa|sd|ss)[a-z]{{2}}"
    rf"|\s(?!(?:sa|sd|ss|{_SMALL_WORDS})\b)[a-z]{{2}})"
)
_CODE = rf"{_DIGITS}{_LETTERS}(?![^\W\d_])"
_NUMBER = (
    r"\d{1,5}(?:\s?-?\s?(?:[a-z](?!\w)|\d{1,4}(?!\w)|bis|hs|huis|rood|zwart|[IVX]{1,4}(?!\w)))?"
)
_NAMED_NUMBER = rf"(?:huis-?(?:nummer|nr\.?)|hnr\.?|nummer|nr\.?|no\.?|#)\s?:?\s?{_NUMBER}"
_BETWEEN = r"(?:van|de|der|den|het|'t|ten|ter|te|in|op|la|a)"
_STREET = (
    rf"(?<!\w)(?-i:[A-Z][\w.'’-]{{1,40}}\s(?:(?:{_BETWEEN}|[A-Z0-9][\w.'’-]{{0,40}})\s){{0,4}})"
)

_BEHIND = re.compile(
    rf"{_CODE}(?:\s?[,;/:+(-]\s?|\s?)(?:{_NAMED_NUMBER}|{_NUMBER})(?![\w%€]|[.,:]\d)", re.IGNORECASE
)
_WORD_AS_CODE = re.compile(rf"\d{{4}}\s(?:{_OTHER_WORDS})\s\d")
_BEFORE = re.compile(
    rf"(?<!postbus\s)(?<!antwoordnummer\s)(?:{_STREET})?(?<![\w.,-]){_NUMBER}(?:\s?[,;]\s?|\s|\s?\()(?:(?:postcode|te|in)\s|NL-)?{_CODE}(?!\w)",
    re.IGNORECASE,
)


def postal_addresses(text: str) -> Iterator[Finding]:
    """Give what looks like `3500 AB 12` or `Markt 12, 3500 AB`; a code alone is no address."""
    for match in _BEHIND.finditer(text):
        if not _WORD_AS_CODE.match(match.group()):
            yield Finding(Kind.ADDRESS, *match.span())
    for match in _BEFORE.finditer(text):
        yield Finding(Kind.ADDRESS, *match.span())
