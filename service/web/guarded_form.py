"""Reads a form: shape and length, and no personal data in its free texts."""

from collections.abc import Collection
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from service.web import personal_data_check
from service.web.form_fields import errors_of, read
from service.web.form_state import Form, as_typed


def read_guarded(
    schema: Schema, submitted: MultiDict[str, str], free_texts: Collection[str] = ()
) -> tuple[Form, dict[str, Any]]:
    """Give the form as typed, with its errors, and the values that are in order.

    Only when the form has no errors every value of the schema is there.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    try:
        values = read(schema, submitted)
    except ValidationError as error:
        values = dict(error.valid_data or {})
        errors = errors_of(error)
    alarms = personal_data_check.alarms_in(
        {name: values[name] for name in free_texts if name in values},
        submitted.getlist(personal_data_check.FIELD),
    )
    errors |= personal_data_check.alarm_errors(alarms)
    in_order = {name: errors[name] for name in schema.fields if name in errors}
    return Form(as_typed(submitted), in_order, alarms), values
