"""Changing the wording of a mail: the form, the preview that comes before saving, and saving."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.actions.mail.change_wording import adopt_wording, wording_of
from service.database import reading, writing
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.domain.mail_piece import InvalidWords, problems_of
from service.mail.template_pieces import pieces_of
from service.storage.mail_template_version import newest_number
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.form_state import Form, as_typed
from service.web.mail_templates.sample_mails import sample_mails
from service.web.mail_templates.wording_difference import differences
from service.web.mail_templates.wording_form import (
    based_on,
    errors_of,
    fields_of,
    meanings,
    stored,
    summary_of,
    typed_words,
)

Answer = str | Response | tuple[str, int]


def change_page(kind: str) -> Answer:
    """Show the form with the newest version; a POST does what its button says."""
    number, now_worded = _newest(kind)
    if request.method == "GET":
        return _form_page(kind, stored(now_worded, number))
    words = typed_words(kind, request.form)
    sent = Form(as_typed(request.form), errors_of(problems_of(pieces_of(kind), words)))
    button = request.form.get("doe")
    if sent.errors or button == "terug":
        return _form_page(kind, sent)
    if button == "bewaren":
        return _save(kind, sent, words)
    return _preview_page(kind, words, now_worded)


def _save(kind: str, sent: Form, words: dict[str, str]) -> Answer:
    now, actor = current.now(), logged_in_user().actor
    try:
        with writing(current.engine()) as session:
            row = adopt_wording(session, now, actor, kind, words, based_on(request.form))
            flash(_("Versie %(number)s is bewaard.") % {"number": row.version})
    except InvalidWords as refused:
        return _form_page(kind, Form(sent.typed, errors_of(refused.problems)))
    except ChangedMeanwhile:
        return _changed_meanwhile(kind, sent, words)
    return redirect(url_for("mail_templates.show", kind=kind), code=303)


def _changed_meanwhile(kind: str, sent: Form, words: dict[str, str]) -> Answer:
    """Nothing typed is lost: the form is shown again, now as a change of the newest version."""
    number, now_worded = _newest(kind)
    notice = _(
        "Iemand anders heeft deze mail intussen veranderd. Er is niets bewaard. Hieronder staat "
        "waar uw tekst anders is dan versie %(number)s."
    ) % {"number": number}
    typed = dict(sent.typed) | {"based_on": [str(number)]}
    page = Form(typed, notice=notice)
    return _form_page(kind, page, 409, differences(kind, now_worded, words))


def _newest(kind: str) -> tuple[int, dict[str, str]]:
    with reading(current.engine()) as session:
        number = newest_number(session, kind)
        return number, wording_of(session, kind, number)


def _form_page(kind: str, form: Form, status: int = 200, changes: object = ()) -> tuple[str, int]:
    page = render_template(
        "mail_templates/change.html",
        kind=kind,
        form=form,
        summary=summary_of(kind, form),
        fields=fields_of(kind),
        meanings=meanings(kind),
        changes=changes,
    )
    return page, 400 if form.errors else status


def _preview_page(kind: str, words: dict[str, str], former: dict[str, str]) -> str:
    return render_template(
        "mail_templates/preview.html",
        kind=kind,
        form=stored(words, based_on(request.form)),
        changes=differences(kind, former, words),
        samples=sample_mails(kind, words),
    )
