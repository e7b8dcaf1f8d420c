"""What stands in the fields of a case page: the stored values, or what was just typed."""

from collections.abc import Mapping, Sequence

from flask import request as http_request

from service.domain.language import in_dutch
from service.storage.request import SupportRequest
from service.web.form_state import Alarm, Form, as_typed
from service.web.labels import support_kind_names, theme_names
from service.web.triage.proposal_view import Proposal
from service.web.triage.summary_draft import summary_draft

# An unticked box sends nothing, so what is stored must not come back in its place.
TICKED = {"kenmerken": ("themes", "support_kinds")}


def case_form(request: SupportRequest, proposal: Proposal) -> Form:
    """Give the form with the stored values."""
    positions = {
        f"position-{expert_id}": [str(place)]
        for expert_id, place in proposal.start_positions(request.places).items()
    }
    summary = request.neutral_summary or _first_summary(proposal)
    return Form(
        positions
        | {
            "themes": list(request.themes),
            "support_kinds": list(request.support_kinds),
            "phase": [request.phase],
            "urgency": [request.urgency],
            "summary": [summary],
            "places": [str(request.places)],
            "parallel": [str(request.parallel)] if request.parallel else [],
        }
    )


@in_dutch()
def _first_summary(proposal: Proposal) -> str:
    """A draft in Dutch: it goes to the experts, whoever writes it."""
    themes, kinds = theme_names(proposal.session), support_kind_names(proposal.session)
    return summary_draft(proposal.request, themes, kinds)


def as_submitted(
    stored: Form,
    act: str,
    errors: Mapping[str, str],
    alarms: Mapping[str, Sequence[Alarm]] | None = None,
) -> Form:
    """Give the form with what was just posted for this act, its errors and alarms."""
    kept = {name: texts for name, texts in stored.typed.items() if name not in TICKED.get(act, ())}
    return Form(kept | as_typed(http_request.form), errors, alarms or {})
