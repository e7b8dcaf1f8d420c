"""Stops what the bureau types when it looks like personal data, until it is confirmed as none."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from service.web.form_fields import Text, clean
from service.web.form_state import Alarm
from service.web.personal_data_check import FIELD, alarm_errors, alarms_in, probable_names
from service.web.triage.case_act import Fields


class PersonalDataFound(Exception):
    """A free text holds what looks like personal data; alarms and errors by field on the page."""

    def __init__(self, alarms: Mapping[str, list[Alarm]], errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.alarms = alarms
        self.errors = errors


def may_hold_names(fields: Fields, submitted: MultiDict[str, str]) -> bool:
    """Say whether a free text of this form seems to hold the name of a person."""
    texts = (submitted.get(name, "") for name, field in fields.items() if type(field) is Text)
    return bool(probable_names(texts))


def check_texts(fields: Fields, submitted: MultiDict[str, str], suffix: str) -> None:
    """Raise PersonalDataFound for an alarm in a free text that nobody confirmed as false."""
    alarms = alarms_in(
        {
            f"{name}{suffix}": clean(submitted.get(name, ""))
            for name, field in fields.items()
            if type(field) is Text
        },
        submitted.getlist(FIELD),
    )
    errors = alarm_errors(alarms)
    if errors:
        raise PersonalDataFound(alarms, errors)
