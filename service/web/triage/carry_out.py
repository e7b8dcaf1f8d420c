"""Carry out an act that was posted: check, act, commit; or show the case again as it was typed."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.actions.requests.change_status import check_not_held, check_revision
from service.database import writing
from service.domain.errors import (
    ChangedMeanwhile,
    InvalidChoice,
    NotCalledBack,
    Refusal,
    StepNotAllowed,
)
from service.domain.language import gettext as _
from service.storage import request as requests
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.form_fields import read
from service.web.triage.case_act import CaseAct, CaseStep
from service.web.triage.case_page import changed_page, find_case, refused_page
from service.web.triage.refusal_sentences import refusal_sentence
from service.web.triage.text_guard import PersonalDataFound, check_texts

Answer = Response | tuple[str, int]


def carry_out(reference: str, name: str, act: CaseAct, subject_id: int = 0) -> Answer:
    """Do the act and lead back to the case; an error shows the case with what was typed.

    The fields of an act on one invitation or assignment carry its id: `decline_note-12`.
    """
    suffix = f"-{subject_id}" if subject_id else ""
    submitted = _without_suffix(request.form, suffix)
    form_id = f"act-{name}{suffix}"
    try:
        done = _do(reference, name, act, subject_id, submitted)
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
    return redirect(url_for("triage.case", reference=reference), code=303)


def _do(
    reference: str, name: str, act: CaseAct, subject_id: int, submitted: MultiDict[str, str]
) -> str:
    user = logged_in_user()
    with writing(current.engine()) as session:
        case = requests.lock(session, find_case(session, reference).id)
        check_revision(case, _hidden_number(submitted, "revision"))
        if not act.possible(case):
            check_not_held(case)
            raise StepNotAllowed(name, case.status)
        fields = act.fields(session, submitted)
        values = read(Schema.from_dict(dict(fields))(), submitted)
        check_texts(fields, submitted, f"-{subject_id}" if subject_id else "")
        step = CaseStep(session, current.now(), case, user.actor, subject_id)
        return act.do(step, values) or act.done


def _errors(refusal: Refusal, suffix: str, form_id: str) -> dict[str, str]:
    field, sentence = refusal_sentence(refusal)
    return {f"{field}{suffix}" if field else form_id: sentence}


def _without_suffix(form: MultiDict[str, str], suffix: str) -> MultiDict[str, str]:
    return MultiDict((name.removesuffix(suffix), text) for name, text in form.items(multi=True))


def _hidden_number(submitted: MultiDict[str, str], name: str) -> int:
    text = submitted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
