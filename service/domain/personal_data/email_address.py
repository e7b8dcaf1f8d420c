"""E-mail addresses, also as people write them to hide them from machines."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

_WHO = r"(?<![\w.+'-])[\w.+'-]{1,64}?"
_LABEL = r"[\w-]{1,63}"
_SIGN = r"(?:at|ape(?:n)?staart(?:je)?)"
_BRACKETS = rf"[(\[{{<]\s?(?:@|a|{_SIGN})\s?[)\]}}>]"
_AT = rf"\s?(?:@|{_BRACKETS})\s?"
_AT_WORD = rf"(?:\s{_SIGN}\s|_at_)"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?:dot|punt)\s?[)\]}>]\s?|\s(?:dot|punt)\s)"
_ENDINGS = "nl|com|org|net|eu|be|de|info|frl|amsterdam|example|test"
_EMAIL = re.compile(
    rf"{_WHO}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,5}}{_DOT}[a-z]{{2,63}}"
    # Without a sign the words could be ordinary ones: then the ending must be a usual one.
    rf"|{_WHO}{_AT}{_LABEL}\s?\.\s?(?:{_ENDINGS})\b"
    rf"|{_WHO}{_AT_WORD}{_LABEL}(?:{_DOT}{_LABEL}){{0,5}}{_DOT}(?:{_ENDINGS})\b",
    re.IGNORECASE,
)


def email_addresses(text: str) -> Iterator[Finding]:
    """Give what looks like an e-mail address: `a@b.nl`, `a [at] b [dot] nl`, `a at b punt nl`."""
    for match in _EMAIL.finditer(text):
        yield Finding(Kind.EMAIL, *match.span())
