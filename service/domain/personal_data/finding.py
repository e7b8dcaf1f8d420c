"""A piece of a text that looks like personal data: its kind, its place and why it was marked."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from service.domain.language import gettext as _
from service.domain.language import lazy


class Kind(StrEnum):
    """What a piece of text looks like."""

    BSN = "bsn"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    PLATE = "plate"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    CASE_NUMBER = "case_number"
    MARKING = "marking"
    NAME = "name"

    @property
    def warns_only(self) -> bool:
        """Say whether the user hears of it but is not stopped: an alderman may be named."""
        return self is Kind.NAME


REASONS = {
    Kind.BSN: lazy("Dit kan een burgerservicenummer zijn. De cijfers kloppen met de elfproef."),
    Kind.EMAIL: lazy("Dit lijkt een e-mailadres."),
    Kind.PHONE: lazy("Dit lijkt een telefoonnummer."),
    Kind.IBAN: lazy("Dit lijkt een rekeningnummer. De controlecijfers kloppen."),
    Kind.PLATE: lazy("Dit lijkt een kenteken."),
    Kind.ADDRESS: lazy("Dit lijkt een adres: een postcode met een huisnummer."),
    Kind.BIRTH_DATE: lazy("Dit lijkt een geboortedatum."),
    Kind.CASE_NUMBER: lazy("Dit lijkt een nummer van politie, justitie of de IND."),
    Kind.MARKING: lazy("Dit lijkt een stempel van geheime of vertrouwelijke informatie."),
    Kind.NAME: lazy("Dit lijkt de naam van een persoon."),
}


@dataclass(frozen=True)
class Finding:
    """A piece of text that looks like personal data: its kind and place (start, end)."""

    kind: Kind
    start: int
    end: int

    @property
    def reason(self) -> str:
        """Say in the user's language why this piece was marked."""
        return _(REASONS[self.kind])

    def piece(self, text: str) -> str:
        """Give the piece of the text that it was found in."""
        return text[self.start : self.end]


def fingerprint(place: str, text: str, finding: Finding) -> str:
    """Give a key for one finding in one place, by which a user confirms a false alarm.

    It stays the same while the user changes the text around it.
    """
    piece = re.sub(r"\W", "", finding.piece(text)).lower()
    digest = hashlib.sha256(f"{place}:{finding.kind}:{piece}".encode()).hexdigest()
    return f"{place}:{finding.kind}:{digest[:16]}"
