"""Bank accounts: IBANs of which the check digits hold."""

import re
from collections.abc import Iterator

from service.domain.personal_data.finding import Finding, Kind

# Length by country (ISO 13616 registry): Europe, and countries that many people here send to.
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BY": 28,
    "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "LB": 28, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "XK": 20,
}  # fmt: skip
_GAP = r"[ \u00a0\u202f.-]{0,2}"
_START = re.compile(rf"(?<![^\W_])[A-Z]{{2}}{_GAP}\d{_GAP}\d", re.IGNORECASE)
_SIGN = re.compile(rf"{_GAP}([A-Z0-9])", re.IGNORECASE)


def bank_accounts(text: str) -> Iterator[Finding]:
    """Give each IBAN, spaced or not; one with a wrong check digit is none."""
    for match in _START.finditer(text):
        length = _LENGTHS.get(match.group()[:2].upper())
        if length is None:
            continue
        signs, end = "", match.start()
        while len(signs) < length and (sign := _SIGN.match(text, end)):
            signs, end = signs + sign.group(1).upper(), sign.end()
        if len(signs) == length and _check_digits_hold(signs):
            yield Finding(Kind.IBAN, match.start(), end)


def _check_digits_hold(iban: str) -> bool:
    """Check the two check digits (ISO 7064, mod 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
