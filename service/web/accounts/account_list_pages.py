"""The accounts, for the administrator: add, change, close, open, reset the second step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from expert_registry.tables import Partner
from service.actions.accounts import manage_account
from service.actions.accounts.change_address import ask_new_address
from service.database import reading, writing
from service.domain.actor import Actor, Role
from service.domain.errors import AddressTaken, LastAdmin
from service.domain.language import gettext as _
from service.storage import account_identity, address_change, user_account
from service.storage.second_factor import has_second_factor
from service.storage.user_account import UserAccount
from service.web import current
from service.web.accounts.account_form import (
    account_schema,
    address_schema,
    change_schema,
    partner_of,
)
from service.web.accounts.confirmation import Answer
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.triage.state_words import ROLE

blueprint = Blueprint("account_list", __name__, url_prefix="/bureau/accounts")
blueprint.context_processor(desk_context)
Act = Callable[[Session, datetime, Actor, int], None]


@blueprint.get("")
def overview() -> Answer:
    """Show all accounts, and the form to add one."""
    return _overview(Form())


@blueprint.post("")
def add() -> Answer:
    """Add an account; who it is for gets a mail to choose a password."""
    form, values = read_guarded(_with_partners(account_schema), request.form)
    if form.errors:
        return _overview(form, 400)
    try:
        with writing(current.engine()) as session:
            now, actor = current.now(), logged_in_user().actor
            made = manage_account.add_account(
                session,
                now,
                actor,
                name=values["name"],
                email=values["email"],
                phone=values["phone"],
                role=Role(values["role"]),
                partner_id=partner_of(values),
            )
            manage_account.send_link(session, now, made.id, "invited")
    except AddressTaken:
        taken = _("Er is al een account met dit e-mailadres.")
        return _overview(replace(form, errors={"email": taken}), 400)
    flash(_("Het account is gemaakt. Er gaat een mail uit om een wachtwoord te kiezen."))
    return redirect(url_for("account_list.overview"), code=303)


@blueprint.get("/<int:user_id>")
def account(user_id: int) -> Answer:
    """Show one account and what can be done with it."""
    return _account(user_id, Form())


@blueprint.post("/<int:user_id>")
def change(user_id: int) -> Answer:
    """Store who it is, and another role or partner."""
    form, values = read_guarded(_with_partners(change_schema), request.form)
    if form.errors:
        return _account(user_id, form, 400)

    def act(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
        manage_account.change_account(
            session,
            now,
            actor,
            user_id,
            name=values["name"],
            phone=values["phone"],
            role=Role(values["role"]),
            partner_id=partner_of(values),
        )

    return _do(user_id, act, _("Het account is bewaard."))


@blueprint.post("/<int:user_id>/sluiten")
def close(user_id: int) -> Answer:
    """Let nobody log in with this account any more."""
    return _do(user_id, manage_account.close_account, _("Het account is gesloten."))


@blueprint.post("/<int:user_id>/openen")
def open_again(user_id: int) -> Answer:
    """Let somebody log in again."""
    done = _("Het account is weer open. Er gaat een mail uit om een wachtwoord te kiezen.")
    return _do(user_id, manage_account.open_account, done)


@blueprint.post("/<int:user_id>/tweede-stap-wissen")
def reset(user_id: int) -> Answer:
    """Take the second step away, and the password with it."""
    done = _("De tweede stap is gewist. Er gaat een mail uit om opnieuw te beginnen.")
    return _do(user_id, manage_account.reset_second_factor, done)


@blueprint.post("/<int:user_id>/adres")
def new_address(user_id: int) -> Answer:
    """Mail a link to another address, which counts once that was used."""
    form, values = read_guarded(address_schema(), request.form)
    if form.errors:
        return _account(user_id, form, 400)

    def act(session: Session, now: datetime, actor: Actor, user_id: int) -> None:
        ask_new_address(session, now, actor, user_id, values["new_email"])

    try:
        done = _("Er gaat een mail naar het nieuwe adres. Het telt pas als het is bevestigd.")
        return _do(user_id, act, done)
    except AddressTaken:
        taken = _("Er is al een account met dit e-mailadres.")
        return _account(user_id, replace(form, errors={"new_email": taken}), 400)


@blueprint.post("/<int:user_id>/ontkoppelen")
def unlink(user_id: int) -> Answer:
    """Forget who this account is at the provider of single sign-on."""
    return _do(user_id, manage_account.unlink_provider, _("De koppeling is verwijderd."))


@blueprint.post("/<int:user_id>/mail")
def send_again(user_id: int) -> Answer:
    """Mail the link to choose a password once more."""
    return _do(user_id, _send_again, _("Er gaat een mail uit om een wachtwoord te kiezen."))


def _send_again(session: Session, now: datetime, _actor: Actor, user_id: int) -> None:
    manage_account.send_link(session, now, user_id, "invited")


def _do(user_id: int, act: Act, done: str) -> Answer:
    try:
        with writing(current.engine()) as session:
            _find(session, user_id)
            act(session, current.now(), logged_in_user().actor, user_id)
    except LastAdmin:
        last = _("Dit is de laatste beheerder. Maak eerst een ander beheerder.")
        return _account(user_id, Form(notice=last), 409)
    flash(done)
    return redirect(url_for("account_list.account", user_id=user_id), code=303)


def _overview(form: Form, status: int = 200) -> Answer:
    with reading(current.engine()) as session:
        page = render_template(
            "accounts/list.html",
            accounts=user_account.all_accounts(session),
            has_second_step=lambda user: has_second_factor(session, user),
            linked=lambda user: bool(account_identity.of_user(session, user.id)),
            form=form,
            roles=[(role.value, _(words)) for role, words in ROLE.items()],
            partners=_partners(session),
            role_words=ROLE,
        )
    return page, status


def _account(user_id: int, form: Form, status: int = 200) -> Answer:
    with reading(current.engine()) as session:
        found = _find(session, user_id)
        stored = {
            "name": [found.name],
            "phone": [found.phone],
            "role": [found.role],
            "partner": [found.partner_id or ""],
        }
        page = render_template(
            "accounts/account.html",
            account=found,
            has_second_step=has_second_factor(session, found),
            waiting=address_change.waiting(session, current.now(), found.id),
            linked=bool(account_identity.of_user(session, found.id)),
            form=replace(form, typed=stored | dict(form.typed)),
            roles=[(role.value, _(words)) for role, words in ROLE.items()],
            partners=_partners(session),
            role_words=ROLE,
        )
    return page, status


def _partners(session: Session) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in session.scalars(select(Partner).order_by(Partner.name))]


def _with_partners(schema: Callable[[list[str]], Schema]) -> Schema:
    with reading(current.engine()) as session:
        return schema([partner_id for partner_id, _name in _partners(session)])


def _find(session: Session, user_id: int) -> UserAccount:
    found = session.get(UserAccount, user_id)
    if found is None:
        raise NotFound
    return found
