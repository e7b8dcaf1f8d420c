"""Who may see what: one rule per endpoint, enforced before every page."""

from dataclasses import dataclass

from flask import Flask, abort, redirect, request, url_for

from service.actions.mail.open_link import open_link
from service.database import reading
from service.domain.actor import Role
from service.domain.errors import DeadLink, UnknownLink
from service.domain.session_standing import Standing
from service.domain.throttle import Attempt
from service.storage.mail_link import LinkPurpose
from service.web import audit_trail, current
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


Rule = Public | ByLink | ForStaff | ForOneself

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
OWN_ACCOUNT = ForOneself((Standing.COMPLETE,))
OWN_SESSIONS = ForOneself(OWN_ACCOUNT.standings, fresh=True)
OWN_CODE = ForOneself((Standing.CODE_NEEDED,))
OWN_CONFIRMATION = ForOneself((Standing.COMPLETE, Standing.SET_UP_NEEDED))
OWN_SECOND_STEP = ForOneself(OWN_CONFIRMATION.standings, fresh=True)
REGISTRY = ForStaff((*CASEWORK.roles, Role.PARTNER_CONTACT))

RULES: dict[str, Rule] = {
    "static": PUBLIC,
    "start.home": PUBLIC,
    "start.health": PUBLIC,
    "start.accessibility": PUBLIC,
    "start.house_style": PUBLIC,
    "languages.choose": PUBLIC,
    "intake.form": PUBLIC,
    "intake.received": PUBLIC,
    "status.show": ByLink(LinkPurpose.STATUS),
    "status.add": ByLink(LinkPurpose.STATUS),
    "status.ask_for_link": ByLink(LinkPurpose.STATUS),
    "invitations.show": ByLink(LinkPurpose.ANSWER),
    "invitations.accept": ByLink(LinkPurpose.ANSWER),
    "invitations.decline": ByLink(LinkPurpose.ANSWER),
    "assignments.show": ByLink(LinkPurpose.ASSIGNMENT),
    "assignments.calendar": ByLink(LinkPurpose.ASSIGNMENT),
    "assignments.confirm": ByLink(LinkPurpose.ASSIGNMENT),
    "assignments.ask_to_hand_back": ByLink(LinkPurpose.ASSIGNMENT),
    "link_acts.hand_back": ByLink(LinkPurpose.HAND_BACK),
    "link_acts.refuse_expert": ByLink(LinkPurpose.REFUSE_EXPERT),
    "link_acts.withdraw": ByLink(LinkPurpose.WITHDRAW),
    "link_acts.reopen": ByLink(LinkPurpose.REOPEN),
    "evaluation.evaluate": ByLink(LinkPurpose.EVALUATE),
    "partner_consent.show": ByLink(LinkPurpose.PARTNER_CONSENT),
    "partner_consent.agree": ByLink(LinkPurpose.PARTNER_CONSENT),
    "partner_consent.refuse": ByLink(LinkPurpose.PARTNER_CONSENT),
    "accounts.login": PUBLIC,
    "accounts.claim": PUBLIC,
    "accounts.logout": PUBLIC,
    "accounts.logged_out": PUBLIC,
    "log_in.password": PUBLIC,
    "log_in.forgotten": PUBLIC,
    "log_in.second_step": OWN_CODE,
    "log_in.passkey_options": OWN_CODE,
    "log_in.use_passkey": OWN_CODE,
    "confirmation.confirm": OWN_CONFIRMATION,
    "own_account.show": OWN_ACCOUNT,
    "own_account.end": OWN_SESSIONS,
    "own_account.end_others": OWN_SESSIONS,
    "own_account.new_password": OWN_ACCOUNT,
    "own_second_step.show": OWN_SECOND_STEP,
    "own_second_step.app": OWN_SECOND_STEP,
    "own_second_step.new_codes": OWN_SECOND_STEP,
    "own_second_step.remove_app": OWN_SECOND_STEP,
    "own_second_step.passkey_options": OWN_SECOND_STEP,
    "own_second_step.add_passkey": OWN_SECOND_STEP,
    "own_second_step.remove_passkey": OWN_SECOND_STEP,
    "account_list.overview": ACCOUNTS,
    "account_list.add": ACCOUNTS,
    "account_list.account": ACCOUNTS,
    "account_list.change": ACCOUNTS,
    "account_list.close": ACCOUNTS,
    "account_list.open_again": ACCOUNTS,
    "account_list.reset": ACCOUNTS,
    "account_list.send_again": ACCOUNTS,
    "triage.queue": QUEUE,
    "triage.queue_refresh": CASEWORK,
    "triage.case": CASEWORK,
    "triage.case_standing": CASEWORK,
    "triage.compare": CASEWORK,
    "triage.act": CASEWORK,
    "triage.invitation_act": CASEWORK,
    "triage.assignment_act": CASEWORK,
    "triage.mail_act": CASEWORK,
    "triage.consent_act": CASEWORK,
    "triage.telephone": CASEWORK,
    "triage.mails": CASEWORK,
    "agreements.overview": QUEUE,
    "agreements.version": QUEUE,
    "agreements.change": AGREEMENT_CHANGE,
    "agreements.withdraw": AGREEMENT_CHANGE,
    "mail_templates.overview": QUEUE,
    "mail_templates.show": QUEUE,
    "mail_templates.version": QUEUE,
    "mail_templates.change": WORDING,
    "mail_templates.restore": WORDING,
    "dashboard.figures": QUEUE,
    "duty.roster": CASEWORK,
    "duty.shift": CASEWORK,
    "duty.add": CASEWORK,
    "duty.hand_over": CASEWORK,
    "duty.repeat": CASEWORK,
    "duty.change": CASEWORK,
    "duty.remove": CASEWORK,
    "alarms.overview": CASEWORK,
    "audit.overview": AUDIT_LOG,
    "retention.overview": RETENTION,
    "retention.hold": LEGAL_HOLD,
    "retention.one_hold": RETENTION,
    "retention.lift": LEGAL_HOLD,
    "audit.export": AUDIT_EXPORT,
    "registry.experts": REGISTRY,
    "registry.expert": REGISTRY,
    "registry.edit": REGISTRY,
    "registry.store": REGISTRY,
    "registry.absence": REGISTRY,
    "partners.overview": CASEWORK,
    "partners.partner": CASEWORK,
    "partners.details": CASEWORK,
    "partners.standing": CASEWORK,
}


def install(app: Flask) -> None:
    """Enforce the table before every request."""
    app.before_request(check_access)


def check_access() -> Answer | None:
    """Let the request through, send staff to the next step of logging in, or refuse it.

    An endpoint without a rule is closed. Raises UnknownLink or DeadLink for a bad token, and
    TooManyAttempts after many that were never sent; a link that works always opens.
    """
    if request.endpoint is None:
        return None
    match RULES.get(request.endpoint):
        case ByLink(purpose):
            _check_link(purpose)
        case ForStaff(roles, fresh):
            return _check_staff(roles, fresh=fresh)
        case ForOneself(standings, fresh):
            return _check_oneself(standings, fresh=fresh)
        case None:
            abort(403)
    return None


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
