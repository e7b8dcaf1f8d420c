"""Changing the agreement: the form, the preview that comes before saving, and adopting it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.actions.agreements.adopt_agreement import adopt_agreement, partner_problems
from service.actions.agreements.agreement_in_force import latest_agreement
from service.database import reading, writing
from service.domain.calendar_json import WEEKDAYS
from service.domain.errors import ChangedMeanwhile
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement
from service.domain.time_errors import InvalidAgreement
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.agreements.agreement_fields import ESCALATION_LEVELS, fields_of
from service.web.agreements.new_calendar import NEW
from service.web.agreements.partner_names import partner_names
from service.web.agreements.preview_page import preview_page
from service.web.agreements.read_agreement import AgreementForm
from service.web.agreements.typed_values import NotUnderstood, moment
from service.web.form_state import as_typed

Answer = str | Response | tuple[str, int]


def change_page() -> Answer:
    """Show the form with the last version; a POST does what its button says."""
    latest = _latest()
    if request.method == "GET":
        return _form_page(AgreementForm(fields_of(latest, partner_names())))
    typed = as_typed(request.form)
    sent = AgreementForm({name: typed[name] for name in typed if name != "csrf_token"})
    button = request.form.get("doe")
    if button in ("terug", "kalender"):
        return _form_page(sent)
    agreement = _checked(sent)
    if agreement is None:
        return _form_page(sent)
    if button == "vaststellen":
        return _adopt(sent, agreement, latest)
    return preview_page(sent, agreement, latest)


def _adopt(sent: AgreementForm, agreement: ServiceAgreement, latest: ServiceAgreement) -> Answer:
    now, actor = current.now(), logged_in_user().actor
    try:
        begins = moment(sent.text("valid_from_day"), sent.text("valid_from_time")) or now
        with writing(current.engine()) as session:
            row = adopt_agreement(session, now, actor, agreement, begins, sent.based_on)
            flash(_("Versie %(number)s is vastgesteld.") % {"number": row.version})
    except NotUnderstood as error:
        sent.errors["valid_from_day"] = str(error)
        return preview_page(sent, agreement, latest)
    except InvalidAgreement as refused:
        sent.refuse(refused.problems)
        return preview_page(sent, agreement, latest)
    except ChangedMeanwhile:
        return _changed_meanwhile(sent)
    return redirect(url_for("agreements.overview"), code=303)


def _changed_meanwhile(sent: AgreementForm) -> Answer:
    """Nothing typed is lost: the form is shown again, now as a change of the newest version."""
    sent.typed["based_on"] = [str(_latest().version)]
    sent.notice = _(
        "Iemand anders heeft de afspraak intussen veranderd. Er is niets bewaard. Bekijk nog "
        "eens wat er verandert."
    )
    return _form_page(sent, 409)


def _checked(sent: AgreementForm) -> ServiceAgreement | None:
    agreement = sent.agreement()
    if agreement is None:
        return None
    with reading(current.engine()) as session:
        sent.refuse(partner_problems(session, agreement))
    return None if sent.errors else agreement


def _latest() -> ServiceAgreement:
    with reading(current.engine()) as session:
        return latest_agreement(session)


def _form_page(sent: AgreementForm, status: int = 200) -> tuple[str, int]:
    page = render_template(
        "agreements/change.html",
        form=sent.form,
        summary=sent.summary,
        partner_names=partner_names(),
        weekdays=WEEKDAYS,
        levels=ESCALATION_LEVELS,
        new=NEW,
    )
    return page, 400 if sent.errors else status
