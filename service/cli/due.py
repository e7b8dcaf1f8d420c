"""`schakel due`: by when each step of a case must be done, and how that was counted."""

import json
from datetime import UTC, datetime, timedelta

import click

from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.domain.response_time import Clock, clock
from service.domain.response_time import due as due_moment
from service.domain.service_agreement import ServiceAgreement, default_agreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.working_time import open_stretches
from service.storage.public_holidays import closed_days_from

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SHOWN_STRETCHES = 3


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
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def due(urgency: str, submitted: datetime, partner: str | None, as_json: bool) -> None:
    """Show by when each step must be done under the default agreement.

    Each step is counted as if what starts it happened at the moment of submission. An acute
    request (U1) is counted as if somebody is on duty.
    """
    agreement = default_agreement()
    clocks = _clocks(agreement, Urgency(urgency.upper()), submitted, _partner(agreement, partner))
    if as_json:
        moments = {step.value: _local(end).isoformat() for step, (_clock, end) in clocks.items()}
        answer = {"urgency": urgency.upper(), "submitted": submitted.isoformat(), "due": moments}
        click.echo(json.dumps(answer, indent=2))
    else:
        click.echo(_table(agreement, Urgency(urgency.upper()), clocks))


def _partner(agreement: ServiceAgreement, partner: str | None) -> str | None:
    if partner is None or partner.lower() in agreement.partners:
        return partner and partner.lower()
    reason = _("Deze partner staat niet in de afspraak. Kies uit: %(partners)s")
    known = ", ".join(agreement.partners)
    raise click.BadParameter(reason % {"partners": known}, param_hint="--partner")


def _clocks(
    agreement: ServiceAgreement, urgency: Urgency, start: datetime, partner: str | None
) -> dict[Step, tuple[Clock, datetime]]:
    holidays = closed_days_from(start, agreement)
    calendar = agreement.partner_calendar(partner)
    clocks = {}
    for step in Step:
        facts = (agreement, urgency, step, start, holidays, (), calendar)
        clocks[step] = (clock(*facts), due_moment(*facts))
    return clocks


def _table(
    agreement: ServiceAgreement, urgency: Urgency, clocks: dict[Step, tuple[Clock, datetime]]
) -> str:
    rows = [(_("stap"), _("termijn"), _("kalender"), _("uiterlijk"), _("zo geteld"))]
    for step, (running, end) in clocks.items():
        term = str(agreement.terms[urgency][step])
        rows.append(
            (step.label, term, running.landing.name, _day_time(end), _reasoning(running, end))
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
        for row in rows
    )


def _reasoning(running: Clock, end: datetime) -> str:
    """Say which open time was counted, or where calendar days landed."""
    landed = running.start + running.amount
    if running.counting is not running.landing:
        text = _("zelfde kloktijd op %(landed)s") % {"landed": _day_time(landed)}
        return text if landed == end else text + _(", dan het eerste open moment")
    stretches = open_stretches(running.start, end, running.counting)
    texts = [_stretch(opens, closes) for opens, closes in stretches]
    if len(texts) > SHOWN_STRETCHES:
        skipped = _("… nog %(count)s delen …") % {"count": len(texts) - 2}
        texts = [texts[0], skipped, texts[-1]]
    return "; ".join(texts)


def _stretch(opens: datetime, closes: datetime) -> str:
    same_day = _local(opens).date() == _local(closes).date()
    until = _day_time(closes).split()[-1] if same_day else _day_time(closes)
    hours, rest = divmod(closes - opens, timedelta(hours=1))
    minutes, seconds = divmod(rest, timedelta(minutes=1))
    length = f"{hours}:{minutes:02}" + (f":{seconds.seconds:02}" if seconds else "")
    return f"{_day_time(opens)}–{until} ({length})"


def _day_time(at: datetime) -> str:
    local = _local(at)
    text = f"{WEEKDAYS[local.weekday()]} {local:%d-%m-%Y %H:%M}"
    return f"{text}:{local:%S}" if local.second else text


def _local(at: datetime) -> datetime:
    return at.astimezone(AMSTERDAM)
