"""The coordinator's desk: the queue, one case and everything that can be done in it."""

from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service.database import reading
from service.domain.actor import Role
from service.domain.intake import Source
from service.domain.language import gettext as _
from service.domain.suppression import small_hidden
from service.storage import outbox_mail
from service.storage.request import SupportRequest
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.csrf import protection
from service.web.intake.form import handle
from service.web.triage import mail_words, state_words
from service.web.triage.carry_out import Answer, carry_out
from service.web.triage.case_act import CaseAct
from service.web.triage.case_acts import ACTS
from service.web.triage.case_page import case_page, find_case
from service.web.triage.comparison import comparison_page
from service.web.triage.consent_acts import CONSENT_ACTS
from service.web.triage.last_look import opened
from service.web.triage.queue_page import queue_page, queue_part
from service.web.triage.queue_view import queue_counts
from service.web.triage.standing import standing_part
from service.web.triage.subject_acts import ASSIGNMENT_ACTS, INVITATION_ACTS, MAIL_ACTS

blueprint = Blueprint("triage", __name__, url_prefix="/bureau")
blueprint.context_processor(desk_context)


@blueprint.get("")
def queue() -> str:
    """Show the queue; to who may not read cases its counts only, the small ones hidden."""
    with reading(current.engine()) as session:
        if logged_in_user().role is not Role.PROGRAMME_MANAGER:
            return queue_page(session)
        counts = queue_counts(session, current.now())
        return render_template(
            "bureau/counts.html",
            open=counts.open,
            counts=small_hidden(asdict(counts)),
            troubled_mails=len(outbox_mail.troubled(session)),
        )


@blueprint.get("/wachtrij")
def queue_refresh() -> Response:
    """Give the part of the queue that changes, for the script on its page."""
    with reading(current.engine()) as session:
        return queue_part(session)


@blueprint.get("/aanvragen/<reference>")
def case(reference: str) -> str:
    """Show one case, and remember how far this colleague has read it."""
    return opened(reference, case_page)


@blueprint.get("/aanvragen/<reference>/stand")
def case_standing(reference: str) -> Response:
    """Give who is to act and the clocks, for the script on the page of a case."""
    with reading(current.engine()) as session:
        return standing_part(session, find_case(session, reference))


@blueprint.get("/aanvragen/<reference>/vergelijken")
def compare(reference: str) -> str:
    """Show two or three experts of the proposal side by side."""
    return comparison_page(reference)


@blueprint.post("/aanvragen/<reference>/<name>")
def act(reference: str, name: str) -> Answer:
    """Do something in a case."""
    return carry_out(reference, name, _known(ACTS, name))


@blueprint.post("/aanvragen/<reference>/uitnodigingen/<int(max=2147483647):invitation_id>/<name>")
def invitation_act(reference: str, invitation_id: int, name: str) -> Answer:
    """Do something with one invitation of a case."""
    return carry_out(reference, name, _known(INVITATION_ACTS, name), invitation_id)


@blueprint.post("/aanvragen/<reference>/opdrachten/<int(max=2147483647):assignment_id>/<name>")
def assignment_act(reference: str, assignment_id: int, name: str) -> Answer:
    """Do something with one assignment of a case."""
    return carry_out(reference, name, _known(ASSIGNMENT_ACTS, name), assignment_id)


@blueprint.post("/aanvragen/<reference>/akkoorden/<int(max=2147483647):consent_id>/<name>")
def consent_act(reference: str, consent_id: int, name: str) -> Answer:
    """Do something with one question to a partner."""
    return carry_out(reference, name, _known(CONSENT_ACTS, name), consent_id)


@blueprint.post("/aanvragen/<reference>/mails/<int(max=2147483647):mail_id>/<name>")
def mail_act(reference: str, mail_id: int, name: str) -> Answer:
    """Do something with one mail of a case."""
    return carry_out(reference, name, _known(MAIL_ACTS, name), mail_id)


@blueprint.route("/aanvragen/nieuw", methods=["GET", "POST"])
@protection.exempt
def telephone() -> Response:
    """Enter a request that came in by telephone; the form itself checks for forged ones."""
    return handle(_to_case, source=Source.TELEPHONE, actor=logged_in_user().actor)


@blueprint.get("/mail")
def mails() -> str:
    """Show the mails that did not arrive or are tried again."""
    with reading(current.engine()) as session:
        found = outbox_mail.troubled(session)
        return render_template(
            "bureau/mails.html",
            mails=found,
            cases={
                mail.request_id: session.get_one(SupportRequest, mail.request_id)
                for mail in found
                if mail.request_id is not None
            },
            recipients=mail_words.recipients(session, found),
            words=state_words,
            mail_words=mail_words,
            held_back=outbox_mail.HELD_BACK,
        )


def _to_case(reference: str, repeated: bool) -> Response:
    if repeated:
        flash(_("Deze aanvraag was al opgeslagen. Er is niets veranderd."))
    else:
        flash(_("De aanvraag is opgeslagen. De gemeente krijgt een bevestiging per e-mail."))
    return redirect(url_for("triage.case", reference=reference), code=303)


def _known(acts: dict[str, CaseAct], name: str) -> CaseAct:
    return acts[name] if name in acts else abort(404)
