"""What was filled in, as its reader sees it before sending."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.language import gettext as _
from service.web.form_fields import clean
from service.web.form_state import Form
from service.web.intake import options
from service.web.intake.choices import FormChoices
from service.web.intake.expected_moment import expected_moment
from service.web.intake.form_steps import FormStep
from service.web.intake.questions import question
from service.web.local_time import capitalize_first, moment_text

MOMENT = "expected_moment"


@dataclass(frozen=True)
class Answer:
    """A question and what was answered, one line per choice; no lines where it was left open."""

    question: str
    lines: Sequence[str]


def answers(step: FormStep, form: Form, choices: FormChoices) -> list[Answer]:
    """Give the answers on one page, in its order. The form must have no errors on that page."""
    labels = _labels(choices)
    found = []
    for name in step.fields:
        if not name.startswith(MOMENT):
            shown = labels.get(name, {})
            lines = [shown.get(value, clean(value)) for value in form.values(name) if value.strip()]
            found.append(Answer(question(name), list(dict.fromkeys(lines))))
        elif name == f"{MOMENT}_date":
            found.append(Answer(question(MOMENT), [_moment(form)]))
    return found


def _moment(form: Form) -> str:
    parts = ("date", "time", "unknown")
    at = expected_moment({f"{MOMENT}_{part}": form.value(f"{MOMENT}_{part}") for part in parts})
    return _("Dat is nog onbekend") if at is None else moment_text(at)


def _labels(choices: FormChoices) -> Mapping[str, Mapping[str, str]]:
    explained: dict[str, Callable[[], list[options.Explained]]] = {
        "urgency": options.urgencies,
        "crisis_structure_active": options.yes_or_no,
        "mayor_informed": options.yes_or_no,
        "phase": options.phases,
        "triangle_met": options.triangle,
        "online_dimension": options.yes_or_no,
        "media_attention": options.media,
        "neighbour_allowed": options.yes_or_no,
        "municipality_may_be_named": options.yes_or_no,
    }
    return {name: {o[0]: o[1] for o in give()} for name, give in explained.items()} | {
        "referral_signals": {s.code: capitalize_first(s.label) for s in choices.signals},
        "support_kinds": dict(choices.support_kinds),
        "themes": dict(choices.themes),
        "preferred_partner": dict(choices.partners),
    }
