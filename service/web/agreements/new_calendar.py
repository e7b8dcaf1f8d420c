"""A calendar that is added on the form: it moves among the others once it has a name."""

from service.domain.calendar_rules import NAME
from service.domain.language import gettext as _
from service.web.agreements.agreement_fields import Fields
from service.web.form_fields import clean

NEW = "+"
"""What stands for the name of a calendar that is being added."""


def with_new_calendar(typed: Fields) -> tuple[Fields, dict[str, str]]:
    """Give the fields with the new calendar among the others, or an error at its name."""
    name = "-".join(clean(next(iter(typed.get("new_calendar", [])), "")).lower().split())
    if not name:
        return dict(typed), {}
    if not NAME.fullmatch(name):
        sentence = _("Gebruik voor de naam kleine letters, cijfers en streepjes.")
        return dict(typed), {"new_calendar": sentence}
    if name in typed.get("calendar", []):
        return dict(typed), {"new_calendar": _("Deze naam bestaat al. Kies een andere.")}
    moved = {
        key.replace(f"calendars.{NEW}.", f"calendars.{name}.", 1): values
        for key, values in typed.items()
        if key != "new_calendar"
    }
    return moved | {"calendar": [*typed.get("calendar", []), name]}, {}
