"""From what was typed to a checked intake, or to the same form with its errors."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from service.domain.intake import Intake, MediaAttention, Phase, TriangleMet
from service.domain.urgency import Urgency
from service.web import personal_data_check
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.intake.choices import FormChoices
from service.web.intake.expected_moment import expected_moment, expected_moment_error
from service.web.intake.schema import FREE_TEXTS, intake_schema


def read_intake(
    submitted: MultiDict[str, str], choices: FormChoices, now: datetime
) -> tuple[Form, Intake | None]:
    """Give the form as typed, with its errors, and the intake when there are none."""
    schema = intake_schema(choices)
    form, values = read_guarded(schema, submitted, FREE_TEXTS)
    if not any(name.startswith("expected_moment") for name in form.errors):
        errors = {**form.errors, **expected_moment_error(values, now)}
        in_order = {name: errors[name] for name in schema.fields if name in errors}
        form = replace(form, errors=in_order)
    return form, None if form.errors else _intake(values, form)


def is_form_token(text: str) -> bool:
    """Say whether this is a token as the form carries it."""
    try:
        return uuid.UUID(hex=text).hex == text
    except ValueError:
        return False


def _intake(values: dict[str, Any], form: Form) -> Intake:
    return Intake(
        municipality=values["municipality"],
        requester_name=values["requester_name"],
        requester_role=values["requester_role"],
        requester_email=values["requester_email"],
        requester_phone=values["requester_phone"],
        second_contact=values["second_contact"],
        mayor_informed=values["mayor_informed"] == "yes",
        situation=values["situation"],
        question=values["question"],
        themes=values["themes"],
        support_kinds=values["support_kinds"],
        phase=Phase(values["phase"]),
        expected_moment=expected_moment(values),
        urgency=Urgency(values["urgency"]),
        expected_size=values["expected_size"],
        online_dimension=_yes_no_or_none(values["online_dimension"]),
        triangle_met=TriangleMet(values["triangle_met"]),
        crisis_structure_active=values["crisis_structure_active"] == "yes",
        done_so_far=values["done_so_far"],
        media_attention=MediaAttention(values["media_attention"] or MediaAttention.NONE),
        preferred_partner=values["preferred_partner"] or None,
        avoid=values["avoid"],
        neighbour_allowed=values["neighbour_allowed"] == "yes",
        municipality_may_be_named=values["municipality_may_be_named"] == "yes",
        referral_signals=values["referral_signals"],
        confirmed_false_alarms=personal_data_check.confirmed_kinds(form.alarms),
    )


def _yes_no_or_none(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)
