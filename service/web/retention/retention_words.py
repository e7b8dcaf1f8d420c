"""The rules of retention and what was destroyed, as lines that a person reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.retention import RULES, YEAR, Effect, Rule, RuleCode
from service.storage.destruction import Destruction

EFFECT = {
    Effect.EMPTY: lazy("leeggemaakt"),
    Effect.DELETE: lazy("verwijderd"),
    Effect.ANONYMISE: lazy("naamloos gemaakt"),
    Effect.KEEP: lazy("blijft"),
}
IDS_SHOWN = 20


@dataclass(frozen=True)
class RuleLine:
    """One rule, in the language of the page."""

    what: str
    how_long: str
    then: str
    why: str


@dataclass(frozen=True)
class DestructionLine:
    """One piece that was destroyed; `records` are numbers of rows, shortened when many."""

    number: int
    at: datetime
    what: str
    count: int
    records: str


def rule_lines() -> list[RuleLine]:
    """Give all rules in their order."""
    return [
        RuleLine(_(rule.what), how_long(rule), _(EFFECT[rule.effect]), _(rule.why))
        for rule in RULES.values()
    ]


def how_long(rule: Rule) -> str:
    """Give the time of a rule, and from when it counts."""
    if rule.kept is None:
        return _(rule.counted_from) or _("zonder einde")
    words = {"time": _time(rule.kept), "start": _(rule.counted_from)}
    return _("{time} na {start}").format(**words)


def destruction_lines(rows: Iterable[Destruction]) -> list[DestructionLine]:
    """Give what was destroyed in the same order; a rule that is gone shows as its code."""
    return [DestructionLine(row.id, row.at, _what(row), row.count, _records(row)) for row in rows]


def _what(row: Destruction) -> str:
    known = row.rule in set(RuleCode)
    return _(RULES[RuleCode(row.rule)].what) if known else row.rule


def _records(row: Destruction) -> str:
    numbers = ", ".join(str(number) for number in row.record_ids[:IDS_SHOWN])
    more = " …" if len(row.record_ids) > IDS_SHOWN else ""
    return f"{row.table_name} {numbers}{more}".strip()


def _time(kept: timedelta) -> str:
    if kept % YEAR:
        return ngettext("{n} dag", "{n} dagen", kept.days).format(n=kept.days)
    years = kept // YEAR
    return ngettext("{n} jaar", "{n} jaar", years).format(n=years)
