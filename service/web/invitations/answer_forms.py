"""The two forms of an invitation: yes with a moment, no with a reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from service.domain.invitation import DeclineReason
from service.domain.language import gettext as _
from service.web.form_fields import Choice, Day, Line, Text
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.local_time import NoSuchTime, typed_moment

OTHER_MOMENT = "other"


def accept_schema() -> Schema:
    """Give the schema of a yes: a suggested or another moment, and two declarations."""
    return Schema.from_dict(
        {
            "first_contact_choice": Line(longest=20),
            "first_contact_at": Line(longest=20),
            "confidentiality": Choice(
                ("yes",), missing=_("Beloof geheimhouding. Anders kunt u niet helpen.")
            ),
            "no_conflict": Choice(
                ("yes",), missing=_("Verklaar dat u geen belang bij deze zaak hebt.")
            ),
        }
    )()


def read_yes(submitted: MultiDict[str, str]) -> tuple[Form, datetime | None]:
    """Give the form as typed, with its errors, and the moment (UTC) when there are none."""
    form, values = read_guarded(accept_schema(), submitted)
    moment, error = _chosen_moment(values)
    errors = {**({"first_contact_at": error} if error else {}), **form.errors}
    return replace(form, errors=errors), None if errors else moment


def _chosen_moment(values: dict[str, Any]) -> tuple[datetime | None, str]:
    choice, other = values.get("first_contact_choice", ""), values.get("first_contact_at", "")
    suggested = choice not in ("", OTHER_MOMENT)
    if suggested and other:
        return None, _("U koos een moment en vulde ook een ander in. Laat er één staan.")
    typed = choice if suggested else other
    if not typed:
        return None, _("Kies een moment voor het eerste contact.")
    day, _separator, clock_time = typed.partition("T")
    try:
        return typed_moment(day, clock_time), ""
    except NoSuchTime:
        return None, _("Deze datum of tijd bestaat niet. Kijk hem nog eens na.")


def decline_schema() -> Schema:
    """Give the schema of a no."""
    return Schema.from_dict(
        {
            "reason": Choice(tuple(DeclineReason), missing=_("Kies waarom u niet kunt.")),
            "note": Text(longest=1000),
            "unavailable_until": Day(),
            "suggestion": Line(longest=500),
        }
    )()


def decline_reasons() -> list[tuple[str, str]]:
    """Give the reasons for a no, as values and labels."""
    return [
        (DeclineReason.NO_TIME, _("Ik heb geen tijd")),
        (DeclineReason.ABSENT, _("Ik ben er niet")),
        (DeclineReason.NOT_MY_FIELD, _("Dit is niet mijn vak")),
        (DeclineReason.CONFLICT_OF_INTEREST, _("Ik ben zelf betrokken of heb een belang")),
        (DeclineReason.OTHER, _("Iets anders")),
    ]
