"""Finds personal data in free text: citizen numbers, addresses, accounts, plates.

A first guard, run before anything is stored. It looks at the shape only, so it errs on the side
of asking: 9% of random nine-digit numbers pass the test of a citizen service number.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text looks like."""

    BSN = "bsn"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    PLATE = "plate"


@dataclass(frozen=True)
class Finding:
    """A piece of text that looks like personal data: its kind and place (start, end)."""

    kind: Kind
    start: int
    end: int


def find_personal_data(text: str) -> list[Finding]:
    """Give what looks like personal data, in the order of the text; pieces never overlap."""
    taken: list[Finding] = []
    for search in (_emails, _ibans, _plates, _bsns, _phones):
        for finding in search(text):
            if all(finding.end <= other.start or finding.start >= other.end for other in taken):
                taken.append(finding)
    return sorted(taken, key=lambda finding: finding.start)


def fingerprint(place: str, text: str, finding: Finding) -> str:
    """Give a key for one finding in one place, by which a user confirms a false alarm.

    It stays the same while the user changes the text around it.
    """
    piece = re.sub(r"\W", "", text[finding.start : finding.end]).lower()
    digest = hashlib.sha256(f"{place}:{finding.kind}:{piece}".encode()).hexdigest()
    return f"{place}:{finding.kind}:{digest[:16]}"


_EMAIL = re.compile(
    r"[\w.+'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,63}",
    re.IGNORECASE,
)


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(Kind.EMAIL, *match.span())


# Length by country (ISO 13616 registry), for the countries of Europe.
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27,
    "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "SE": 24, "SI": 19, "SK": 24, "TR": 26,
}  # fmt: skip
_IBAN_START = re.compile(r"(?<![^\W_])[A-Z]{2}[ .-]?\d{2}", re.IGNORECASE)
_IBAN_SIGN = re.compile(r"[ .-]?([A-Z0-9])", re.IGNORECASE)


def _ibans(text: str) -> Iterator[Finding]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2].upper())
        if length is None:
            continue
        signs, end = "", match.start()
        while len(signs) < length and (sign := _IBAN_SIGN.match(text, end)):
            signs, end = signs + sign.group(1).upper(), sign.end()
        if len(signs) == length and _iban_holds(signs):
            yield Finding(Kind.IBAN, match.start(), end)


def _iban_holds(iban: str) -> bool:
    """Check the two check digits (ISO 7064, mod 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


# The fourteen series of Dutch plates (RDW); X is a letter, 9 a digit.
_SERIES = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
# Without dashes the first and second look like ordinary words with a year: EK2024.
_UNDASHED = [series.replace("-", "") for series in _SERIES[2:]]


def _as_pattern(series: str) -> str:
    return series.replace("X", "[A-Z]").replace("9", "[0-9]")


_DASHED_PLATE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(_as_pattern, _SERIES))})(?![\w-])", re.IGNORECASE
)
_UNDASHED_PLATE = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_as_pattern, _UNDASHED))})(?![\w-])")


def _plates(text: str) -> Iterator[Finding]:
    for pattern in (_DASHED_PLATE, _UNDASHED_PLATE):
        for match in pattern.finditer(text):
            yield Finding(Kind.PLATE, *match.span())


_GAP = r"[ \u00a0.\u2010-\u2015/-]?"
_NINE_DIGITS = re.compile(rf"(?<!\d)[0-9](?:{_GAP}[0-9]){{8}}(?!\d)")


def _bsns(text: str) -> Iterator[Finding]:
    for match in _NINE_DIGITS.finditer(_without_dates(text)):
        if _eleven_proof([int(digit) for digit in match.group() if digit.isdigit()]):
            yield Finding(Kind.BSN, *match.span())


def _eleven_proof(digits: list[int]) -> bool:
    """Check the sum of a citizen service number: weights 9 to 2 and −1, a multiple of eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and any(digits)


_SPACED = rf"(?:{_GAP}[()]?{_GAP})"
_DUTCH = rf"(?:(?:\+|00)31{_SPACED}(?:0\){_GAP})?|\(?0)[1-9](?:{_SPACED}[0-9]){{8}}"
_FOREIGN = rf"(?:\+|00)(?!31)[1-9][0-9]{{0,2}}(?:{_GAP}[0-9]){{7,11}}"
_PHONE = re.compile(rf"(?<![\w+])(?:{_DUTCH}|{_FOREIGN})(?!\d)")


def _phones(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(_without_dates(text)):
        yield Finding(Kind.PHONE, *match.span())


_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)


def _without_dates(text: str) -> str:
    """Give the text with its dates blanked out: their digits are no number."""
    return _DATE.sub(lambda match: "x" * len(match.group()), text)
