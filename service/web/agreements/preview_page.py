"""The preview before a version is adopted: what changes, and what becomes due when."""

from datetime import datetime, timedelta

from flask import render_template

from service.domain.agreement_difference import differences
from service.domain.opening_hours import AMSTERDAM
from service.domain.service_agreement import ServiceAgreement
from service.web import current
from service.web.agreements.partner_names import partner_names
from service.web.agreements.preview import DueTable, due_tables
from service.web.agreements.read_agreement import AgreementForm
from service.web.agreements.typed_values import NotUnderstood, moment

SHOWN = ("preview_day", "preview_time", "preview_partner", "valid_from_day", "valid_from_time")
FRIDAY, END_OF_THE_WEEK = 4, "17:00"


def preview_page(
    sent: AgreementForm, agreement: ServiceAgreement, former: ServiceAgreement
) -> tuple[str, int]:
    """Show what a new version would change; all that was typed goes along, hidden."""
    partner = sent.text("preview_partner")
    partner = partner if partner in agreement.partners else ""
    tables: list[tuple[datetime, list[DueTable]]] = [
        (at, due_tables(former, agreement, at, partner)) for at in _moments(sent)
    ]
    names = partner_names()
    page = render_template(
        "agreements/preview.html",
        form=sent.form,
        summary=sent.summary,
        hidden={name: values for name, values in sent.typed.items() if name not in (*SHOWN, "doe")},
        changes=differences(former, agreement, names),
        renamed=agreement.name != former.name,
        former=former,
        agreement=agreement,
        partner_names=names,
        tables=tables,
    )
    return page, 400 if sent.errors else 200


def _moments(sent: AgreementForm) -> list[datetime]:
    """Now, and the moment that the user picks: the end of this week where none was picked."""
    now = current.now()
    if "preview_day" not in sent.typed:
        local = now.astimezone(AMSTERDAM)
        friday = local + timedelta(days=(FRIDAY - local.weekday()) % 7)
        sent.typed |= {"preview_day": [f"{friday:%Y-%m-%d}"], "preview_time": [END_OF_THE_WEEK]}
    try:
        picked = moment(sent.text("preview_day"), sent.text("preview_time"))
    except NotUnderstood as error:
        sent.errors["preview_day"] = str(error)
        return [now]
    return [now] if picked is None else [now, picked]
