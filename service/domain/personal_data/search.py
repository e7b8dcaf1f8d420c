"""Finds personal data in free text: numbers, addresses, dates of birth, markings, names.

A guard that runs before anything is stored. It looks at the shape and the words around it, so it
errs on the side of asking: 9% of random nine-digit numbers pass the test of a citizen number.
"""

from service.domain.personal_data.bank_account import bank_accounts
from service.domain.personal_data.birth_date import birth_dates
from service.domain.personal_data.case_number import case_numbers
from service.domain.personal_data.citizen_number import citizen_numbers
from service.domain.personal_data.email_address import email_addresses
from service.domain.personal_data.finding import Finding
from service.domain.personal_data.licence_plate import licence_plates
from service.domain.personal_data.marking import markings
from service.domain.personal_data.person_name import NO_NAMES, KnownNames, person_names
from service.domain.personal_data.phone_number import phone_numbers
from service.domain.personal_data.postal_address import postal_addresses

# What comes first keeps a piece that several would claim.
_SEARCHES = (
    email_addresses,
    bank_accounts,
    case_numbers,
    markings,
    birth_dates,
    postal_addresses,
    licence_plates,
    # Nine of the digits of a telephone number may pass for a BSN; the reverse cannot be.
    phone_numbers,
    citizen_numbers,
)


def find_personal_data(text: str, names: KnownNames = NO_NAMES) -> list[Finding]:
    """Give what looks like personal data, in the order of the text; pieces never overlap.

    Without known names only those are found that stand behind a title or initials.
    """
    taken: list[Finding] = []
    for search in _SEARCHES:
        _add(taken, list(search(text)))
    _add(taken, list(person_names(text, names)))
    return sorted(taken, key=lambda finding: finding.start)


def _add(taken: list[Finding], found: list[Finding]) -> None:
    """Add the findings that lie free of those taken before."""
    for finding in found:
        if all(finding.end <= other.start or finding.start >= other.end for other in taken):
            taken.append(finding)
