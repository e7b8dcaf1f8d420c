"""The intake form, for the requester online and for the bureau at the telephone."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.domain.actor import REQUESTER, Actor
from service.domain.intake import Intake, Source
from service.domain.language import gettext as _
from service.web import current
from service.web.csrf import CSRFError, protection
from service.web.form_state import Form, as_typed
from service.web.intake import options
from service.web.intake.choices import FormChoices, form_choices
from service.web.intake.read_intake import is_form_token, read_intake


def handle(
    stored: Callable[[str, bool], Response],
    *,
    source: Source = Source.FORM,
    actor: Actor = REQUESTER,
) -> Response:
    """Show the form (GET) or store what was typed (POST), for a view at any address.

    `stored` gives the answer after storing; it gets the reference and whether this very form
    was stored before. The view must be exempt from the general check of forged forms
    (`csrf.protection.exempt`): this does it, and shows the form again with all that was typed.
    """
    with reading(current.engine()) as session:
        choices = form_choices(session, current.now())
    if request.method != "POST":
        return _show(Form(), choices, source)
    if notice := _not_from_our_page():
        return _show(Form(as_typed(request.form), notice=notice), choices, source, 400)
    form, intake = read_intake(request.form, choices, current.now())
    if intake is None:
        return _show(form, choices, source, 400)
    return stored(*_store(intake, form.value("form_token"), source, actor))


def _store(intake: Intake, form_token: str, source: Source, actor: Actor) -> tuple[str, bool]:
    now = current.now()
    with writing(current.engine()) as session:
        found = submit_request(session, now, intake, form_token, source, actor)
        return found.reference, found.submitted_at != now


def _not_from_our_page() -> str:
    """Give a sentence when the hidden fields are not ours, as after a restart of the browser."""
    try:
        protection.protect()
    except CSRFError:
        return _(
            "De pagina stond lang open, of uw browser bewaart geen cookies. "
            "Wij hebben nog niets opgeslagen. Kijk alles na en verstuur het formulier opnieuw."
        )
    if not is_form_token(request.form.get("form_token", "")):
        return _("Het formulier kwam niet goed aan. Kijk alles na en verstuur het opnieuw.")
    return ""


def _show(form: Form, choices: FormChoices, source: Source, status: int = 200) -> Response:
    if not is_form_token(form.value("form_token")):
        form = replace(form, typed={**form.typed, "form_token": [uuid.uuid4().hex]})
    page = render_template(
        "intake/form.html",
        form=form,
        choices=choices,
        options=options,
        by_telephone=source is Source.TELEPHONE,
    )
    return make_response(page, status)
