"""Reads a new password from a form: typed twice the same, and strong enough."""

from collections.abc import Iterable

from flask import request

from service.domain.language import gettext as _
from service.web.accounts.password import weakness
from service.web.form_state import Form


def new_password_form(known: Iterable[str]) -> tuple[Form, str]:
    """Give the form with its errors, and what was typed; `known` as for `weakness`.

    The form never gives back what was typed.
    """
    password = request.form.get("password", "")
    errors: dict[str, str] = {}
    if problem := weakness(password, known):
        errors["password"] = problem
    elif request.form.get("password_again", "") != password:
        errors["password_again"] = _("De twee wachtwoorden zijn niet gelijk.")
    return Form(errors=errors), password
