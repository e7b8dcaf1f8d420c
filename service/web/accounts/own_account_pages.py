"""One's own account: where one is logged in, and another password."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for

from service.actions.accounts.change_address import ask_new_address
from service.actions.accounts.change_password import change_password
from service.actions.accounts.end_sessions import end_other_sessions, end_session
from service.database import reading, writing
from service.domain.errors import AddressTaken, SessionOver
from service.domain.language import gettext as _
from service.domain.language import ngettext
from service.storage import address_change, user_session
from service.storage.second_factor import has_second_factor
from service.storage.user_account import UserAccount
from service.web import current
from service.web.accounts.account_form import address_schema
from service.web.accounts.browser_name import browser_words
from service.web.accounts.confirmation import Answer, own_provider
from service.web.accounts.counted_tries import count_ahead, own_account, take_back
from service.web.accounts.current_user import own_session
from service.web.accounts.desk_context import desk_context
from service.web.accounts.password import hashed, is_right
from service.web.accounts.password_form import new_password_form
from service.web.accounts.refused_log_in import log_in_refused
from service.web.accounts.way_in import go_on
from service.web.form_state import Form
from service.web.guarded_form import read_guarded

blueprint = Blueprint("own_account", __name__, url_prefix="/bureau/mijn-account")
blueprint.context_processor(desk_context)


@blueprint.get("")
def show() -> Answer:
    """Show where one is logged in, and what one can change."""
    return _page(Form())


@blueprint.post("/uitloggen")
def end() -> Answer:
    """End one of one's sessions."""
    found = own_session()
    with writing(current.engine()) as session:
        ended = end_session(session, current.now(), found.user.id, request.form.get("session", ""))
    flash(_("Die sessie is beëindigd.") if ended else _("Die sessie was al beëindigd."))
    return redirect(url_for("own_account.show"), code=303)


@blueprint.post("/overal-uitloggen")
def end_others() -> Answer:
    """End all of one's sessions but this one."""
    found = own_session()
    with writing(current.engine()) as session:
        ended = end_other_sessions(session, current.now(), found.user.id, found.token_hash)
    words = ngettext(
        "%(num)s andere sessie is beëindigd.", "%(num)s andere sessies zijn beëindigd.", ended
    )
    flash(words % {"num": ended})
    return redirect(url_for("own_account.show"), code=303)


@blueprint.post("/wachtwoord")
def new_password() -> Answer:
    """Change the password; the present one must be given."""
    found = own_session()
    with reading(current.engine()) as session:
        user = session.get_one(UserAccount, found.user.id)
        stored, known = user.password_hash, (user.name, user.email)
    form, password = new_password_form(known)
    count_ahead(own_account())
    if stored is None or not is_right(stored, request.form.get("present_password", "")):
        log_in_refused("not_confirmed", found.user.id)
        return _page(Form(errors={"present_password": _("Uw wachtwoord van nu klopt niet.")}))
    take_back(own_account())
    if form.errors:
        return _page(form)
    now, fresh = current.now(), hashed(password)
    with writing(current.engine()) as session:
        limits = current.settings().session_limits
        row = user_session.locked_session(session, found.token_hash, now, limits)
        try:
            token = change_password(session, now, row, stored, fresh) if row else None
        except SessionOver:
            token = None
    if token is None:
        return redirect(url_for("log_in.password"), code=303)
    answer = go_on(token)
    flash(_("Uw wachtwoord is veranderd. Op andere apparaten bent u uitgelogd."))
    answer.location = url_for("own_account.show")
    return answer


@blueprint.post("/adres")
def new_address() -> Answer:
    """Mail a link to another address, which counts once that was used."""
    form, values = read_guarded(address_schema(), request.form)
    if form.errors:
        return _page(form)
    found = own_session()
    try:
        with writing(current.engine()) as session:
            now, actor = current.now(), found.user.actor
            ask_new_address(session, now, actor, found.user.id, values["new_email"])
    except AddressTaken:
        taken = _("Er is al een account met dit e-mailadres.")
        return _page(replace(form, errors={"new_email": taken}))
    flash(_("Er gaat een mail naar het nieuwe adres. Het telt pas als u het bevestigt."))
    return redirect(url_for("own_account.show"), code=303)


def _page(form: Form) -> Answer:
    found, now = own_session(), current.now()
    with reading(current.engine()) as session:
        user = session.get_one(UserAccount, found.user.id)
        limits = current.settings().session_limits
        page = render_template(
            "accounts/own_account.html",
            form=form,
            account=user,
            has_second_step=has_second_factor(session, user),
            sessions=user_session.live_sessions_of(session, user.id, now, limits),
            this_one=found.token_hash,
            browser_words=browser_words,
            provider=own_provider(),
            waiting=address_change.waiting(session, now, user.id),
        )
    return page, 400 if form.errors else 200
