"""The steps of a request as a Mermaid diagram and a table, read from the table in the code."""

from itertools import groupby

from service.domain.request_status import TRANSITIONS, Act, Status, Transition

# An act that is possible almost anywhere would hide the main road in the diagram.
MANY = 4


def steps_of(act: Act) -> list[Transition]:
    """The transitions of one act, in the order of the table."""
    return [step for step in TRANSITIONS if step.act is act]


def possible_almost_anywhere(act: Act) -> bool:
    """Whether the act starts from or ends in so many states that only the table shows it."""
    steps = steps_of(act)
    return max(len({s.source for s in steps}), len({s.target for s in steps})) >= MANY


def request_diagram() -> str:
    """A Mermaid state diagram of the main road."""
    arrows = [
        f"    {step.source} --> {step.target}: {step.act}"
        for step in TRANSITIONS
        if not possible_almost_anywhere(step.act)
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])


def request_table() -> str:
    """A Markdown table of all acts: from which states, to which."""
    rows = ["| act | from | to |", "|---|---|---|"]
    for act in dict.fromkeys(step.act for step in TRANSITIONS):
        targets: dict[Status, tuple[Status, ...]] = {}
        for step in steps_of(act):
            targets[step.source] = (*targets.get(step.source, ()), step.target)
        for reached, sources in groupby(targets, key=targets.__getitem__):
            rows.append(f"| {act} | {', '.join(sources)} | {', '.join(reached)} |")
    return "\n".join(rows)
