"""Asking for the password again before a sensitive act."""

import json

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.database import reading
from service.domain.sign_on import SignOnSettings
from service.storage import account_identity
from service.storage.user_account import UserAccount
from service.web import current
from service.web.accounts.current_user import own_session
from service.web.accounts.way_in import remember_wanted_page
from service.web.form_state import Form

Answer = Response | str | tuple[str, int]
Carried = list[tuple[str, str]]


def ask_to_confirm() -> Answer:
    """Ask for the password before the page or form of this request; what was typed is kept."""
    if request.method in ("GET", "HEAD"):
        remember_wanted_page()
        return redirect(url_for("confirmation.confirm"), code=303)
    typed = [(name, value) for name, value in request.form.items(multi=True)]
    carried = [(name, value) for name, value in typed if name != "csrf_token"]
    return confirm_page(request.full_path.rstrip("?"), carried, Form(), 403)


def confirm_page(target: str, carried: Carried, form: Form, status: int = 200) -> tuple[str, int]:
    """Give the page that asks; `carried` are the fields of a form that waits for `target`."""
    page = render_template(
        "accounts/confirm.html",
        form=form,
        target=target,
        carried=json.dumps(carried),
        by_button=confirms_by_button(),
        by_password=stored_hash() is not None,
        provider=own_provider(),
    )
    return page, status


def stored_hash() -> str | None:
    """Give the hash of the password of who is logged in; None where there is none."""
    with reading(current.engine()) as session:
        return session.get_one(UserAccount, own_session().user.id).password_hash


def own_provider() -> SignOnSettings | None:
    """Give the provider where who is logged in can confirm who they are; None where they cannot."""
    settings = current.settings().sign_on
    if settings is None:
        return None
    with reading(current.engine()) as session:
        known = account_identity.at_issuer(session, own_session().user.id, settings.issuer)
    return settings if known else None


def confirms_by_button() -> bool:
    """Say whether there is nothing to ask: somebody came by a link, in development."""
    nothing = stored_hash() is None and own_provider() is None
    return current.settings().development and nothing
