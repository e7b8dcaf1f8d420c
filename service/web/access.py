"""Who may see what: one rule per endpoint, enforced before every page."""

from dataclasses import dataclass

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from service.actions.mail.open_link import open_link
from service.database import reading
from service.domain.actor import Role
from service.domain.errors import DeadLink, UnknownLink
from service.domain.throttle import Attempt
from service.storage.mail_link import LinkPurpose
from service.web import audit_trail, current
from service.web.accounts.current_user import current_user
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
    """Only people who are logged in with one of these roles."""

    roles: tuple[Role, ...]


Rule = Public | ByLink | ForStaff

PUBLIC = Public()
CASEWORK = ForStaff(tuple(role for role in Role if role.opens_cases))
QUEUE = ForStaff((*CASEWORK.roles, Role.PROGRAMME_MANAGER))
AGREEMENT = ForStaff((Role.PROGRAMME_MANAGER, Role.ADMIN))
WORDING = AGREEMENT
AUDIT_LOG = ForStaff((Role.PRIVACY_OFFICER, Role.ADMIN))
REGISTRY = ForStaff((*CASEWORK.roles, Role.PARTNER_CONTACT))

RULES: dict[str, Rule] = {
    "static": PUBLIC,
    "start.home": PUBLIC,
    "start.health": PUBLIC,
    "start.how_to_log_in": PUBLIC,
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
    "agreements.change": AGREEMENT,
    "agreements.withdraw": AGREEMENT,
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
    "audit.export": AUDIT_LOG,
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


def check_access() -> Response | None:
    """Let the request through, send staff to the page about logging in, or refuse it.

    An endpoint without a rule is closed. Raises UnknownLink or DeadLink for a bad token, and
    TooManyAttempts after many that were never sent; a link that works always opens.
    """
    if request.endpoint is None:
        return None
    match RULES.get(request.endpoint):
        case ByLink(purpose):
            _check_link(purpose)
        case ForStaff(roles):
            return _check_staff(roles)
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


def _check_staff(roles: tuple[Role, ...]) -> Response | None:
    user = current_user()
    if user is None:
        return redirect(url_for("start.how_to_log_in"), code=303)
    if user.role not in roles:
        audit_trail.tell_denied(str(request.endpoint))
        abort(403)
    return None
