"""The form of a profile: its fields, what is stored as the fields show it, and back."""

from collections.abc import Collection, Mapping
from typing import Any

from marshmallow import Schema, fields

from expert_registry.profile_rules import ALLOWED, LIST_LIMITS, MAX_LENGTH, NUMBER_LIMITS
from expert_registry.tables import Expert
from service.domain.language import gettext as _
from service.web.form_fields import Choice, Choices, Day, EmailAddress, Line, Number, Text
from service.web.registry.expert_view import Labels

CASE = "past_case-"
MOST_CASES = LIST_LIMITS["past_cases"][1]
CASE_LENGTH = LIST_LIMITS["past_cases"][2]
MOST_THEMES = LIST_LIMITS["themes"][1]
LINES = ("name", "role_title", "phone", "email")
TICKED = ("support_kinds", "phases", "modes", "settings", "population_classes")
BY_COMMA = ("languages", "travel_regions", "interest_municipalities")
LIST_LENGTH = 2000
NUMBERS = ("max_active", "cooldown_days", "max_per_quarter")
YES = ("duty", "workdays_only")


def case_names(count: int) -> list[str]:
    """Give the names of the fields for past cases."""
    return [f"{CASE}{number}" for number in range(min(count, MOST_CASES))]


def profile_schema(labels: Labels, cases: int) -> Schema:
    """Give the schema of the form with this many fields for past cases."""
    found: dict[str, fields.Field[Any]] = {
        "name": Line(_("Vul de naam in."), MAX_LENGTH["name"]),
        "role_title": Line(longest=MAX_LENGTH["role_title"]),
        "email": EmailAddress(),
        "phone": Line(),
        "status": Choice(ALLOWED["status"], _("Kies of de deskundige meedoet.")),
        "summary": Text(_("Vul de samenvatting in."), MAX_LENGTH["summary"]),
        **{name: Text(longest=CASE_LENGTH) for name in case_names(cases)},
        "main_theme": Choice(labels.themes, _("Kies het hoofdthema.")),
        "themes": Choices(labels.themes),
        "support_kinds": Choices(labels.support_kinds),
        "phases": Choices(ALLOWED["phases"]),
        "modes": Choices(ALLOWED["modes"]),
        "settings": Choices(ALLOWED["settings"]),
        "population_classes": Choices(ALLOWED["population_classes"]),
        "weekly_availability": Choices(ALLOWED["weekly_availability"]),
        **{name: Choice(("yes",)) for name in YES},
        **{name: Number(*NUMBER_LIMITS[name], missing=_("Vul een getal in.")) for name in NUMBERS},
        "municipality": Line(longest=MAX_LENGTH["municipality"]),
        **{name: Line(longest=LIST_LENGTH) for name in BY_COMMA},
        "review_due": Day(),
    }
    return Schema.from_dict(found)()


def stored_fields(expert: Expert, cases: int) -> dict[str, list[str]]:
    """Give what is stored, as the fields of the form show it."""
    past = dict(zip(case_names(cases), expert.past_cases, strict=False))
    return {
        **{name: [getattr(expert, name)] for name in (*LINES, "status", "summary")},
        **{name: [past.get(name, "")] for name in case_names(cases)},
        "main_theme": expert.themes[:1],
        **{name: list(getattr(expert, name)) for name in ("themes", *TICKED)},
        "weekly_availability": list(expert.weekly_availability),
        **{name: ["yes"] if getattr(expert, name) else [] for name in YES},
        **{name: [str(getattr(expert, name))] for name in NUMBERS},
        "municipality": [expert.municipality or ""],
        **{name: [", ".join(getattr(expert, name))] for name in BY_COMMA},
        "review_due": [expert.review_due.isoformat()] if expert.review_due else [],
    }


def changes_in(values: Mapping[str, Any], themes_before: Collection[str]) -> dict[str, Any]:
    """Give the fields of the profile that the checked values of the form stand for."""
    taken = {name: values[name] for name in (*LINES, "status", "summary", *TICKED, *NUMBERS)}
    return taken | {
        "past_cases": tuple(
            text for name, text in values.items() if name.startswith(CASE) and text
        ),
        "themes": _in_order(values["main_theme"], values["themes"], themes_before),
        "weekly_availability": values["weekly_availability"],
        **{name: values[name] == "yes" for name in YES},
        **{name: _items(values[name]) for name in BY_COMMA},
        "municipality": values["municipality"] or None,
        "review_due": values["review_due"],
    }


def _in_order(main: str, chosen: Collection[str], before: Collection[str]) -> tuple[str, ...]:
    """The main theme first, then those of before as they stood, then the new ones."""
    kept = (theme for theme in before if theme in chosen)
    return tuple(dict.fromkeys((main, *kept, *chosen)))


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.replace("\n", ",").split(",") if item.strip())
