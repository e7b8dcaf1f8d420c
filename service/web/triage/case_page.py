"""One case on one screen: as it is, after a mistake, or after somebody else was first."""

from collections.abc import Mapping, Sequence

from flask import render_template
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from service.actions.mail.preview_mails import MailPreview
from service.database import reading
from service.storage import request as requests
from service.storage.request import SupportRequest
from service.web import current
from service.web.form_state import Alarm
from service.web.triage.case_content import case_content
from service.web.triage.case_form import as_submitted
from service.web.triage.changed_meanwhile import changes_since
from service.web.triage.history_view import timeline
from service.web.triage.typed_texts import typed_texts


def find_case(session: Session, reference: str) -> SupportRequest:
    """Give the request with this reference; raises NotFound."""
    found = requests.by_reference(session, reference)
    if found is None:
        raise NotFound
    return found


def case_page(reference: str) -> str:
    """Give the page of a case."""
    with reading(current.engine()) as session:
        return render_template(
            "bureau/case.html", **case_content(session, find_case(session, reference))
        )


def refused_page(
    reference: str,
    act: str,
    errors: Mapping[str, str],
    alarms: Mapping[str, Sequence[Alarm]] | None = None,
) -> str:
    """Give the page of a case with the errors of an act and what was typed for it."""
    with reading(current.engine()) as session:
        content = case_content(session, find_case(session, reference))
        content["shown_act"] = act
        content["form"] = as_submitted(content["form"], act, errors, alarms)
        return render_template("bureau/case.html", **content)


def preview_page(reference: str, act: str, form_id: str, mails: Sequence[MailPreview]) -> str:
    """Give the page of a case with the mails of an act in its form, and what was typed for it."""
    with reading(current.engine()) as session:
        content = case_content(session, find_case(session, reference))
        content["shown_act"] = act
        content["form"] = as_submitted(content["form"], act, {})
        content |= {"preview_at": form_id, "previews": mails}
        return render_template("bureau/case.html", **content)


def changed_page(reference: str, act: str, errors: Mapping[str, str], last_event_id: int) -> str:
    """Give the page as it is now, with what happened after that event and what was typed."""
    with reading(current.engine()) as session:
        content = case_content(session, find_case(session, reference))
        content["shown_act"] = act
        content["form"] = as_submitted(content["form"], act, errors)
        content["changes"] = timeline(
            session, changes_since(session, content["case"], last_event_id)
        )
        content["typed_texts"] = typed_texts()
        form_id = f"act-{act}"
        content["typed_at"] = form_id if act in content["possible"] and form_id in errors else ""
        return render_template("bureau/case.html", **content)
