"""Proving again who you are before a sensitive act."""

import json
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException

from service.actions.accounts.confirm_identity import confirm_identity
from service.database import writing
from service.domain.language import gettext as _
from service.storage.user_session import locked_session
from service.web import current
from service.web.accounts.confirmation import (
    Answer,
    Carried,
    confirm_page,
    confirms_by_button,
    own_provider,
    stored_hash,
)
from service.web.accounts.counted_tries import count_ahead, own_account, take_back
from service.web.accounts.current_user import own_session
from service.web.accounts.desk_context import desk_context
from service.web.accounts.password import is_right
from service.web.accounts.refused_log_in import log_in_refused
from service.web.accounts.session_cookie import set_session_cookie
from service.web.accounts.way_in import wanted_page
from service.web.form_state import Form

blueprint = Blueprint("confirmation", __name__)
blueprint.context_processor(desk_context)


@blueprint.route("/bureau/bevestigen", methods=["GET", "POST"])
def confirm() -> Answer:
    """Ask for the password again; then go on where one was."""
    if request.method == "GET":
        return confirm_page("", [], Form())
    target, carried = _carried()
    found = own_session()
    typed = request.form.get("password", "")
    if found.fresh and not typed:
        return _next_page(target, carried)
    if not typed and own_provider():
        not_yet = _("U hebt nog niet bevestigd dat u het bent.")
        return confirm_page(target, carried, Form(notice=not_yet), 400)
    if not confirms_by_button():
        count_ahead(own_account())
        if not is_right(stored_hash(), typed):
            log_in_refused("not_confirmed", found.user.id)
            wrong = _("Dit wachtwoord klopt niet.")
            return confirm_page(target, carried, Form(errors={"password": wrong}), 400)
        take_back(own_account())
    now, limits = current.now(), current.settings().session_limits
    with writing(current.engine()) as session:
        row = locked_session(session, found.token_hash, now, limits)
        token = confirm_identity(session, now, row) if row else None
    if token is None:
        return redirect(url_for("log_in.password"), code=303)
    answer = make_response(_next_page(target, carried))
    set_session_cookie(answer, token)
    return answer


def _next_page(target: str, carried: Carried) -> Answer:
    """The form that waited, to be sent again; or the page that was asked for."""
    if target:
        return render_template("accounts/confirmed.html", target=target, carried=carried)
    return redirect(wanted_page() or url_for("own_account.show"), code=303)


def _carried() -> tuple[str, Carried]:
    """Where the form that waited goes, and its fields; nothing for what is no form of ours."""
    target = request.form.get("target", "")
    if not _is_form_of_bureau(target):
        return "", []
    try:
        fields = json.loads(request.form.get("carried", "[]"))
        return target, [(str(name), str(value)) for name, value in fields]
    except (ValueError, TypeError):
        return "", []


def _is_form_of_bureau(target: str) -> bool:
    parts = urlsplit(target)
    if parts.netloc or parts.scheme or not target.startswith("/bureau/"):
        return False
    try:
        current_app.url_map.bind("").match(parts.path, method="POST")
    except HTTPException:
        return False
    return True
