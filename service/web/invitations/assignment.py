"""The page of an expert who said yes: full text, contact details, appointment, first contact."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.actions.invitations.assignments import confirm_contact
from service.actions.mail.open_link import open_link
from service.actions.mail.queue import queue_act_link
from service.database import reading, writing
from service.domain.actor import expert
from service.domain.audit_kind import Subject
from service.domain.errors import DeadLink
from service.domain.language import gettext as _
from service.domain.request_status import LIVE_ASSIGNMENT
from service.storage import added_information
from service.storage import request as requests
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose
from service.web import audit_trail, current
from service.web.csrf import protection
from service.web.fitting_knowledge import fitting_knowledge
from service.web.intake.options import label_of, media, phases, triangle
from service.web.invitations.appointment import appointment
from service.web.labels import support_kind_labels, theme_labels

blueprint = Blueprint("assignments", __name__, url_prefix="/opdracht/<token>")
protection.exempt(blueprint)


@blueprint.get("")
def show(token: str) -> str:
    """Show all that the expert needs; only while the expert helps."""
    with reading(current.engine()) as session:
        assignment = _live(session, token)
        request = assignment.request
        audit_trail.tell_read(Subject.CASE, request.id, expert(assignment.expert_id))
        return render_template(
            "invitations/assignment.html",
            assignment=assignment,
            request=request,
            themes=theme_labels(session, request.themes),
            support_kinds=support_kind_labels(session, request.support_kinds),
            phase=label_of(phases(), request.phase),
            triangle=label_of(triangle(), request.triangle_met),
            media=label_of(media(), request.media_attention),
            knowledge=fitting_knowledge(session, request),
            added=added_information.of_request(session, request.id),
            token=token,
        )


@blueprint.get("/afspraak.ics")
def calendar(token: str) -> Response:
    """Give the appointment as a calendar file."""
    with reading(current.engine()) as session:
        content = appointment(_live(session, token), current.now())
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


@blueprint.post("/contact")
def confirm(token: str) -> AnyResponse:
    """Record that the first contact took place."""
    with writing(current.engine()) as session:
        assignment = _live(session, token)
        confirm_contact(session, current.now(), assignment, expert(assignment.expert_id))
    flash(_("Dank u wel. Wij hebben vastgelegd dat het eerste contact is geweest."))
    return redirect(url_for("assignments.show", token=token), code=303)


@blueprint.post("/link")
def ask_to_hand_back(token: str) -> AnyResponse:
    """Mail the expert a link to hand the assignment back; not again within ten minutes."""
    with writing(current.engine()) as session:
        assignment = _live(session, token)
        request = requests.lock(session, assignment.request_id)
        queue_act_link(session, current.now(), request, LinkPurpose.HAND_BACK, assignment)
    flash(_("Wij sturen u een e-mail met een link. Tot wanneer die werkt, staat in de e-mail."))
    return redirect(url_for("assignments.show", token=token), code=303)


def _live(session: Session, token: str) -> Assignment:
    link = open_link(session, current.now(), token, LinkPurpose.ASSIGNMENT)
    assignment = session.get_one(Assignment, link.assignment_id)
    if assignment.state not in LIVE_ASSIGNMENT:
        raise DeadLink(assignment.state)
    return assignment
