"""The intake form, for the requester online and for the bureau at the telephone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import make_response, request
from werkzeug.wrappers import Response

from service.actions.requests.limit_intake import limit_intake
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.domain.actor import REQUESTER, Actor
from service.domain.intake import Intake, Source
from service.domain.language import gettext as _
from service.domain.throttle import TooManyAttempts, seconds_until
from service.web import current
from service.web.csrf import CSRFError, protection
from service.web.form_state import Form
from service.web.intake.choices import FormChoices, form_choices
from service.web.intake.form_steps import CHECK, HASTE, SEND, step_to_show
from service.web.intake.read_intake import is_form_token, read_intake
from service.web.intake.step_page import step_page
from service.web.local_time import moment_text


def handle(
    stored: Callable[[str, bool], Response],
    *,
    source: Source = Source.FORM,
    actor: Actor = REQUESTER,
) -> Response:
    """Show the first step (GET), or the step that was asked for, or store it all (POST).

    Nothing is stored before the last button. `stored` gives the answer after storing; it gets the
    reference and whether this very form was stored before. The view must be exempt from the
    general check of forged forms (`csrf.protection.exempt`): this does it, and shows the form
    again with all that was typed.
    """
    with reading(current.engine()) as session:
        choices = form_choices(session, current.now())
    if request.method != "POST":
        return _show(Form(), HASTE.name, choices, source)
    form, intake = read_intake(request.form, choices, current.now())
    wanted = request.form.get("go", "")
    if notice := _not_from_our_page():
        # Who forges a form may not tick the declaration either.
        typed = {name: values for name, values in form.typed.items() if name not in CHECK.fields}
        form = replace(form, typed=typed, notice=notice)
        return _show(form, CHECK.name if wanted == SEND else wanted, choices, source)
    if wanted == SEND and intake is not None:
        try:
            return stored(*_store(intake, form.value("form_token"), source, actor))
        except TooManyAttempts as refusal:
            return _ask_to_wait(form, refusal.until, choices, source)
    return _show(form, wanted, choices, source)


def _store(intake: Intake, form_token: str, source: Source, actor: Actor) -> tuple[str, bool]:
    now = current.now()
    with writing(current.engine()) as session:
        found = submit_request(session, now, intake, form_token, source, actor)
        repeated = found.submitted_at != now
        if source is Source.FORM and not repeated:
            most = current.settings().intake_per_hour
            limit_intake(session, now, found, current.source(), most)
        return found.reference, repeated


def _ask_to_wait(form: Form, until: datetime, choices: FormChoices, source: Source) -> Response:
    """Show the last page again with all that was typed, and say whom to call meanwhile."""
    notice = _(
        "Er komen nu heel veel aanvragen tegelijk. Uw aanvraag is nog niet verstuurd. "
        "Uw antwoorden staan er nog. Probeer het opnieuw na %(moment)s. "
        "Kan het niet wachten? Bel ons nu: %(phone)s. Is er gevaar? Bel 112."
    ) % {"moment": moment_text(until), "phone": current.settings().duty_phone}
    response = _show(replace(form, notice=notice), CHECK.name, choices, source)
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds_until(until, current.now()))
    return response


def _not_from_our_page() -> str:
    """Give a sentence when the hidden fields are not ours, as after a restart of the browser."""
    try:
        protection.protect()
    except CSRFError:
        return _(
            "De pagina stond lang open, of uw browser bewaart geen cookies. "
            "Wij hebben nog niets opgeslagen. Kijk alles na en probeer het nog eens."
        )
    if not is_form_token(request.form.get("form_token", "")):
        return _("Het formulier kwam niet goed aan. Kijk alles na en probeer het nog eens.")
    return ""


def _show(form: Form, wanted: str, choices: FormChoices, source: Source) -> Response:
    step = step_to_show(wanted, form.errors)
    # A page that was asked for is shown as it is; one that stands in the way says why.
    form = replace(form, errors={} if step.name == wanted else step.errors_of(form.errors))
    with reading(current.engine()) as session:
        page = step_page(session, current.now(), form, step, choices, source)
    return make_response(page, 400 if form.errors or form.notice else 200)
