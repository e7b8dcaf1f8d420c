"""One's own second step: an app with codes, passkeys, and recovery codes."""

from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from service.actions.accounts import set_up_second_factor
from service.database import reading, writing
from service.domain.errors import WrongCode
from service.domain.language import gettext as _
from service.domain.session_standing import Standing
from service.storage import passkey, recovery_code
from service.storage.passkey import Passkey
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession, locked_session
from service.web import current
from service.web.accounts.browser_name import browser_code, browser_words
from service.web.accounts.confirmation import Answer
from service.web.accounts.current_user import own_session
from service.web.accounts.desk_context import desk_context
from service.web.accounts.one_time_codes import (
    new_recovery_codes,
    one_time_codes,
    sealed,
    unsealed,
    written,
)
from service.web.accounts.passkey_ceremony import NewKey, made_key, options_to_make
from service.web.accounts.qr_code import qr_code
from service.web.accounts.session_cookie import set_session_cookie
from service.web.accounts.way_in import next_page
from service.web.form_fields import clean
from service.web.form_state import Form

NAME_LENGTH = 60

blueprint = Blueprint("own_second_step", __name__, url_prefix="/bureau/mijn-account/tweede-stap")
blueprint.context_processor(desk_context)


@blueprint.get("")
def show() -> Answer:
    """Show what the second step is, or that there must be one."""
    found = own_session()
    with reading(current.engine()) as session:
        user = session.get_one(UserAccount, found.user.id)
        return render_template(
            "accounts/own_second_step.html",
            has_app=user.totp_secret is not None,
            passkeys=passkey.of_user(session, user.id),
            codes_left=recovery_code.count_left(session, user.id),
            form=Form(),
            must=found.standing is Standing.SET_UP_NEEDED,
        )


@blueprint.route("/app", methods=["GET", "POST"])
def app() -> Answer:
    """Show a fresh secret for the app, and store it once a first code is right."""
    codes = one_time_codes()
    if request.method == "GET":
        return _app_page(codes.generate_totp_secret(), Form())
    found, now = own_session(), current.now()
    secret = unsealed(found.user.id, request.form.get("secret", ""))
    if secret is None:
        return redirect(url_for("own_second_step.app"), code=303)
    match = codes.match(secret, request.form.get("code", ""), now, None)
    fresh_codes = new_recovery_codes()
    try:
        with writing(current.engine()) as session:
            row = locked_session(session, found.token_hash, now, current.settings().session_limits)
            if row is None:
                return redirect(url_for("log_in.password"), code=303)
            token = set_up_second_factor.set_up_app(session, now, row, match, fresh_codes)
    except WrongCode:
        wrong = _("Deze code klopt niet. Typ de code over die nu in uw app staat.")
        return _app_page(secret, Form(errors={"code": wrong}))
    page = _codes_page(fresh_codes, next_page(token))
    set_session_cookie(page, token)
    return page


@blueprint.post("/herstelcodes")
def new_codes() -> Answer:
    """Make new recovery codes and show them once."""
    found, fresh_codes = own_session(), new_recovery_codes()
    with writing(current.engine()) as session:
        now, user_id = current.now(), found.user.id
        set_up_second_factor.replace_recovery_codes(session, now, user_id, fresh_codes)
    return _codes_page(fresh_codes, url_for("own_second_step.show"))


@blueprint.post("/app-verwijderen")
def remove_app() -> Answer:
    """Let the codes of the app no longer count, where a passkey remains."""
    with writing(current.engine()) as session:
        done = set_up_second_factor.remove_app(session, current.now(), own_session().user.id)
    flash(_("De app telt niet meer mee.") if done else _only_one())
    return redirect(url_for("own_second_step.show"), code=303)


@blueprint.post("/passkey/opties")
def passkey_options() -> Answer:
    """Give the browser what it needs to make a passkey; the challenge is kept and counts once."""
    found = own_session()
    with writing(current.engine()) as session:
        user = session.get_one(UserAccount, found.user.id)
        known = passkey.of_user(session, user.id)
        options, challenge = options_to_make(user.id, user.email, known)
        session.get_one(UserSession, found.token_hash).challenge = challenge
    return Response(options, mimetype="application/json")


@blueprint.post("/passkey")
def add_passkey() -> Answer:
    """Store a passkey that the browser made; the first second step brings recovery codes."""
    found, now, fresh_codes = own_session(), current.now(), new_recovery_codes()
    with writing(current.engine()) as session:
        row = locked_session(session, found.token_hash, now, current.settings().session_limits)
        if row is None:
            return redirect(url_for("log_in.password"), code=303)
        challenge, row.challenge = row.challenge, None
        try:
            made = made_key(request.form.get("credential", ""), challenge)
        except WrongCode:
            flash(_("De passkey is niet bewaard. Probeer het opnieuw."))
            return redirect(url_for("own_second_step.show"), code=303)
        first = not recovery_code.count_left(session, row.user_id)
        if first:
            set_up_second_factor.replace_recovery_codes(session, now, row.user_id, fresh_codes)
        token = set_up_second_factor.add_passkey(session, now, row, _named(made, row.user_id, now))
    if first:
        page = _codes_page(fresh_codes, next_page(token))
    else:
        flash(_("De passkey is bewaard."))
        page = make_response(redirect(url_for("own_second_step.show"), code=303))
    set_session_cookie(page, token)
    return page


@blueprint.post("/passkey/<int:passkey_id>/verwijderen")
def remove_passkey(passkey_id: int) -> Answer:
    """Remove a passkey, where another second step remains."""
    with writing(current.engine()) as session:
        now, user_id = current.now(), own_session().user.id
        done = set_up_second_factor.remove_passkey(session, now, user_id, passkey_id)
    flash(_("De passkey is verwijderd.") if done else _only_one())
    return redirect(url_for("own_second_step.show"), code=303)


def _named(made: NewKey, user_id: int, now: datetime) -> Passkey:
    typed = clean(request.form.get("name", ""))[:NAME_LENGTH]
    return Passkey(
        user_id=user_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=typed or browser_words(browser_code(request.user_agent.string)),
        made_at=now,
    )


def _only_one() -> str:
    return _("Dit is uw enige tweede stap. Voeg eerst een andere toe.")


def _codes_page(codes: list[str], then: str) -> Response:
    shown = [written(code) for code in codes]
    page = render_template("accounts/recovery_codes.html", codes=shown, then=then)
    return Response(page)


def _app_page(secret: str, form: Form) -> Answer:
    codes, user_id = one_time_codes(), own_session().user.id
    with reading(current.engine()) as session:
        email = session.get_one(UserAccount, user_id).email
    page = render_template(
        "accounts/set_up_app.html",
        form=form,
        secret=sealed(user_id, secret),
        key=codes.get_totp_pretty_key(secret),
        drawing=qr_code(codes.get_totp_uri(email, secret), _("QR-code voor uw app")),
    )
    return page, 400 if form.errors else 200
