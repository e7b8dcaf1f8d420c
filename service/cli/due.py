"""`schakel due`: by when each step of a case must be done, and how that was counted."""

import json
from datetime import UTC, datetime

import click

from service.cli.chosen_agreement import chosen_agreement
from service.domain.agreement_words import calendar_label, term_text
from service.domain.counted_time import day_time, how_counted
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.domain.response_time import Clock, Terms
from service.domain.service_agreement import ServiceAgreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage.public_holidays import closed_days_from

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Moment(click.ParamType):
    """A moment in ISO 8601 with its offset from UTC."""

    name = "ISO time with offset"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Give the aware time; refuse one without an offset or outside this century."""
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(_("Dit is geen tijdstip. Voorbeeld: 2026-12-24T16:00+01:00"), param, ctx)
        if moment.tzinfo is None:
            reason = _("De tijdzone ontbreekt. Zet die erachter, zoals 2026-12-24T16:00+01:00")
            self.fail(reason, param, ctx)
        if not EARLIEST <= moment < LATEST:
            self.fail(_("Kies een jaar van 2000 tot en met 2099."), param, ctx)
        return moment.astimezone(AMSTERDAM)


@click.command()
@click.option(
    "--urgency",
    required=True,
    type=click.Choice([urgency.value for urgency in Urgency], case_sensitive=False),
    metavar="[U1|U2|U3|U4]",
    help="How urgent the request is.",
)
@click.option(
    "--submitted",
    required=True,
    type=Moment(),
    help="When it was submitted, such as 2026-12-24T16:00+01:00.",
)
@click.option("--partner", help="Partner of the expert, such as OMO: its own hours count too.")
@click.option(
    "--agreement",
    "version",
    type=click.IntRange(min=1),
    metavar="VERSION",
    help="Count with this version instead of the one that holds at that moment.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def due(
    urgency: str, submitted: datetime, partner: str | None, version: int | None, as_json: bool
) -> None:
    """Show by when each step must be done under the agreement on response times.

    Each step is counted as if what starts it happened at the moment of submission. An acute
    request (U1) is counted as if somebody is on duty. Without a database the agreement is the
    one that comes with the program.
    """
    agreement = chosen_agreement(submitted, version)
    partner = _partner(agreement, partner)
    clocks = _clocks(agreement, Urgency(urgency.upper()), submitted, partner)
    if as_json:
        moments = {step.value: _local(end).isoformat() for step, (_clock, end) in clocks.items()}
        answer = {"urgency": urgency.upper(), "submitted": submitted.isoformat(), "due": moments}
        click.echo(json.dumps(answer, indent=2))
    else:
        click.echo(_table(agreement, Urgency(urgency.upper()), partner, clocks))


def _partner(agreement: ServiceAgreement, partner: str | None) -> str | None:
    if partner is None or partner.lower() in agreement.partners:
        return partner and partner.lower()
    reason = _("Deze partner staat niet in de afspraak. Kies uit: %(partners)s")
    known = ", ".join(agreement.partners)
    raise click.BadParameter(reason % {"partners": known}, param_hint="--partner")


def _clocks(
    agreement: ServiceAgreement, urgency: Urgency, start: datetime, partner: str | None
) -> dict[Step, tuple[Clock, datetime]]:
    terms = Terms(agreement, urgency, closed_days_from(start, agreement))
    return {
        step: (terms.clock(step, start, partner), terms.due(step, start, partner)) for step in Step
    }


def _table(
    agreement: ServiceAgreement,
    urgency: Urgency,
    partner: str | None,
    clocks: dict[Step, tuple[Clock, datetime]],
) -> str:
    rows = [(_("stap"), _("termijn"), _("kalender"), _("uiterlijk"), _("zo geteld"))]
    for step, (running, end) in clocks.items():
        term = term_text(agreement.term(urgency, step, partner))
        calendar = " + ".join(calendar_label(name) for name in running.landing.name.split("+"))
        rows.append((step.label, term, calendar, day_time(end), how_counted(running, end)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
        for row in rows
    ]
    which = _("Afspraak: versie %(version)s, %(name)s.")
    facts = {"version": agreement.version, "name": agreement.name}
    return "\n".join([*lines, "", which % facts])


def _local(at: datetime) -> datetime:
    return at.astimezone(AMSTERDAM)
