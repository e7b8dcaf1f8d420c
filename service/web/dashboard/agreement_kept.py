"""Picture: which response times were kept, per step."""

from collections.abc import Mapping

from service.domain.case_figures import ClockFact, Outcome, kept_share, outcomes_per_step
from service.domain.language import gettext as _
from service.domain.step import Step
from service.web.dashboard.numbers import HIDDEN, Sight, number, share
from service.web.dashboard.picture import (
    DOTTED,
    HATCHED,
    SOLID,
    BarPicture,
    DataTable,
    Frame,
    stacked,
)
from service.web.local_time import capitalize_first

Outcomes = Mapping[Outcome, int]


def agreement_picture(clocks: Mapping[ClockFact, int], sight: Sight) -> BarPicture:
    """Give per step which part was in time, late, and not done at all."""
    steps = outcomes_per_step(clocks)
    n = sum(sum(found.values()) for found in steps.values())
    in_time = sum(found[Outcome.IN_TIME] for found in steps.values())
    words = (_("op tijd"), _("te laat gedaan"), _("niet gedaan"))
    return BarPicture(
        Frame(
            "afspraak",
            _("Termijnen gehaald, per stap"),
            _("Van elke stap die klaar is of klaar moest zijn."),
            _in_words(in_time, n, sight),
            _table(steps, sight),
            "" if steps else _("In deze periode is nog geen stap klaar."),
        ),
        tuple(
            stacked(capitalize_first(step.label), _value(found, sight), _parts(found, sight), 1)
            for step, found in steps.items()
        ),
        tuple(zip((DOTTED, HATCHED, SOLID), words, strict=True)),
    )


def _parts(found: Outcomes, sight: Sight) -> dict[str, float]:
    n = sum(found.values())
    if not sight.enough(n):
        return {}
    undone = found[Outcome.STILL_OPEN] + found[Outcome.NEVER_DONE]
    return {
        DOTTED: found[Outcome.IN_TIME] / n,
        HATCHED: found[Outcome.LATE] / n,
        SOLID: undone / n,
    }


def _in_words(in_time: int, n: int, sight: Sight) -> str:
    if not n or not sight.enough(n):
        return _("n = {n}.").format(n=n)
    return _("Alles samen: {share} gehaald, n = {n}.").format(share=share(in_time / n), n=n)


def _value(found: Outcomes, sight: Sight) -> str:
    n = sum(found.values())
    return _("{share}, n = {n}").format(share=_kept(found, sight), n=n)


def _kept(found: Outcomes, sight: Sight) -> str:
    part = kept_share(found)
    return share(part) if part is not None and sight.enough(sum(found.values())) else HIDDEN


def _table(steps: Mapping[Step, Outcomes], sight: Sight) -> DataTable:
    """Give the numbers; how breaches ended only to who may see every case."""
    head = (_("Stap"), _("Op tijd"), _("n"))
    ended = {
        Outcome.LATE: _("Te laat gedaan"),
        Outcome.STILL_OPEN: _("Nog niet gedaan"),
        Outcome.NEVER_DONE: _("Niet gedaan, vervallen"),
    }
    rows = []
    for step, found in steps.items():
        row = (capitalize_first(step.label), _kept(found, sight), number(sum(found.values())))
        rows.append((*row, *(number(found[each]) for each in ended if sight.all)))
    return DataTable((*head, *(ended.values() if sight.all else ())), tuple(rows))
