"""The report on the registry as lines for a person and as values for a program."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from expert_registry.registry_report import RegistryReport
from expert_registry.supply import SHORT
from expert_registry.supply_overview import Supply


def as_values(report: RegistryReport) -> dict[str, Any]:
    """Give the whole report in lists, dictionaries, texts and numbers."""
    outside = report.external_ids
    return {
        "experts": report.experts,
        "can_help": report.can_help,
        "without_vector": report.without_vector,
        "themes": {theme: asdict(supply) for theme, supply in report.themes.items()},
        "themes_without_supply": _with(report, 0),
        "themes_with_one_expert": _with(report, 1),
        "support_kinds": report.kinds,
        "partners": report.partners,
        "hint_counts": _hint_counts(report),
        "profiles": [
            {
                "expert_id": expert_id,
                "external_id": outside[expert_id],
                "hints": [{"kind": hint.kind, "text": hint.text_nl} for hint in hints],
            }
            for expert_id, hints in report.hints.items()
        ],
        "near_doubles": [
            asdict(pair) | {"external_ids": [outside[each] for each in pair.expert_ids]}
            for pair in report.doubles
        ],
        "never_proposed": [outside[each] for each in report.never_proposed],
        "often_proposed": [outside[each] for each in report.often_proposed],
    }


def as_lines(report: RegistryReport) -> Iterator[str]:
    """Give the report as a person reads it: what is short first, then profile by profile."""
    outside = report.external_ids
    yield f"{report.experts} experts, of whom {report.can_help} can be asked"
    if report.without_vector:
        yield f"{report.without_vector} not compared with others: the worker has not read them yet"
    yield from ("", f"Themes without supply: {_named(report, 0)}")
    yield f"Themes with a single expert: {_named(report, 1)}"
    yield from ("", *_supply_table(report))
    yield from ("", "Experts by kind of support")
    yield from (f"{report.names[kind]:44} {count:5}" for kind, count in report.kinds.items())
    yield from ("", f"Profiles with something to add: {len(report.hints)}")
    yield from (f"{kind:20} {count:5}" for kind, count in _hint_counts(report).items())
    for expert_id, hints in report.hints.items():
        yield outside[expert_id]
        yield from (f"  {hint.text_nl}" for hint in hints)
    yield from ("", f"Profiles that are nearly the same: {len(report.doubles)}")
    for pair in report.doubles:
        one, other = (outside[each] for each in pair.expert_ids)
        yield f"{one} and {other}: meaning {pair.meaning:.2f}, letters {pair.letters:.2f}"
    for title, ids in (
        ("Never proposed", report.never_proposed),
        ("Proposed for half of all requests", report.often_proposed),
    ):
        if ids:
            yield from ("", f"{title}: {', '.join(outside[each] for each in ids)}")


def _supply_table(report: RegistryReport) -> Iterator[str]:
    """One line per theme, the shortest supply first."""
    partners = "".join(f"{report.names[partner]:>18.17}" for partner in report.partners)
    yield f"{'theme':44} {'experts':>7} {'main':>5}{partners}  kinds at most one expert offers"
    for theme, supply in sorted(report.themes.items(), key=lambda item: item[1].experts):
        numbers = "".join(f"{supply.by_partner.get(one, 0):18}" for one in report.partners)
        counts = f"{supply.experts:7} {supply.as_main:5}{numbers}"
        yield f"{report.names[theme]:44.44} {counts}  {_short_kinds(supply)}"


def _short_kinds(supply: Supply) -> str:
    short = [kind for kind, count in supply.by_kind.items() if count <= SHORT]
    return "all" if len(short) == len(supply.by_kind) else ", ".join(short)


def _hint_counts(report: RegistryReport) -> dict[str, int]:
    return dict(Counter(hint.kind.value for hints in report.hints.values() for hint in hints))


def _with(report: RegistryReport, experts: int) -> list[str]:
    return [theme for theme, supply in report.themes.items() if supply.experts == experts]


def _named(report: RegistryReport, experts: int) -> str:
    return ", ".join(report.names[theme] for theme in _with(report, experts)) or "none"
