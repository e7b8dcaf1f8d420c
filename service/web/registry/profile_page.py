"""The page on which a profile is changed, and what becomes of a posted one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from expert_registry.profile_rules import ALLOWED
from expert_registry.tables import Expert
from service.actions.experts.change_profile import ProfileRefused, change_profile
from service.database import reading, writing
from service.domain.audit_kind import Subject
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.storage import expert_event
from service.web import audit_trail, current
from service.web.accounts.current_user import logged_in_user
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.registry import profile_words
from service.web.registry.expert_view import labels
from service.web.registry.own_experts import find_expert
from service.web.registry.profile_form import (
    CASE,
    MOST_CASES,
    MOST_THEMES,
    case_names,
    changes_in,
    profile_schema,
    stored_fields,
)
from service.web.registry.profile_merge import Merged, fingerprints, merged
from service.web.triage.state_words import PHASE

SPARE = 2
REVISION, SEEN = "revision", "seen"


def profile_page(expert_id: int) -> Response:
    """Give the form with what is stored."""
    with reading(current.engine()) as session:
        return _page(session, find_expert(session, expert_id))


def store_profile(expert_id: int) -> Response:
    """Store a posted profile and lead back to it; or show the form again with what is wrong."""
    with reading(current.engine()) as session:
        found, words = find_expert(session, expert_id), labels(session)
        cases = _cases(found, request.form)
        texts = ["summary", *case_names(cases)]
        form, values = read_guarded(profile_schema(words, cases), request.form, texts)
        if form.errors:
            return _page(session, found, form, 400)
    try:
        changed = _store(expert_id, values)
    except ChangedMeanwhile:
        with reading(current.engine()) as session:
            return _merge_page(session, find_expert(session, expert_id), form)
    except ProfileRefused as refusal:
        errors = {_at(error.field): error.message_nl for error in refusal.errors}
        with reading(current.engine()) as session:
            return _page(
                session, find_expert(session, expert_id), replace(form, errors=errors), 400
            )
    flash(_("Het profiel is bewaard.") if changed else _("Er is niets veranderd."))
    return redirect(url_for("registry.expert", expert_id=expert_id), code=303)


def _store(expert_id: int, values: Mapping[str, Any]) -> list[str]:
    with writing(current.engine()) as session:
        found = find_expert(session, expert_id)
        seen = request.form.get(REVISION, 0, type=int)
        changes = changes_in(values, found.themes)
        actor = logged_in_user().actor
        return change_profile(session, current.now(), found, actor, changes, seen)


def _merge_page(session: Session, found: Expert, form: Form) -> Response:
    stored = stored_fields(found, _cases(found, request.form))
    merge = merged(form.typed, stored, request.form.get(SEEN, ""))
    return _page(session, found, replace(form, typed=merge.typed), 409, merge)


def _page(
    session: Session,
    found: Expert,
    form: Form | None = None,
    status: int = 200,
    merge: Merged | None = None,
) -> Response:
    audit_trail.tell_read(Subject.EXPERT, found.id)
    posted = request.form if form else MultiDict[str, str]()
    cases = _cases(found, posted)
    stored = stored_fields(found, cases)
    # A form with a mistake was opened earlier: what it remembers of then must stay.
    was_shown = posted.get(SEEN) if form and not merge else None
    revision = posted.get(REVISION) if form and not merge else None
    text = render_template(
        "bureau/expert_edit.html",
        expert=found,
        form=form or Form(stored),
        seen=fingerprints(stored) if was_shown is None else was_shown,
        revision=found.revision if revision is None else revision,
        cases=case_names(cases),
        most_themes=MOST_THEMES,
        merge=merge,
        last_change=next(iter(expert_event.of_expert(session, found.id, 1)), None),
        labels=labels(session),
        phases=[(phase, _(PHASE[phase])) for phase in PHASE],
        parts_of_the_week=[
            (part, profile_words.part_of_week(part)) for part in ALLOWED["weekly_availability"]
        ],
        words=profile_words,
    )
    return make_response(text, status)


def _cases(found: Expert, posted: MultiDict[str, str]) -> int:
    """How many fields for past cases the form has: those that were there, or two to spare."""
    sent = sum(name.startswith(CASE) for name in posted)
    return min(max(sent, len(found.past_cases) + SPARE), MOST_CASES)


def _at(field: str) -> str:
    """Where the error of a field of the profile stands in the form."""
    return f"{CASE}0" if field == "past_cases" else field
