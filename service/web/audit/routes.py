"""The audit log for the privacy officer: a page with filters, and the same as a file."""

from flask import Blueprint, Response, render_template, request

from service.database import reading, writing
from service.domain.audit_kind import AuditKind, Subject
from service.domain.language import gettext as _
from service.storage import audit_entry, audit_search
from service.web import audit_trail, current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.audit.audit_csv import audit_csv
from service.web.audit.audit_filters import chosen
from service.web.audit.audit_lines import audit_lines
from service.web.audit.audit_words import KIND
from service.web.labels import account_names
from service.web.paging import PAGE, PER_PAGE, Page

blueprint = Blueprint("audit", __name__, url_prefix="/bureau/logboek")
blueprint.context_processor(desk_context)


@blueprint.get("")
def overview() -> str:
    """Show the entries that pass the filters, the latest first; reading them is told too."""
    audit_trail.tell_read(Subject.AUDIT, "")
    with reading(current.engine()) as session:
        accounts = account_names(session)
        found = chosen(session, request.args, accounts)
        page = Page.of(audit_search.count(session, found.search), request.args.get(PAGE, ""))
        entries = audit_search.latest(session, found.search, PER_PAGE, page.skipped)
        return render_template(
            "audit/log.html",
            lines=audit_lines(session, entries, accounts),
            page=page,
            chosen=found.fields,
            accounts=[(str(key), name) for key, name in accounts.items()],
            kinds=[(kind.value, _(label)) for kind, label in KIND.items()],
        )


@blueprint.get("/bestand")
def export() -> Response:
    """Give the entries that pass the filters as CSV; that it was taken is told first."""
    with reading(current.engine()) as session:
        found = chosen(session, request.args, account_names(session))
        text = audit_csv(audit_search.in_order(session, found.search))
    with writing(current.engine()) as session:
        who, now = logged_in_user().actor, current.now()
        audit_entry.note(session, now, who, AuditKind.EXPORT, "csv", Subject.AUDIT)
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="logboek.csv"'
    return response
