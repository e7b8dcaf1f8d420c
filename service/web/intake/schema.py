"""The shape of the intake form: one field per question, in the order of the pages."""

from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field

from service.domain.intake import MediaAttention, Phase, TriangleMet
from service.domain.language import gettext as _
from service.domain.urgency import Urgency
from service.web.form_fields import Choice, Choices, EmailAddress, Line, PhoneNumber, Text, YesNo
from service.web.intake.choices import FormChoices

MOST_THEMES = 3
FREE_TEXTS = ("situation", "question", "expected_size", "done_so_far", "avoid")
"""The fields that the guard against personal data reads."""


def intake_schema(choices: FormChoices) -> Schema:
    """Give the schema; what can be chosen comes from the database."""
    fields: dict[str, Field[Any]] = {**_haste(choices), **_contact(choices)}
    fields |= {**_situation(), **_background(), **_help(choices), **_declarations()}
    return Schema.from_dict(fields, name="IntakeSchema")()


def _haste(choices: FormChoices) -> dict[str, Field[Any]]:
    return {
        "urgency": Choice(tuple(Urgency), missing=_("Kies hoeveel haast het heeft.")),
        "crisis_structure_active": YesNo(
            missing=_("Geef aan of de crisisstructuur of GRIP actief is.")
        ),
        "referral_signals": Choices([signal.code for signal in choices.signals]),
    }


def _contact(choices: FormChoices) -> dict[str, Text]:
    municipalities = [value for value, _label in choices.municipalities]
    return {
        "municipality": Choice(municipalities, missing=_("Kies uw gemeente.")),
        "requester_name": Line(missing=_("Vul uw naam in.")),
        "requester_role": Line(missing=_("Vul uw functie in.")),
        "requester_email": EmailAddress(missing=_("Vul uw zakelijke e-mailadres in.")),
        "requester_phone": PhoneNumber(missing=_("Vul een nummer in waarop wij u nu bereiken.")),
        "second_contact": Line(),
        "mayor_informed": YesNo(missing=_("Geef aan of de burgemeester op de hoogte is.")),
    }


def _situation() -> dict[str, Text]:
    return {
        "situation": Text(missing=_("Vul in wat er speelt.")),
        "question": Text(missing=_("Vul uw vraag in.")),
        "phase": Choice(tuple(Phase), missing=_("Kies de fase.")),
        "expected_moment_date": Line(longest=10),
        "expected_moment_time": Line(longest=8),
        "expected_moment_unknown": Choice(("yes",)),
        "triangle_met": Choice(
            tuple(TriangleMet), missing=_("Geef aan of de driehoek bij elkaar is geweest.")
        ),
    }


def _background() -> dict[str, Text]:
    return {
        "expected_size": Line(longest=500),
        "online_dimension": YesNo(),
        "done_so_far": Text(),
        "media_attention": Choice(tuple(MediaAttention)),
    }


def _help(choices: FormChoices) -> dict[str, Field[Any]]:
    kinds = [value for value, _label in choices.support_kinds]
    return {
        "support_kinds": Choices(kinds, missing=_("Kies ten minste één soort steun.")),
        "themes": Choices(
            [value for value, _label in choices.themes],
            most=MOST_THEMES,
            too_many=_("Kies ten hoogste drie thema’s."),
        ),
        "preferred_partner": Choice([value for value, _label in choices.partners]),
        "avoid": Line(longest=500),
        "neighbour_allowed": YesNo(
            missing=_("Geef aan of iemand uit een buurgemeente mag meedenken.")
        ),
        "municipality_may_be_named": YesNo(),
    }


def _declarations() -> dict[str, Line]:
    return {
        "declaration": Choice(
            ("yes",), missing=_("Verklaar dat u geen persoonsgegevens hebt ingevuld.")
        ),
        "form_token": Line(longest=32),
    }
