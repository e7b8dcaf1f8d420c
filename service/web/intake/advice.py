"""Advice before sending: whom to call first, and whether the urgency goes with the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.actions.requests.hold_for_signals import signals_in
from service.domain.hold import hold_reasons
from service.domain.urgency import Urgency
from service.domain.urgency_hints import UrgencyHint, urgency_hints
from service.web.form_fields import clean
from service.web.form_state import Form
from service.web.intake.choices import Signal
from service.web.intake.expected_moment import expected_moment
from service.web.personal_data_check import probable_names

READ = ("situation", "question", "done_so_far", "expected_size")
MOMENT = ("expected_moment_date", "expected_moment_time", "expected_moment_unknown")


@dataclass(frozen=True)
class Advice:
    """What a requester must know before sending.

    `call_first` was ticked, `read_in_text` was not; `more_urgent` speaks for more haste than was
    chosen. `held` says that no expert is looked for at first, `no_mandate` that the mayor must
    hear of it. `names` are pieces of the text that may be names of persons.
    """

    call_first: Sequence[Signal]
    read_in_text: Sequence[Signal]
    more_urgent: Sequence[UrgencyHint]
    held: bool
    no_mandate: bool
    names: Sequence[str]


def called_first(form: Form, signals: Sequence[Signal]) -> list[Signal]:
    """Give the signals that were ticked, an active crisis structure included."""
    reasons = _reasons(form)
    return [signal for signal in signals if signal.code in reasons]


def advice(form: Form, signals: Sequence[Signal], now: datetime) -> Advice:
    """Give the advice on a form that has no errors."""
    first = called_first(form, signals)
    texts = {name: clean(form.value(name)) for name in READ}
    found = {one.signal for one in signals_in(*texts.values())}
    read = [signal for signal in signals if signal.code in found and signal not in first]
    no_mandate = form.value("mayor_informed") != "yes"
    chosen = Urgency(form.value("urgency"))
    text = f"{texts['situation']}\n\n{texts['question']}"
    at = expected_moment({name: form.value(name) for name in MOMENT})
    return Advice(
        call_first=first,
        read_in_text=read,
        more_urgent=[h for h in urgency_hints(text, at, chosen, now) if h.suggested < chosen],
        held=bool(first or read or no_mandate),
        no_mandate=no_mandate,
        names=probable_names(texts.values()),
    )


def _reasons(form: Form) -> list[str]:
    crisis = form.value("crisis_structure_active") == "yes"
    return hold_reasons(form.values("referral_signals"), crisis, mayor_informed=True)
