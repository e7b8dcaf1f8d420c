"""Carry out an act that was posted: check, act, commit; or show the case again as it was typed."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.actions.mail.preview_mails import MailPreview, preview_mails, queued_mails
from service.actions.requests.change_status import check_not_held, check_revision
from service.database import taking_back, writing
from service.domain.errors import (
    ChangedMeanwhile,
    InvalidChoice,
    NotCalledBack,
    Refusal,
    StepNotAllowed,
)
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.mail.facts import Bureau
from service.storage import request as requests
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.form_fields import number_in, read
from service.web.triage.case_act import CaseAct, CaseStep, Fields, Values
from service.web.triage.case_page import changed_page, find_case, preview_page, refused_page
from service.web.triage.refusal_sentences import refusal_sentence
from service.web.triage.text_guard import PersonalDataFound, check_texts, may_hold_names

Answer = Response | tuple[str, int]
# The name of the second button of a form: show the mails, do nothing.
PREVIEW = "preview"
NAMED = lazy(
    "In uw tekst staat misschien een naam. Is dat een inwoner of een demonstrant? "
    "Haal de naam dan weg bij ‘Woorden weghalen’."
)


def carry_out(reference: str, name: str, act: CaseAct, subject_id: int = 0) -> Answer:
    """Do the act and lead back to the case; an error shows the case with what was typed.

    The fields of an act on one invitation or assignment carry its id: `decline_note-12`. The
    button for looking at the mails first shows the case with those, and nothing is stored.
    """
    suffix = f"-{subject_id}" if subject_id else ""
    submitted = _without_suffix(request.form, suffix)
    form_id = f"act-{name}{suffix}"
    try:
        if PREVIEW in request.form:
            mails = _would_mail(reference, name, act, subject_id, submitted)
            return preview_page(reference, name, form_id, mails), HTTPStatus.OK
        done, fields = _do(reference, name, act, subject_id, submitted)
    except PersonalDataFound as found:
        return refused_page(reference, name, found.errors, found.alarms), HTTPStatus.BAD_REQUEST
    except ValidationError as error:
        messages = error.normalized_messages().items()
        errors = {f"{field}{suffix}": _(texts[0]) for field, texts in messages}
        return refused_page(reference, name, errors), HTTPStatus.BAD_REQUEST
    except ChangedMeanwhile as refusal:
        last_event_id = _hidden_number(submitted, "last_event")
        errors = _errors(refusal, suffix, form_id)
        return changed_page(reference, name, errors, last_event_id), HTTPStatus.CONFLICT
    except Refusal as refusal:
        mistake = isinstance(refusal, InvalidChoice | NotCalledBack)
        errors = _errors(refusal, suffix, form_id)
        return refused_page(reference, name, errors), 400 if mistake else 409
    flash(_(done))
    if may_hold_names(fields, submitted):
        flash(_(NAMED))
    return redirect(url_for("triage.case", reference=reference), code=303)


def _do(
    reference: str, name: str, act: CaseAct, subject_id: int, submitted: MultiDict[str, str]
) -> tuple[str, Fields]:
    """Give the sentence to say afterwards, and the fields of the form."""
    with writing(current.engine()) as session:
        step = _step(session, reference, subject_id)
        fields, values = _checked(step, name, act, submitted)
        return act.do(step, values) or act.done, fields


def _would_mail(
    reference: str, name: str, act: CaseAct, subject_id: int, submitted: MultiDict[str, str]
) -> list[MailPreview]:
    """Do the act, look at the mails that it queued, and take everything back."""
    settings = current.settings()
    bureau = Bureau(settings.bureau_name, settings.duty_phone, settings.mail.sender)
    with taking_back(current.engine()) as session:
        step = _step(session, reference, subject_id)
        _fields, values = _checked(step, name, act, submitted)
        before = queued_mails(session, step.request)
        act.do(step, values)
        return preview_mails(session, step.now, step.request, before, bureau, settings.base_url)


def _step(session: Session, reference: str, subject_id: int) -> CaseStep:
    case = requests.lock(session, find_case(session, reference).id)
    return CaseStep(session, current.now(), case, logged_in_user().actor, subject_id)


def _checked(
    step: CaseStep, name: str, act: CaseAct, submitted: MultiDict[str, str]
) -> tuple[Fields, Values]:
    if act.on_latest:
        check_revision(step.request, _hidden_number(submitted, "revision"))
    if not act.possible(step.request):
        check_not_held(step.request)
        raise StepNotAllowed(name, step.request.status)
    fields = act.fields(step.session, submitted)
    values = read(Schema.from_dict(dict(fields))(), submitted)
    check_texts(fields, submitted, f"-{step.subject_id}" if step.subject_id else "")
    return fields, values


def _errors(refusal: Refusal, suffix: str, form_id: str) -> dict[str, str]:
    field, sentence = refusal_sentence(refusal)
    return {f"{field}{suffix}" if field else form_id: sentence}


def _without_suffix(form: MultiDict[str, str], suffix: str) -> MultiDict[str, str]:
    return MultiDict((name.removesuffix(suffix), text) for name, text in form.items(multi=True))


def _hidden_number(submitted: MultiDict[str, str], name: str) -> int:
    return number_in(submitted.get(name, "")) or 0
