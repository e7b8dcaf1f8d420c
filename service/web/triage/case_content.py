"""Everything that the page of a case shows, read from the database in one transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Partner, SupportKind, Theme
from service.actions.invitations.invite_wave import LIST_CHANGES
from service.actions.requests.own_case import OWNER_ROLES
from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES, Act, Status
from service.domain.urgency import Urgency
from service.storage import (
    added_information,
    deadline,
    evaluation,
    history_event,
    invitation,
    outbox_mail,
    referral,
    user_account,
)
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest
from service.web import current
from service.web.triage import mail_words, state_words
from service.web.triage.case_acts import ACTS, FIRST_ACTS
from service.web.triage.case_form import case_form
from service.web.triage.clock_view import running_clocks
from service.web.triage.escalation_view import escalation_of
from service.web.triage.history_view import timeline
from service.web.triage.hold_view import hold_content
from service.web.triage.inviting_acts import is_asked_around
from service.web.triage.proposal_view import proposal_of
from service.web.triage.suggestions_view import suggestions_of
from service.web.triage.undo_view import undo_of
from service.web.triage.wave_view import wave_of


def case_content(session: Session, case: SupportRequest) -> dict[str, Any]:
    """Give the names that the templates of a case use, with their values."""
    proposal = proposal_of(session, current.now(), case)
    choices = _choices(session)
    return {
        "shown_act": "",
        "case": case,
        "is_open": case.status in OPEN_STATES,
        "status": state_words.STATUS[Status(case.status)],
        "words": state_words,
        "mail_words": mail_words,
        "possible": {name for name, act in ACTS.items() if act.possible(case)},
        "first_acts": FIRST_ACTS.get(Status(case.status), ()),
        "proposal": proposal,
        "form": case_form(case, proposal, choices["themes"], choices["support_kinds"]),
        **choices,
        "suggestions": suggestions_of(
            session, case, proposal.run, choices["themes"], choices["support_kinds"]
        ),
        "wave": wave_of(session, current.now(), case) if is_asked_around(case) else None,
        **hold_content(session, case),
        **_course(session, case),
    }


def _choices(session: Session) -> dict[str, Any]:
    """What can be chosen in the forms, and the labels of slugs."""
    owners = user_account.with_role(session, *OWNER_ROLES)
    parties = referral.directory(session)
    return {
        "themes": _labels(session, Theme),
        "support_kinds": _labels(session, SupportKind),
        "partners": {partner.id: partner.name for partner in session.scalars(select(Partner))},
        "owner_options": [(str(user.id), user.name) for user in owners],
        "party_options": [(t.signal, f"{t.signal_nl} → {t.refer_to}") for t in parties],
        "phases": [(phase, _(text)) for phase, text in state_words.PHASE.items()],
        "urgencies": [(urgency, urgency.label) for urgency in Urgency],
        "decline_options": [(r, _(text)) for r, text in state_words.DECLINE_REASON.items()],
    }


def _course(session: Session, case: SupportRequest) -> dict[str, Any]:
    """What happened so far and which clocks run."""
    events = history_event.of_request(session, case.id)
    mails = outbox_mail.of_request(session, case.id)
    invited = invitation.of_request(session, case.id)
    assigned = invitation.assignments_of_request(session, case.id)
    clocks = deadline.of_request(session, case.id)
    return {
        "clocks": running_clocks(
            clocks, current.now(), invited, assigned, case.owner.name if case.owner else ""
        ),
        "invitations": invited,
        "assignments": assigned,
        "information": added_information.of_request(session, case.id),
        "evaluations": evaluation.of_request(session, case.id),
        "mails": mails,
        "recipients": mail_words.recipients(session, mails),
        "history": timeline(session, events),
        "escalation": escalation_of(session, current.now(), clocks, events),
        "undo": undo_of(session, current.now(), case, events),
        "last_event": events[-1].id,
        "used_up": _is_used_up(case, events),
    }


def _is_used_up(case: SupportRequest, events: Sequence[HistoryEvent]) -> bool:
    """Say whether everybody on the list was asked, and nobody was added since."""
    steps = [e.kind for e in events if e.kind in (*LIST_CHANGES, Act.EXHAUST_LIST)]
    waits = case.status == Status.PROPOSED and case.ask_again_at is None
    return waits and steps[-1:] == [Act.EXHAUST_LIST]


def _labels(session: Session, table: type[Theme] | type[SupportKind]) -> dict[str, str]:
    rows = session.execute(select(table.slug, table.label_nl).order_by(table.label_nl))
    return {row[0]: row[1] for row in rows}
