"""Two or three proposed experts side by side."""

from flask import render_template, request
from markupsafe import Markup

from expert_registry.expert import profile_text
from expert_registry.stored_profiles import profile_of
from service.database import reading
from service.domain.audit_kind import Subject
from service.domain.language import gettext as _
from service.web import audit_trail, current
from service.web.triage.case_content import choices
from service.web.triage.case_page import find_case
from service.web.triage.marked_text import marked
from service.web.triage.proposal_view import proposal_of
from service.web.triage.proposed_expert import ProposedExpert
from service.web.triage.state_words import PHASE

FEWEST, MOST = 2, 3


def comparison_page(reference: str) -> str:
    """Give the page with the experts of this proposal that were ticked (`deskundige`).

    Says what to do where fewer than two or more than three were ticked; numbers that do not
    belong to the proposal are left out.
    """
    with reading(current.engine()) as session:
        case = find_case(session, reference)
        audit_trail.tell_read(Subject.CASE, case.id)
        proposal = proposal_of(session, current.now(), case)
        ticked = request.args.getlist("deskundige")
        lines = [line for line in proposal.lines if str(line.expert.id) in ticked]
        return render_template(
            "bureau/comparison.html",
            case=case,
            proposal=proposal,
            lines=lines[:MOST],
            advice=_advice(len(lines)),
            texts={line.expert.id: _text(line) for line in lines[:MOST]},
            phase_words=PHASE,
            **choices(session),
        )


def _advice(number: int) -> str:
    if number < FEWEST:
        return _("Vink op de lijst twee of drie deskundigen aan om te vergelijken.")
    if number > MOST:
        return _("U ziet de eerste drie. Meer passen er niet naast elkaar.")
    return ""


def _text(line: ProposedExpert) -> Markup:
    """The profile with the phrases marked that carried the match."""
    return marked(profile_text(profile_of(line.expert)), line.profile_phrases)
