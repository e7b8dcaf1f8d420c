"""The comparison as a table in Markdown: for the terminal and for the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.domain.step import Step
from service.domain.urgency import Urgency

TOLD_STEPS = (
    Step.ACKNOWLEDGEMENT,
    Step.TRIAGE,
    Step.PROPOSAL,
    Step.EXPERT_REACTION,
    Step.FIRST_CONTACT,
    Step.CHECK_IN,
    Step.EVALUATION,
)
GROUPS = ("all", *Urgency)
TIMES = (
    "policy",
    "urgency",
    "n",
    "open h, median",
    "open h, p90",
    "wall h, median",
    "wall h, p90",
    "from asking, open h, median",
    "no match",
)
RATIOS = (
    "against one by one",
    "open h, median",
    "wall h, median",
    *(f"{urgency}, open h" for urgency in Urgency),
    "mails per match",
    "invitations per match",
)
LOADS = (
    "policy",
    "mails per match",
    "to experts",
    "invitations",
    "answers too late",
    "matches, most of one",
    "top-5 share",
    "over limits",
)
Row = Sequence[object]


def tables(comparison: dict[str, Any]) -> str:
    """Give the tables: against one by one, times per urgency, mails and load, breaches."""
    found, ratios = comparison["policies"], comparison["ratios"]
    parts = (
        *([_markdown(RATIOS, _ratio_rows(ratios))] if ratios else []),
        _markdown(TIMES, _time_rows(found)),
        _markdown(LOADS, _load_rows(found)),
        _markdown(("breached (of)", *(one["policy"] for one in found)), _breach_rows(found)),
    )
    return "\n\n".join(parts)


def _ratio_rows(ratios: Mapping[str, dict[str, Any]]) -> Iterator[Row]:
    """Give each policy as a part of one by one: the medians until acceptance, mails per match."""
    for policy, one in ratios.items():
        opened, wall = one["median_open_hours"], one["median_wall_hours"]
        hours = (opened["all"], wall["all"], *(opened.get(urgency) for urgency in Urgency))
        yield (
            policy,
            *("–" if part is None else f"{part:.0%}" for part in hours),
            f"{one['per_match']:.2f} ×",
            f"{one['invitations_per_match']:.2f} ×",
        )


def _time_rows(found: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for group in GROUPS:
        for one in found:
            times = one["time_to_acceptance"].get(group)
            if times is None:
                continue
            yield (
                one["policy"],
                group,
                times["requests"],
                *_spread(times["open_hours"]),
                *_spread(times["wall_hours"]),
                _spread(times["open_hours_from_asking"])[0],
                f"{times['no_match_rate']:.1%}",
            )


def _load_rows(found: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for one in found:
        mails, load = one["mails"], one["load"]
        yield (
            one["policy"],
            mails["per_match"],
            mails["to_experts_per_match"],
            mails["invitations_per_match"],
            one["answers_too_late"],
            load["most_matches_of_one"],
            load["top5_share"],
            load["limit_violations"],
        )


def _breach_rows(found: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for step in TOLD_STEPS:
        counts = [one["breaches"].get(step, {}).get("all", (0, 0)) for one in found]
        yield (step, *(f"{breached} ({of})" for breached, of in counts))


def _spread(hours: dict[str, float] | None) -> tuple[object, object]:
    return ("–", "–") if hours is None else (hours["median"], hours["p90"])


def _markdown(head: Row, rows: Iterator[Row]) -> str:
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
