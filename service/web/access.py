"""Who may see what: one rule per endpoint, enforced before every page.

A rule says who, and which objects (`service/web/access_scope.py`). What is not in the table is
closed. `to.` is what they come to. The table stands in `docs/security/access.md` as well.
"""

from dataclasses import dataclass

from flask import Flask, abort, redirect, request, url_for

from service.actions.mail.open_link import open_link
from service.database import reading
from service.domain.actor import Role
from service.domain.errors import DeadLink, UnknownLink
from service.domain.session_standing import Standing
from service.domain.throttle import Attempt
from service.storage.mail_link import LinkPurpose
from service.web import access_scope as to
from service.web import audit_trail, current
from service.web.access_scope import Scope
from service.web.accounts.confirmation import Answer, ask_to_confirm
from service.web.accounts.current_user import account_session
from service.web.accounts.way_in import page_of, remember_wanted_page
from service.web.failed_tries import note_failure


@dataclass(frozen=True)
class Public:
    """Everybody may see it."""


@dataclass(frozen=True)
class ByLink:
    """Whoever holds a link from a mail for this purpose; the URL has a `token`."""

    purpose: LinkPurpose


@dataclass(frozen=True)
class ForStaff:
    """Only people who are logged in with one of these roles.

    `fresh`: who proved a short while ago who they are.
    """

    roles: tuple[Role, ...]
    fresh: bool = False


@dataclass(frozen=True)
class ForOneself:
    """Whoever gave a password, for their own account; `standings`: how far they have come."""

    standings: tuple[Standing, ...]
    fresh: bool = False


Who = Public | ByLink | ForStaff | ForOneself


@dataclass(frozen=True)
class Rule:
    """Who may come, and which objects they may reach there."""

    who: Who
    scope: Scope


PUBLIC = Public()
CASEWORK = ForStaff(tuple(role for role in Role if role.opens_cases))
QUEUE = ForStaff((*CASEWORK.roles, Role.PROGRAMME_MANAGER))
AGREEMENT = ForStaff((Role.PROGRAMME_MANAGER, Role.ADMIN))
WORDING = AGREEMENT
AUDIT_LOG = ForStaff((Role.PRIVACY_OFFICER, Role.ADMIN))
LEGAL_HOLD = ForStaff((Role.PRIVACY_OFFICER, Role.PROGRAMME_MANAGER))
RETENTION = ForStaff((*LEGAL_HOLD.roles, Role.ADMIN))
AUDIT_EXPORT = ForStaff(AUDIT_LOG.roles, fresh=True)
ACCOUNTS = ForStaff((Role.ADMIN,), fresh=True)
AGREEMENT_CHANGE = ForStaff(AGREEMENT.roles, fresh=True)
LOGGED_IN = ForOneself((Standing.COMPLETE,))
CODE_OWED = ForOneself((Standing.CODE_NEEDED,))
PASSWORD_GIVEN = ForOneself((Standing.COMPLETE, Standing.SET_UP_NEEDED))
SURELY_ONESELF = ForOneself(LOGGED_IN.standings, fresh=True)
SECOND_STEP = ForOneself(PASSWORD_GIVEN.standings, fresh=True)
REGISTRY = ForStaff((*CASEWORK.roles, Role.PARTNER_CONTACT))

RULES: dict[str, Rule] = {
    "static": Rule(PUBLIC, to.OWN_FILES),
    "start.home": Rule(PUBLIC, to.NO_RECORD),
    "start.health": Rule(PUBLIC, to.NO_RECORD),
    "start.accessibility": Rule(PUBLIC, to.NO_RECORD),
    "start.house_style": Rule(PUBLIC, to.NO_RECORD),
    "accountability.privacy": Rule(PUBLIC, to.NO_RECORD),
    "accountability.report_leak": Rule(PUBLIC, to.NO_RECORD),
    "accountability.security_contact": Rule(PUBLIC, to.NO_RECORD),
    "accountability.former_security_contact": Rule(PUBLIC, to.NO_RECORD),
    "languages.choose": Rule(PUBLIC, to.NO_RECORD),
    "intake.form": Rule(PUBLIC, to.NO_RECORD),
    "intake.received": Rule(PUBLIC, to.NO_RECORD),
    "status.show": Rule(ByLink(LinkPurpose.STATUS), to.OF_THE_LINK),
    "status.confirm": Rule(ByLink(LinkPurpose.STATUS), to.OF_THE_LINK),
    "status.add": Rule(ByLink(LinkPurpose.STATUS), to.OF_THE_LINK),
    "status.ask_for_link": Rule(ByLink(LinkPurpose.STATUS), to.OF_THE_LINK),
    "invitations.show": Rule(ByLink(LinkPurpose.ANSWER), to.OF_THE_LINK),
    "invitations.accept": Rule(ByLink(LinkPurpose.ANSWER), to.OF_THE_LINK),
    "invitations.decline": Rule(ByLink(LinkPurpose.ANSWER), to.OF_THE_LINK),
    "assignments.show": Rule(ByLink(LinkPurpose.ASSIGNMENT), to.OF_THE_LINK),
    "assignments.calendar": Rule(ByLink(LinkPurpose.ASSIGNMENT), to.OF_THE_LINK),
    "assignments.confirm": Rule(ByLink(LinkPurpose.ASSIGNMENT), to.OF_THE_LINK),
    "assignments.ask_to_hand_back": Rule(ByLink(LinkPurpose.ASSIGNMENT), to.OF_THE_LINK),
    "link_acts.hand_back": Rule(ByLink(LinkPurpose.HAND_BACK), to.OF_THE_LINK),
    "link_acts.refuse_expert": Rule(ByLink(LinkPurpose.REFUSE_EXPERT), to.OF_THE_LINK),
    "link_acts.withdraw": Rule(ByLink(LinkPurpose.WITHDRAW), to.OF_THE_LINK),
    "link_acts.reopen": Rule(ByLink(LinkPurpose.REOPEN), to.OF_THE_LINK),
    "evaluation.evaluate": Rule(ByLink(LinkPurpose.EVALUATE), to.OF_THE_LINK),
    "partner_consent.show": Rule(ByLink(LinkPurpose.PARTNER_CONSENT), to.OF_THE_LINK),
    "partner_consent.agree": Rule(ByLink(LinkPurpose.PARTNER_CONSENT), to.OF_THE_LINK),
    "partner_consent.refuse": Rule(ByLink(LinkPurpose.PARTNER_CONSENT), to.OF_THE_LINK),
    "accounts.login": Rule(PUBLIC, to.OF_THE_LINK),
    "accounts.claim": Rule(PUBLIC, to.OF_THE_LINK),
    "accounts.logout": Rule(PUBLIC, to.OWN_ACCOUNT),
    "accounts.logged_out": Rule(PUBLIC, to.NO_RECORD),
    "log_in.password": Rule(PUBLIC, to.NO_RECORD),
    "log_in.forgotten": Rule(PUBLIC, to.NO_RECORD),
    "log_in.second_step": Rule(CODE_OWED, to.OWN_ACCOUNT),
    "log_in.passkey_options": Rule(CODE_OWED, to.OWN_ACCOUNT),
    "log_in.use_passkey": Rule(CODE_OWED, to.OWN_ACCOUNT),
    "sign_on.begin": Rule(PUBLIC, to.NO_RECORD),
    "sign_on.come_back": Rule(PUBLIC, to.NO_RECORD),
    "sign_on.leave": Rule(PUBLIC, to.OWN_ACCOUNT),
    "sign_on.refused": Rule(PUBLIC, to.NO_RECORD),
    "sign_on.be_told": Rule(PUBLIC, to.NO_RECORD),
    "sign_on.confirmed": Rule(PASSWORD_GIVEN, to.OWN_ACCOUNT),
    "sign_on.confirm": Rule(PASSWORD_GIVEN, to.OWN_ACCOUNT),
    "confirmation.confirm": Rule(PASSWORD_GIVEN, to.OWN_ACCOUNT),
    "own_account.show": Rule(LOGGED_IN, to.OWN_ACCOUNT),
    "own_account.end": Rule(SURELY_ONESELF, to.OWN_ACCOUNT),
    "own_account.end_others": Rule(SURELY_ONESELF, to.OWN_ACCOUNT),
    "own_account.new_password": Rule(LOGGED_IN, to.OWN_ACCOUNT),
    "own_account.new_address": Rule(SURELY_ONESELF, to.OWN_ACCOUNT),
    "new_address.show": Rule(PUBLIC, to.OF_THE_LINK),
    "new_address.confirm": Rule(PUBLIC, to.OF_THE_LINK),
    "own_second_step.show": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.app": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.new_codes": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.remove_app": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.passkey_options": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.add_passkey": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "own_second_step.remove_passkey": Rule(SECOND_STEP, to.OWN_ACCOUNT),
    "account_list.overview": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.add": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.account": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.change": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.close": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.open_again": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.reset": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.unlink": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.new_address": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "account_list.send_again": Rule(ACCOUNTS, to.ALL_ACCOUNTS),
    "triage.queue": Rule(QUEUE, to.CASES_OR_NUMBERS),
    "triage.queue_refresh": Rule(CASEWORK, to.CASES),
    "triage.case": Rule(CASEWORK, to.ONE_CASE),
    "triage.case_standing": Rule(CASEWORK, to.ONE_CASE),
    "triage.compare": Rule(CASEWORK, to.ONE_CASE),
    "triage.act": Rule(CASEWORK, to.ONE_CASE),
    "triage.invitation_act": Rule(CASEWORK, to.ONE_CASE),
    "triage.assignment_act": Rule(CASEWORK, to.ONE_CASE),
    "triage.mail_act": Rule(CASEWORK, to.ONE_CASE),
    "triage.consent_act": Rule(CASEWORK, to.ONE_CASE),
    "triage.telephone": Rule(CASEWORK, to.NO_RECORD),
    "triage.mails": Rule(CASEWORK, to.CASES),
    "agreements.overview": Rule(QUEUE, to.AGREEMENTS),
    "agreements.version": Rule(QUEUE, to.AGREEMENTS),
    "agreements.change": Rule(AGREEMENT_CHANGE, to.AGREEMENTS),
    "agreements.withdraw": Rule(AGREEMENT_CHANGE, to.AGREEMENTS),
    "mail_templates.overview": Rule(QUEUE, to.WORDINGS),
    "mail_templates.show": Rule(QUEUE, to.WORDINGS),
    "mail_templates.version": Rule(QUEUE, to.WORDINGS),
    "mail_templates.change": Rule(WORDING, to.WORDINGS),
    "mail_templates.restore": Rule(WORDING, to.WORDINGS),
    "dashboard.figures": Rule(QUEUE, to.NUMBERS),
    "duty.roster": Rule(CASEWORK, to.ROSTER),
    "duty.shift": Rule(CASEWORK, to.ROSTER),
    "duty.add": Rule(CASEWORK, to.ROSTER),
    "duty.hand_over": Rule(CASEWORK, to.ROSTER),
    "duty.repeat": Rule(CASEWORK, to.ROSTER),
    "duty.change": Rule(CASEWORK, to.ROSTER),
    "duty.remove": Rule(CASEWORK, to.ROSTER),
    "alarms.overview": Rule(CASEWORK, to.ALARMS),
    "audit.overview": Rule(AUDIT_LOG, to.WHOLE_LOG),
    "retention.overview": Rule(RETENTION, to.HOLDS),
    "retention.hold": Rule(LEGAL_HOLD, to.HOLDS),
    "retention.one_hold": Rule(RETENTION, to.HOLDS),
    "retention.lift": Rule(LEGAL_HOLD, to.HOLDS),
    "audit.export": Rule(AUDIT_EXPORT, to.WHOLE_LOG),
    "registry.experts": Rule(REGISTRY, to.OWN_PARTNERS_EXPERTS),
    "registry.expert": Rule(REGISTRY, to.OWN_PARTNERS_EXPERTS),
    "registry.edit": Rule(REGISTRY, to.OWN_PARTNERS_EXPERTS),
    "registry.store": Rule(REGISTRY, to.OWN_PARTNERS_EXPERTS),
    "registry.absence": Rule(REGISTRY, to.OWN_PARTNERS_EXPERTS),
    "partners.overview": Rule(CASEWORK, to.PARTNERS),
    "partners.partner": Rule(CASEWORK, to.PARTNERS),
    "partners.details": Rule(CASEWORK, to.PARTNERS),
    "partners.standing": Rule(CASEWORK, to.PARTNERS),
}


def install(app: Flask) -> None:
    """Enforce the table before every request."""
    app.before_request(check_access)


def check_access() -> Answer | None:
    """Let the request through, send staff to the next step of logging in, or refuse it.

    An endpoint without a rule is closed. What is not there for who asks answers 404, whether it
    exists for others or not. Raises UnknownLink or DeadLink for a bad token, and
    TooManyAttempts after many that were never sent; a link that works always opens.
    """
    if request.endpoint is None:
        return None
    rule = RULES.get(request.endpoint)
    if rule is None:
        abort(403)
    refused = _check_who(rule.who)
    if refused is None:
        _check_scope(rule.scope)
    return refused


def _check_who(who: Who) -> Answer | None:
    match who:
        case ByLink(purpose):
            _check_link(purpose)
        case ForStaff(roles, fresh):
            return _check_staff(roles, fresh=fresh)
        case ForOneself(standings, fresh):
            return _check_oneself(standings, fresh=fresh)
    return None


def _check_scope(scope: Scope) -> None:
    path = request.view_args or {}
    if not path:
        return
    with reading(current.engine()) as session:
        if not scope.holds(session, path):
            abort(404)


def _check_link(purpose: LinkPurpose) -> None:
    token = (request.view_args or {})["token"]
    try:
        with reading(current.engine()) as session:
            open_link(session, current.now(), token, purpose)
    except (UnknownLink, DeadLink) as refusal:
        audit_trail.tell_denied(f"{audit_trail.LINK}{purpose}")
        if isinstance(refusal, UnknownLink):
            note_failure(Attempt.LINK)
        raise


def _check_staff(roles: tuple[Role, ...], *, fresh: bool) -> Answer | None:
    refused = _check_oneself((Standing.COMPLETE,), fresh=False)
    found = account_session()
    if refused is not None or found is None:
        return refused
    if found.user.role not in roles:
        audit_trail.tell_denied(str(request.endpoint))
        abort(403)
    return ask_to_confirm() if fresh and not found.fresh else None


def _check_oneself(standings: tuple[Standing, ...], *, fresh: bool) -> Answer | None:
    found = account_session()
    if found is None:
        if request.method == "GET":
            remember_wanted_page()
        return redirect(url_for("log_in.password"), code=303)
    if found.standing is Standing.COMPLETE and found.standing not in standings:
        return redirect(url_for("own_account.show"), code=303)
    if found.standing not in standings:
        return redirect(page_of(found.standing), code=303)
    return ask_to_confirm() if fresh and not found.fresh else None
