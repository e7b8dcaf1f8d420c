"""The link with which somebody shows that a new address of an account is theirs."""

from flask import Blueprint, flash, redirect, render_template, url_for

from service.actions.accounts.change_address import address_to_confirm, confirm_address
from service.database import reading, writing
from service.domain.errors import AddressTaken, DeadLink, UnknownLink
from service.domain.language import gettext as _
from service.domain.throttle import Attempt
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink
from service.web import audit_trail, current
from service.web.accounts.confirmation import Answer
from service.web.failed_tries import note_failure

blueprint = Blueprint("new_address", __name__)


@blueprint.get("/nieuw-adres/<token>")
def show(token: str) -> Answer:
    """Show the button; opening the page changes nothing, because scanners open it too."""
    try:
        with reading(current.engine()) as session:
            link = session.get(LoginLink, hash_token(token))
            email = address_to_confirm(session, current.now(), link).new_email
    except (UnknownLink, DeadLink) as refusal:
        return _no_address(refusal)
    return render_template("accounts/new_address.html", token=token, email=email)


@blueprint.post("/nieuw-adres/<token>")
def confirm(token: str) -> Answer:
    """Let the new address count."""
    try:
        with writing(current.engine()) as session:
            confirm_address(session, current.now(), token)
    except (UnknownLink, DeadLink) as refusal:
        return _no_address(refusal)
    except AddressTaken:
        return render_template("accounts/no_new_address.html", reason="taken"), 409
    flash(_("Uw e-mailadres is bevestigd. Log opnieuw in."))
    return redirect(url_for("log_in.password"), code=303)


def _no_address(refusal: UnknownLink | DeadLink) -> Answer:
    if isinstance(refusal, UnknownLink):
        audit_trail.tell_no_login("unknown")
        note_failure(Attempt.LOG_IN)
        return render_template("accounts/no_new_address.html", reason="unknown"), 404
    audit_trail.tell_no_login(refusal.reason)
    return render_template("accounts/no_new_address.html", reason=refusal.reason), 410
