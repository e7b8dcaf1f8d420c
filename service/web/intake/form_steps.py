"""The steps of the intake form: which question stands on which page, and which page comes next.

Nothing is stored between the steps: each page carries what was typed on the others along.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.language import gettext as _


@dataclass(frozen=True)
class FormStep:
    """One page of the form: its name in what a browser sends, and its fields in their order."""

    name: str
    fields: tuple[str, ...]

    @property
    def title(self) -> str:
        """Give the heading of the page."""
        return {
            "haste": _("Spoed"),
            "contact": _("Contact"),
            "situation": _("Situatie en vraag"),
            "help": _("Steun en grenzen"),
            "check": _("Controleren en versturen"),
        }[self.name]

    @property
    def number(self) -> int:
        """Give the place among the steps, from 1."""
        return STEPS.index(self) + 1

    @property
    def previous(self) -> "FormStep | None":
        """Give the step before this one; the first has none."""
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> "FormStep | None":
        """Give the step after this one; the last has none."""
        return STEPS[self.number] if self.number < len(STEPS) else None

    def errors_of(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Give the errors of the fields on this page."""
        return {name: error for name, error in errors.items() if name in self.fields}


HASTE = FormStep("haste", ("urgency", "crisis_structure_active", "referral_signals"))
CONTACT = FormStep(
    "contact",
    (
        "municipality",
        "requester_name",
        "requester_role",
        "requester_email",
        "requester_phone",
        "second_contact",
        "mayor_informed",
    ),
)
SITUATION = FormStep(
    "situation",
    (
        "situation",
        "question",
        "phase",
        "expected_moment_date",
        "expected_moment_time",
        "expected_moment_unknown",
        "triangle_met",
        "expected_size",
        "online_dimension",
        "done_so_far",
        "media_attention",
    ),
)
HELP = FormStep(
    "help",
    (
        "support_kinds",
        "themes",
        "preferred_partner",
        "avoid",
        "neighbour_allowed",
        "municipality_may_be_named",
    ),
)
CHECK = FormStep("check", ("declaration",))
STEPS = (HASTE, CONTACT, SITUATION, HELP, CHECK)

SEND = "send"
"""What the last button asks for, where the others name a step."""


def step_to_show(wanted: str, errors: Mapping[str, str]) -> FormStep:
    """Give the step that was asked for, or the first one before it that has an error.

    `errors` are those of the whole form. Whatever is no name of a step asks for all of them, the
    declaration included.
    """
    for step in STEPS:
        if step.name == wanted or step.errors_of(errors):
            return step
    return CHECK
