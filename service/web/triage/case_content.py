"""Everything that the page of a case shows, read from the database in one transaction."""

from typing import Any

from sqlalchemy.orm import Session

from service.actions.requests.own_case import OWNER_ROLES
from service.domain.audit_kind import Subject
from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES, Status
from service.domain.urgency import Urgency
from service.storage import (
    added_information,
    case_note,
    deadline,
    evaluation,
    history_event,
    invitation,
    legal_hold,
    outbox_mail,
    referral,
    user_account,
)
from service.storage.request import SupportRequest
from service.web import audit_trail, current
from service.web.accounts.current_user import logged_in_user
from service.web.labels import partner_names, support_kind_names, theme_names
from service.web.triage import mail_words, state_words
from service.web.triage.act_order import act_order
from service.web.triage.case_acts import ACTS, FIRST_ACTS
from service.web.triage.case_form import case_form
from service.web.triage.consents_view import consent_lines
from service.web.triage.escalation_view import escalation_of
from service.web.triage.history_view import timeline
from service.web.triage.hold_view import hold_content
from service.web.triage.inviting_acts import is_asked_around
from service.web.triage.proposal_view import Proposal, proposal_of
from service.web.triage.redact_act import redactable_pieces
from service.web.triage.requester_check_view import call_via_options, requester_check
from service.web.triage.standing import standing_content
from service.web.triage.suggestions_view import suggestions_of
from service.web.triage.undo_view import undo_of
from service.web.triage.wave_view import WaveView, wave_of


def case_content(session: Session, case: SupportRequest) -> dict[str, Any]:
    """Give the names that the templates of a case use, with their values; told as reading it."""
    audit_trail.tell_read(Subject.CASE, case.id)
    proposal = proposal_of(session, current.now(), case)
    offered = choices(session)
    possible = {name for name, act in ACTS.items() if act.possible(case)}
    return {
        "shown_act": "",
        "preview_at": "",
        "now": current.now(),
        "is_open": case.status in OPEN_STATES,
        "words": state_words,
        "mail_words": mail_words,
        "possible": possible,
        "acts": act_order(case, possible, logged_in_user().id),
        "first_acts": FIRST_ACTS.get(Status(case.status), ()),
        "proposal": proposal,
        "form": case_form(case, proposal),
        **offered,
        "suggestions": suggestions_of(
            session, case, proposal.run, offered["themes"], offered["support_kinds"]
        ),
        "consents": consent_lines(session, case),
        "wave": _wave(session, case, proposal) if is_asked_around(case) else None,
        "redactable": redactable_pieces(session, case),
        "requester_check": requester_check(session, case),
        "kept_by_law": legal_hold.standing(session, case.id) is not None,
        **hold_content(session, case),
        **_course(session, case),
    }


def choices(session: Session) -> dict[str, Any]:
    """Give what can be chosen in the forms, and the labels of slugs."""
    owners = user_account.with_role(session, *OWNER_ROLES)
    parties = referral.directory(session)
    return {
        "themes": theme_names(session),
        "support_kinds": support_kind_names(session),
        "partners": partner_names(session),
        "owner_options": [(str(user.id), user.name) for user in owners],
        "party_options": [(t.signal, f"{_(t.signal_nl)} → {_(t.refer_to)}") for t in parties],
        "call_via_options": call_via_options(),
        "phases": [(phase, _(text)) for phase, text in state_words.PHASE.items()],
        "urgencies": [(urgency, urgency.label) for urgency in Urgency],
        "decline_options": [(r, _(text)) for r, text in state_words.DECLINE_REASON.items()],
    }


def _wave(session: Session, case: SupportRequest, proposal: Proposal) -> WaveView:
    checked = {line.expert.id: line.eligibility for line in proposal.lines}
    return wave_of(session, current.now(), case, checked)


def _course(session: Session, case: SupportRequest) -> dict[str, Any]:
    """What happened so far and which clocks run."""
    events = history_event.of_request(session, case.id)
    mails = outbox_mail.of_request(session, case.id)
    invited = invitation.of_request(session, case.id)
    assigned = invitation.assignments_of_request(session, case.id)
    clocks = deadline.of_request(session, case.id)
    return {
        **standing_content(session, case, clocks, events, invited, assigned),
        "invitations": invited,
        "assignments": assigned,
        "information": added_information.of_request(session, case.id),
        "notes": case_note.of_request(session, case.id),
        "evaluations": evaluation.of_request(session, case.id),
        "mails": mails,
        "recipients": mail_words.recipients(session, mails),
        "history": timeline(session, events),
        "escalation": escalation_of(session, current.now(), clocks, events),
        "undo": undo_of(session, current.now(), case, events),
        "last_event": events[-1].id,
    }
