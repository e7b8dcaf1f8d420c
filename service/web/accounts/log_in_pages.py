"""Logging in with a password, then with a second step; and a new password by mail."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from service.actions.accounts import pass_second_factor
from service.actions.accounts.log_in import log_in
from service.actions.accounts.manage_account import send_link
from service.database import reading, writing
from service.domain.errors import SessionOver, WrongCode
from service.domain.language import gettext as _
from service.domain.throttle import Attempt
from service.storage import attempt_count, passkey, user_account
from service.storage.user_session import UserSession, locked_session
from service.web import current
from service.web.accounts.confirmation import Answer
from service.web.accounts.counted_tries import count_ahead, own_account, take_back
from service.web.accounts.current_user import own_session
from service.web.accounts.one_time_codes import as_stored, one_time_codes
from service.web.accounts.passkey_ceremony import count_of_use, id_in, options_to_use
from service.web.accounts.password import hash_anew, is_right
from service.web.accounts.refused_log_in import log_in_refused
from service.web.accounts.way_in import go_on, this_visit
from service.web.form_state import Form

blueprint = Blueprint("log_in", __name__)
Step = Callable[[Session, UserSession], str]


@blueprint.route("/inloggen", methods=["GET", "POST"])
def password() -> Answer:
    """Ask for address and password; which of the two was wrong is not told."""
    if request.method == "GET":
        return _password_page(Form())
    email, typed = request.form.get("email", "").strip(), request.form.get("password", "")
    with reading(current.engine()) as session:
        user = user_account.by_email(session, email)
        stored = user.password_hash if user and user.active else None
        user_id = user.id if user else None
    count_ahead(email)
    right = is_right(stored, typed)
    if not right or stored is None or user_id is None:
        return _refuse_password(email, user_id)
    try:
        with writing(current.engine()) as session:
            new_hash = hash_anew(stored, typed)
            token = log_in(session, current.now(), user_id, stored, this_visit(), new_hash)
    except SessionOver:
        return _refuse_password(email, user_id)
    take_back(email)
    return go_on(token)


@blueprint.route("/inloggen/code", methods=["GET", "POST"])
def second_step() -> Answer:
    """Ask for a code of the app, or a recovery code."""
    if request.method == "GET":
        return _code_page(Form())
    field = "recovery_code" if request.form.get("recovery_code") else "code"
    return _try(_by_recovery_code if field == "recovery_code" else _by_code, field)


@blueprint.post("/inloggen/passkey/opties")
def passkey_options() -> Answer:
    """Give the browser what it needs to use a passkey; the challenge is kept and counts once."""
    found = own_session()
    with writing(current.engine()) as session:
        known = passkey.of_user(session, found.user.id)
        options, challenge = options_to_use(known)
        session.get_one(UserSession, found.token_hash).challenge = challenge
    return Response(options, mimetype="application/json")


@blueprint.post("/inloggen/passkey")
def use_passkey() -> Answer:
    """Take the second step with a passkey."""
    return _try(_by_passkey, "passkey")


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
def forgotten() -> Answer:
    """Mail a link to choose a new password; whether the address is known is not told."""
    if request.method == "GET":
        return render_template("accounts/forgotten.html", sent=False, form=Form())
    email = request.form.get("email", "").strip()
    with writing(current.engine()) as session:
        user = user_account.by_email(session, email)
        often = attempt_count.take(session, current.now(), Attempt.ACT_LINK, email.lower())
        if user is not None and user.active and often is None:
            send_link(session, current.now(), user.id, "forgotten")
    return render_template("accounts/forgotten.html", sent=True)


def _try(step: Step, field: str) -> Answer:
    """Take the second step in the way of `step`; a wrong answer is counted."""
    found, limits = own_session(), current.settings().session_limits
    count_ahead(own_account())
    with writing(current.engine()) as session:
        row = locked_session(session, found.token_hash, current.now(), limits)
        if row is None:
            return redirect(url_for("log_in.password"), code=303)
        try:
            token = step(session, row)
        except WrongCode:
            token = None
            ended = pass_second_factor.count_wrong_code(session, current.now(), row)
    if token is not None:
        take_back(own_account())
        return go_on(token)
    log_in_refused("passkey" if field == "passkey" else "code", found.user.id)
    if ended:
        notice = _("U gaf te vaak een verkeerde code. Begin opnieuw met uw wachtwoord.")
        return _password_page(Form(notice=notice), 400)
    return _code_page(Form(errors={field: _wrong(field)}), 400)


def _by_code(session: Session, row: UserSession) -> str:
    matches = one_time_codes().matching(request.form.get("code", ""), current.now())
    return pass_second_factor.pass_by_code(session, current.now(), row, matches)


def _by_recovery_code(session: Session, row: UserSession) -> str:
    code = as_stored(request.form.get("recovery_code", ""))
    return pass_second_factor.pass_by_recovery_code(session, current.now(), row, code)


def _by_passkey(session: Session, row: UserSession) -> str:
    answer = request.form.get("credential", "")

    def new_count(key: passkey.Passkey, challenge: str | None) -> int:
        return count_of_use(answer, challenge, key)

    now, named = current.now(), id_in(answer)
    return pass_second_factor.pass_by_passkey(session, now, row, named, new_count)


def _wrong(field: str) -> str:
    if field == "passkey":
        return _("Dat lukte niet met de passkey. Probeer het opnieuw of kies een andere manier.")
    if field == "recovery_code":
        return _("Deze herstelcode klopt niet of is al gebruikt.")
    return _("Deze code klopt niet. Wacht op de volgende code in uw app en typ die over.")


def _refuse_password(email: str, user_id: int | None) -> Answer:
    log_in_refused("password", user_id)
    wrong = _("Dit e-mailadres en wachtwoord horen niet bij elkaar.")
    form = Form({"email": [email]}, {"email": wrong})
    return _password_page(form, 400)


def _password_page(form: Form, status: int = 200) -> Answer:
    settings = current.settings()
    page = render_template(
        "accounts/password.html",
        form=form,
        development=settings.development,
        provider=settings.sign_on,
    )
    return page, status


def _code_page(form: Form, status: int = 200) -> Answer:
    with reading(current.engine()) as session:
        user = session.get_one(user_account.UserAccount, own_session().user.id)
        values = {
            "has_app": user.totp_secret is not None,
            "has_passkey": bool(passkey.of_user(session, user.id)),
        }
    return render_template("accounts/second_step.html", form=form, **values), status
