"""One page of the form: the fields of a step, and hidden with them what the others hold."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from service.domain.intake import Source
from service.domain.urgency import Urgency
from service.web.form_state import Form
from service.web.intake import options
from service.web.intake.advice import advice, called_first
from service.web.intake.answers import answers
from service.web.intake.choices import FormChoices
from service.web.intake.form_steps import CHECK, CONTACT, HASTE, SEND, STEPS, FormStep
from service.web.intake.promises import called_back_by, steps_if_sent
from service.web.intake.questions import question
from service.web.intake.read_intake import is_form_token
from service.web.personal_data_check import FIELD

CHECKED = "checked"
"""The hidden field that says that the last page was reached, so that a change leads back there."""


def step_page(
    session: Session,
    now: datetime,
    form: Form,
    step: FormStep,
    choices: FormChoices,
    source: Source,
) -> str:
    """Give the page of a step; `form` has the errors to show there.

    For the last page the steps before it must be in order.
    """
    shown = _without_silent_alarms(form)
    if not is_form_token(shown.value("form_token")):
        shown = replace(shown, typed={**shown.typed, "form_token": [uuid.uuid4().hex]})
    checked = step is CHECK or form.value(CHECKED) == "yes"
    return render_template(
        "intake/form.html",
        form=shown,
        step=step,
        steps=STEPS,
        send=SEND,
        onward=CHECK if checked else step.following,
        back=None if checked and step is not CHECK else step.previous,
        carried=list(_carried(form, step, checked)),
        choices=choices,
        options=options,
        question=question,
        by_telephone=source is Source.TELEPHONE,
        **_facts(session, now, form, step, choices),
    )


def _without_silent_alarms(form: Form) -> Form:
    """Leave out alarms about which nothing is said: of other pages, and of unfinished texts."""
    alarms = {
        name: [alarm for alarm in found if alarm.confirmed or name in form.errors]
        for name, found in form.alarms.items()
    }
    return replace(form, alarms=alarms)


def _carried(form: Form, step: FormStep, checked: bool) -> Iterator[tuple[str, str]]:
    """Give the hidden fields: the other answers, but never the declaration."""
    for other in STEPS:
        if other not in (step, CHECK):
            yield from ((n, value) for n in other.fields for value in form.values(n) if value)
    for name, found in form.alarms.items():
        if name not in step.fields:
            yield from ((FIELD, alarm.key) for alarm in found if alarm.confirmed)
    if checked:
        yield CHECKED, "yes"


def _facts(
    session: Session, now: datetime, form: Form, step: FormStep, choices: FormChoices
) -> dict[str, Any]:
    """Give what only one of the pages shows."""
    if step is HASTE:
        return {"called_back_by": called_back_by(session, now)}
    if step is CONTACT:
        return {"call_first": called_first(form, choices.signals)}
    if step is not CHECK:
        return {}
    advised = advice(form, choices.signals, now)
    urgency = Urgency(form.value("urgency"))
    return {
        "advice": advised,
        "parts": [(each, answers(each, form, choices)) for each in STEPS if each is not CHECK],
        "promised": steps_if_sent(session, now, urgency, held=advised.held),
    }
