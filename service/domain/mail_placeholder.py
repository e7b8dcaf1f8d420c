"""The placeholders of a mail: words in braces that become a fact when the mail is made."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.language import lazy

WRITTEN = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Placeholder:
    """What a placeholder stands for, as a user reads it.

    `needed`: a text of the program that has it may not lose it. A name of a person, or what is
    asked, stays out of a subject: that shows on locked screens.
    """

    meaning: str
    needed: bool = False
    in_subject: bool = True


PLACEHOLDERS: Mapping[str, Placeholder] = {
    "bureau": Placeholder(lazy("de naam van het bureau")),
    "telefoon": Placeholder(lazy("het telefoonnummer van het bureau")),
    "nummer": Placeholder(lazy("het nummer van de aanvraag")),
    "urgentie": Placeholder(lazy("de urgentie")),
    "hulp": Placeholder(lazy("de soort hulp die wordt gevraagd"), in_subject=False),
    "antwoord_uiterlijk": Placeholder(lazy("dag en tijd: antwoord uiterlijk"), needed=True),
    "reactie_uiterlijk": Placeholder(lazy("dag en tijd: wij reageren uiterlijk"), needed=True),
    "eerste_contact": Placeholder(lazy("dag en tijd van het eerste contact"), needed=True),
    "link_werkt_tot": Placeholder(lazy("dag en tijd: tot dan werkt de link"), needed=True),
    "stap": Placeholder(lazy("de stap die klaar moet zijn"), needed=True),
    "klaar_uiterlijk": Placeholder(lazy("dag en tijd: de stap is klaar uiterlijk"), needed=True),
    "dienst_tot": Placeholder(lazy("dag en tijd: einde van de dienst"), needed=True),
    "deskundige": Placeholder(lazy("de naam van de deskundige"), needed=True, in_subject=False),
    "collega": Placeholder(lazy("de naam van de collega"), needed=True, in_subject=False),
    "partner": Placeholder(lazy("de naam van de partner")),
    "aantal": Placeholder(lazy("hoeveel deskundigen")),
    "meldingen": Placeholder(lazy("hoeveel meldingen"), needed=True),
    "probleem": Placeholder(lazy("wat er aan de hand is"), needed=True),
}


def names_in(text: str) -> frozenset[str]:
    """Give the names that stand in braces, known or not."""
    return frozenset(WRITTEN.findall(text))


def needed_in(names: Iterable[str]) -> frozenset[str]:
    """Give those that may not be lost."""
    return frozenset(name for name in names if name in PLACEHOLDERS and PLACEHOLDERS[name].needed)


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Give the text with its facts; braces in a fact mean nothing. Raises KeyError."""
    return WRITTEN.sub(lambda found: values[found[1]], text)
