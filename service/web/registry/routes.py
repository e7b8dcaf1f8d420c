"""The pages of the registry: who can help, and who is away."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from expert_registry.registry_report import expert_hints
from service.actions.experts.set_absence import set_absence
from service.database import reading, writing
from service.domain.audit_kind import Subject
from service.domain.errors import ChangedMeanwhile, InvalidChoice
from service.domain.language import gettext as _
from service.storage import expert_event
from service.web import audit_trail, current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.form_fields import Day, read
from service.web.form_state import Form, as_typed
from service.web.paging import PAGE, Page
from service.web.registry import profile_words
from service.web.registry.expert_filters import (
    HINT,
    KIND,
    PARTNER,
    STATUS,
    TEXT,
    THEME,
    Filters,
    matching_experts,
)
from service.web.registry.expert_view import Labels, expert_line, expert_lines, labels
from service.web.registry.own_experts import find_expert, own_partner
from service.web.registry.profile_page import profile_page, store_profile
from service.web.registry.quality_view import Quality, registry_quality
from service.web.triage.state_words import PHASE

blueprint = Blueprint("registry", __name__, url_prefix="/bureau/deskundigen")
blueprint.context_processor(desk_context)
blueprint.add_app_template_filter(profile_words.words_for)
blueprint.add_app_template_filter(profile_words.part_of_week)


CHANGES_SHOWN = 10


class AbsenceForm(Schema):
    """The last day of an absence; left open: available again."""

    unavailable_until = Day()


@blueprint.route("", methods=["GET", "POST"])
def experts() -> str | Response:
    """Show the experts that pass the filters, or of them those of the own partner.

    Words to look for are posted: they may be a name. Without them the choices get an address.
    """
    partner, asked = own_partner(), request.values.get(PAGE, "")
    with reading(current.engine()) as session:
        words, quality = labels(session), registry_quality(session, partner)
        text = request.form.get(TEXT, "")
        filters = Filters.read(request.values, _options(words, quality), text)
        if request.method == "POST" and not filters[TEXT]:
            address: dict[str, Any] = {**filters.chosen, **({PAGE: asked} if asked else {})}
            return redirect(url_for("registry.experts", **address), code=303)
        hinted = quality.experts_with(filters[HINT]) if quality and filters[HINT] else None
        found = matching_experts(session, filters, partner, hinted)
        page = Page.of(len(found), asked)
        return render_template(
            "bureau/experts.html",
            lines=expert_lines(session, current.now(), page.part(found)),
            page=page,
            chosen=filters.chosen,
            labels=words,
            words=profile_words,
            quality=quality,
            own_partner=partner is not None,
        )


@blueprint.get("/<int(max=2147483647):expert_id>")
def expert(expert_id: int) -> str:
    """Show one profile."""
    with reading(current.engine()) as session:
        until = find_expert(session, expert_id).unavailable_until
        stored = {"unavailable_until": [until.isoformat()]} if until else {}
        return _profile_page(session, expert_id, Form(stored))


@blueprint.get("/<int(max=2147483647):expert_id>/bewerken")
def edit(expert_id: int) -> Response:
    """Show the form of one profile."""
    return profile_page(expert_id)


@blueprint.post("/<int(max=2147483647):expert_id>/bewerken")
def store(expert_id: int) -> Response:
    """Store what was changed in one profile."""
    return store_profile(expert_id)


@blueprint.post("/<int(max=2147483647):expert_id>/afwezig")
def absence(expert_id: int) -> Response | tuple[str, int]:
    """Record until when somebody is away."""
    try:
        with writing(current.engine()) as session:
            found = find_expert(session, expert_id)
            until = read(AbsenceForm(), request.form)["unavailable_until"]
            seen = request.form.get("revision", 0, int)
            set_absence(session, current.now(), found, until, logged_in_user().actor, seen)
    except ValidationError as error:
        return _again(expert_id, error.normalized_messages()["unavailable_until"][0])
    except InvalidChoice as refusal:
        return _again(expert_id, refusal.message)
    except ChangedMeanwhile:
        return _again(
            expert_id, _("Het profiel is intussen veranderd. Kijk na en bewaar opnieuw."), 409
        )
    flash(_("De afwezigheid is bewaard.") if until else _("De deskundige is weer beschikbaar."))
    return redirect(url_for("registry.expert", expert_id=expert_id), code=303)


def _again(expert_id: int, message: str, status: int = 400) -> tuple[str, int]:
    with reading(current.engine()) as session:
        form = Form(as_typed(request.form), {"unavailable_until": message})
        return _profile_page(session, expert_id, form), status


def _options(words: Labels, quality: Quality | None) -> dict[str, Collection[str]]:
    return {
        PARTNER: words.partners,
        THEME: words.themes,
        KIND: words.support_kinds,
        STATUS: profile_words.STATUS,
        HINT: quality.hint_counts if quality else (),
    }


def _profile_page(session: Session, expert_id: int, form: Form) -> str:
    found, words = find_expert(session, expert_id), labels(session)
    audit_trail.tell_read(Subject.EXPERT, expert_id)
    return render_template(
        "bureau/expert.html",
        line=expert_line(session, current.now(), found),
        hints=expert_hints(session, current.now(), found, words.themes),
        labels=words,
        words=profile_words,
        phases=PHASE,
        events=expert_event.of_expert(session, expert_id, CHANGES_SHOWN),
        form=form,
    )
