"""What a profile may hold: one table of limits, checked into errors per field."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from expert_registry.expert import Contact, ExpertProfile
from expert_registry.language import gettext as _

MAX_LENGTH = {
    "external_id": 64,
    "name": 120,
    "role_title": 160,
    "summary": 4000,
    "municipality": 80,
    "region": 80,
    "party": 80,
    "home_organisation": 160,
    "discipline": 160,
    "consent_what": 400,
    "consent_version": 40,
}
# list: (fewest items, most items, longest item in characters)
LIST_LIMITS = {
    "themes": (1, 8, 80),
    "support_kinds": (0, 12, 80),
    "phases": (0, 4, 80),
    "past_cases": (0, 20, 600),
    "population_classes": (0, 4, 40),
    "settings": (0, 3, 40),
    "languages": (0, 10, 3),
    "modes": (0, 3, 40),
    "travel_regions": (0, 25, 80),
    "weekly_availability": (0, 21, 20),
    "interest_municipalities": (0, 50, 80),
}
NUMBER_LIMITS = {
    "max_active": (0, 10),
    "cooldown_days": (0, 365),
    "max_per_quarter": (0, 30),
    "years_in_office": (0, 60),
}
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
ALLOWED = {
    "phases": (
        "sluimerend_ongenoegen",
        "oplopende_spanningen",
        "escalatie",
        "na_de_escalatie",
    ),
    "population_classes": ("tot-20000", "20000-50000", "50000-100000", "vanaf-100000"),
    "settings": ("urban", "mixed", "rural"),
    "modes": ("phone", "video", "on_site"),
    "weekly_availability": tuple(
        f"{day}-{part}" for day in WEEKDAYS for part in ("ochtend", "middag", "avond")
    ),
    "office_status": ("serving", "former", "acting"),
    "status": ("active", "paused", "withdrawn"),
}
REQUIRED = ("external_id", "partner_id", "summary")

_FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,22}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class FieldError(NamedTuple):
    """A field of a profile and what is wrong with it, as a sentence."""

    field: str
    message_nl: str


@dataclass(frozen=True)
class KnownTerms:
    """The slugs that a profile may refer to; they are data, so they come in as values."""

    themes: Collection[str]
    support_kinds: Collection[str]
    partners: Collection[str]


def profile_errors(profile: ExpertProfile, known: KnownTerms) -> list[FieldError]:
    """Everything that is wrong with a profile, one error per field and cause; [] = valid."""
    return [
        *_text_errors(profile),
        *_list_errors(profile),
        *_number_errors(profile),
        *_choice_errors(profile),
        *_known_errors(profile, known),
        *_date_errors(profile),
    ]


def contact_errors(contact: Contact) -> list[FieldError]:
    """What is wrong with the contact data; an empty address or number is allowed."""
    errors = []
    email = contact.email
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        errors.append(FieldError("email", _("Dit is geen geldig e-mailadres.")))
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        errors.append(FieldError("phone", _("Dit is geen geldig telefoonnummer.")))
    return errors


def _text_errors(profile: ExpertProfile) -> Iterator[FieldError]:
    for name in REQUIRED:
        if not getattr(profile, name).strip():
            yield FieldError(name, _("Dit veld is verplicht."))
    for name, longest in MAX_LENGTH.items():
        text = getattr(profile, name) or ""
        if len(text) > longest:
            yield FieldError(name, _("De tekst is te lang: hooguit {n} tekens.").format(n=longest))
        if _FORBIDDEN_CHARACTERS.search(text):
            yield FieldError(name, _("De tekst bevat tekens die niet mogen (stuurtekens)."))


def _list_errors(profile: ExpertProfile) -> Iterator[FieldError]:
    for name, (fewest, most, longest) in LIST_LIMITS.items():
        items: tuple[str, ...] = getattr(profile, name)
        if len(items) < fewest:
            yield FieldError(name, _("Vul er ten minste {n} in.").format(n=fewest))
        if len(items) > most:
            yield FieldError(name, _("Dit zijn er te veel: hooguit {n}.").format(n=most))
        if len(set(items)) < len(items):
            yield FieldError(name, _("Dezelfde waarde staat er twee keer."))
        if any(len(item) > longest for item in items):
            yield FieldError(
                name, _("Een onderdeel is te lang: hooguit {n} tekens.").format(n=longest)
            )
        if any(not item.strip() or _FORBIDDEN_CHARACTERS.search(item) for item in items):
            yield FieldError(name, _("Een onderdeel is leeg of bevat tekens die niet mogen."))


def _number_errors(profile: ExpertProfile) -> Iterator[FieldError]:
    for name, (least, most) in NUMBER_LIMITS.items():
        number = getattr(profile, name)
        if number is not None and not least <= number <= most:
            yield FieldError(
                name,
                _("Kies een getal van {least} tot en met {most}.").format(least=least, most=most),
            )


def _choice_errors(profile: ExpertProfile) -> Iterator[FieldError]:
    for name, allowed in ALLOWED.items():
        given = getattr(profile, name)
        for item in given if isinstance(given, tuple) else (given,):
            if item is not None and item not in allowed:
                choices = ", ".join(allowed)
                yield FieldError(
                    name,
                    _("Onbekende waarde “{value}”. Kies uit: {choices}.").format(
                        value=item[:60], choices=choices
                    ),
                )
    for language in profile.languages:
        if not _LANGUAGE.fullmatch(language):
            yield FieldError("languages", _("Gebruik een taalcode, zoals nl, en of ar."))


def _known_errors(profile: ExpertProfile, known: KnownTerms) -> Iterator[FieldError]:
    for theme in profile.themes:
        if theme not in known.themes:
            yield FieldError("themes", _("Onbekend thema “{name}”.").format(name=theme[:60]))
    for kind in profile.support_kinds:
        if kind not in known.support_kinds:
            yield FieldError(
                "support_kinds", _("Onbekende soort ondersteuning “{name}”.").format(name=kind[:60])
            )
    if profile.partner_id.strip() and profile.partner_id not in known.partners:
        yield FieldError(
            "partner_id", _("Onbekende partner “{name}”.").format(name=profile.partner_id[:60])
        )


def _date_errors(profile: ExpertProfile) -> Iterator[FieldError]:
    if profile.consent_at is not None and profile.consent_at.utcoffset() is None:
        yield FieldError("consent_at", _("Geef ook de tijdzone, bijvoorbeeld +01:00."))
    since: date | None = profile.unavailable_since
    if since and profile.unavailable_until and profile.unavailable_until < since:
        yield FieldError(
            "unavailable_until", _("Deze datum ligt voor het begin van de afwezigheid.")
        )
    for office in profile.previous_offices:
        name = office.municipality
        if not name.strip() or len(name) > 80 or _FORBIDDEN_CHARACTERS.search(name):
            yield FieldError("previous_offices", _("Noem bij elk vorig ambt de gemeente."))
