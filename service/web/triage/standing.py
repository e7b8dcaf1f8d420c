"""Who is to act in a case and which clocks run: on its page, and asked for again by its script."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.invitations.invite_wave import LIST_CHANGES
from service.actions.partner_consent.whose_turn import partners_to_act
from service.domain.request_status import Act, Status
from service.storage import deadline, history_event, invitation
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from service.web import current
from service.web.labels import listed
from service.web.triage import state_words
from service.web.triage.changed_meanwhile import changes_since
from service.web.triage.clock_view import running_clocks
from service.web.triage.history_view import timeline

SINCE = "na"
MOST_TOLD = 3


def standing_content(
    session: Session,
    case: SupportRequest,
    clocks: Sequence[Deadline],
    events: Sequence[HistoryEvent],
    invited: Sequence[Invitation],
    assigned: Sequence[Assignment],
) -> dict[str, Any]:
    """Give the names that the template of the standing uses, with their values."""
    owner = case.owner.name if case.owner else ""
    return {
        "case": case,
        "status": state_words.STATUS[Status(case.status)],
        "waits_for": listed(partners_to_act(session, current.now(), [case]).get(case.id, [])),
        "used_up": _is_used_up(case, events),
        "clocks": running_clocks(clocks, current.now(), invited, assigned, owner),
    }


def standing_part(session: Session, case: SupportRequest) -> Response:
    """Give the standing of now, and what happened after the event in the address; 304 if known."""
    content = standing_content(
        session,
        case,
        deadline.of_request(session, case.id),
        history_event.of_request(session, case.id),
        invitation.of_request(session, case.id),
        invitation.assignments_of_request(session, case.id),
    )
    since = request.args.get(SINCE, 0, type=int)
    changed = timeline(session, changes_since(session, case, since))[:MOST_TOLD] if since else []
    response = make_response(render_template("bureau/standing.html", changed=changed, **content))
    response.add_etag()
    return response.make_conditional(request)


def _is_used_up(case: SupportRequest, events: Sequence[HistoryEvent]) -> bool:
    """Say whether everybody on the list was asked, and nobody was added since."""
    steps = [e.kind for e in events if e.kind in (*LIST_CHANGES, Act.EXHAUST_LIST)]
    waits = case.status == Status.PROPOSED and case.ask_again_at is None
    return waits and steps[-1:] == [Act.EXHAUST_LIST]
