"""The pages of the wording of mails: read them, change them with a preview, their history."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.actions.mail.change_wording import take_back, wording_of
from service.database import reading, writing
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.storage.mail_template_version import (
    DELIVERED,
    by_number,
    newest_number,
    newest_of_each,
)
from service.web import current
from service.web.access import WORDING
from service.web.accounts.current_user import current_user, logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.mail_templates.change_page import Answer, change_page
from service.web.mail_templates.occasions import OCCASIONS, RECEIVER
from service.web.mail_templates.sample_mails import sample_mails
from service.web.mail_templates.versions_view import version_lines
from service.web.mail_templates.wording_form import based_on
from service.web.triage.mail_words import SUBJECT

blueprint = Blueprint("mail_templates", __name__, url_prefix="/bureau/mailteksten")
blueprint.context_processor(desk_context)


@blueprint.context_processor
def wording_context() -> dict[str, object]:
    """Give the templates the words for kinds of mail, and whether the user may change them."""
    user = current_user()
    return {
        "occasions": OCCASIONS,
        "receivers": RECEIVER,
        "mail_names": SUBJECT,
        "may_edit": user is not None and user.role in WORDING.roles,
    }


@blueprint.get("")
def overview() -> str:
    """Show all kinds of mail by receiver: when each leaves, and its version."""
    with reading(current.engine()) as session:
        return render_template("mail_templates/overview.html", newest=newest_of_each(session))


@blueprint.get("/<kind>")
def show(kind: str) -> str:
    """Show one mail as it leaves now, and the history of its versions."""
    with reading(current.engine()) as session:
        number = newest_number(session, kind)
        return render_template(
            "mail_templates/mail.html",
            kind=kind,
            number=number,
            samples=sample_mails(kind, wording_of(session, kind, number)),
            lines=version_lines(session, kind),
        )


@blueprint.get("/<kind>/<int(max=2147483647):number>")
def version(kind: str, number: int) -> str:
    """Show one version of a mail."""
    with reading(current.engine()) as session:
        if number != DELIVERED and by_number(session, kind, number) is None:
            raise NotFound
        return render_template(
            "mail_templates/version.html",
            kind=kind,
            number=number,
            newest=newest_number(session, kind),
            samples=sample_mails(kind, wording_of(session, kind, number)),
        )


@blueprint.route("/<kind>/wijzigen", methods=["GET", "POST"])
def change(kind: str) -> Answer:
    """Change the wording of a mail: the form, the preview, and saving it."""
    return change_page(kind)


@blueprint.post("/<kind>/<int(max=2147483647):number>/terughalen")
def restore(kind: str, number: int) -> Response:
    """Make an earlier version the newest again."""
    now, actor = current.now(), logged_in_user().actor
    try:
        with writing(current.engine()) as session:
            row = take_back(session, now, actor, kind, number, based_on(request.form))
            made = {"number": row.version, "old": number}
            flash(_("Versie %(number)s is bewaard, met de tekst van versie %(old)s.") % made)
    except ChangedMeanwhile:
        flash(_("Deze mail is intussen veranderd. Er is niets bewaard. Kijk eerst opnieuw."))
    return redirect(url_for("mail_templates.show", kind=kind), code=303)
