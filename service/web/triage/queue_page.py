"""The page of the queue, and the part of it that a browser asks for again."""

from collections.abc import Mapping

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.http import generate_etag
from werkzeug.wrappers import Response

from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES
from service.domain.urgency import Urgency
from service.storage import outbox_mail
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.triage.queue_filters import (
    ALL,
    ENDED,
    MINE,
    NEWS,
    UNOWNED,
    WAITING,
    Filters,
)
from service.web.triage.queue_view import queue
from service.web.triage.state_words import STATUS


def queue_page(session: Session) -> str:
    """Give the page with the queue."""
    part = _part(session)
    return render_template(
        "bureau/queue.html",
        part=part,
        etag=generate_etag(part.encode()),
        now=current.now(),
        filters=Filters.read(request.args),
        urgencies=tuple(Urgency),
        states={state: _(STATUS[state].label) for state in OPEN_STATES},
    )


def queue_part(session: Session) -> Response:
    """Give what may have changed, or 304 when the browser has it; the words of time count too."""
    response = make_response(_part(session))
    response.add_etag()
    return response.make_conditional(request)


def _part(session: Session) -> str:
    filters = Filters.read(request.args)
    found = queue(session, current.now(), filters, logged_in_user().id)
    return render_template(
        "bureau/queue_part.html",
        queue=found,
        filters=filters,
        parts=_parts(found.parts),
        troubled_mails=len(outbox_mail.troubled(session)),
    )


def _parts(counts: Mapping[str, int]) -> list[tuple[str, str, int | None]]:
    """Give the parts of the queue: the value in the address, the name and the number of cases."""
    names = {
        ALL: _("Alle open"),
        NEWS: _("Nieuw voor u"),
        MINE: _("Van mij"),
        UNOWNED: _("Zonder eigenaar"),
        WAITING: _("Wacht op gemeente"),
        ENDED: _("Beëindigd"),
    }
    return [(value, name, counts.get(value)) for value, name in names.items()]
