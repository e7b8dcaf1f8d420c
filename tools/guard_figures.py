"""How well the guard against personal data does on its labelled set.

In `found.tsv` a piece stands in its text as `[[kind:piece]]`, a line end as a backslash and an n;
`left_alone.tsv` holds texts without personal data and the kind that they look like.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from service.domain.personal_data.finding import Kind
from service.domain.personal_data.search import find_personal_data
from service.storage.known_names import packaged_names

SET = Path(__file__).resolve().parent.parent / "tests" / "personal_data"
_MARK = re.compile(r"\[\[(\w+):(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Labelled:
    """A text with the pieces that must be found: kind, start, end."""

    text: str
    pieces: tuple[tuple[Kind, int, int], ...] = ()


@dataclass
class Figures:
    """Counts per kind: found pieces, overlooked pieces, false alarms; and the texts behind them."""

    hits: Counter[Kind] = field(default_factory=Counter)
    overlooked: Counter[Kind] = field(default_factory=Counter)
    false_alarms: Counter[Kind] = field(default_factory=Counter)
    tempting: Counter[Kind] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def recall(self, kind: Kind) -> float:
        """Give the share of the labelled pieces that was found."""
        return self.hits[kind] / (self.hits[kind] + self.overlooked[kind])

    def precision(self, kind: Kind) -> float:
        """Give the share of the alarms that was right."""
        return self.hits[kind] / (self.hits[kind] + self.false_alarms[kind])


def labelled_texts() -> list[Labelled]:
    """Give the texts that hold personal data."""
    return [_labelled(text) for _kind, text in _rows("found.tsv")]


def texts_to_leave_alone() -> list[tuple[Kind, str]]:
    """Give the texts without personal data, each with the kind that it looks like."""
    return [(Kind(kind), text) for kind, text in _rows("left_alone.tsv")]


@cache
def figures() -> Figures:
    """Run the guard over the whole set; a finding that touches a piece of its kind has found it."""
    counted = Figures()
    for labelled in labelled_texts():
        _count(labelled, counted)
    for kind, text in texts_to_leave_alone():
        counted.tempting[kind] += 1
        _count(Labelled(text), counted)
    return counted


def figure_table() -> str:
    """Give the figures as a Markdown table."""
    counted = figures()
    rows = ["| kind | pieces | tempting texts | recall | precision |", "|---|---|---|---|---|"]
    for kind in Kind:
        pieces = counted.hits[kind] + counted.overlooked[kind]
        shares = f"{counted.recall(kind):.3f} | {counted.precision(kind):.3f}"
        rows.append(f"| `{kind}` | {pieces} | {counted.tempting[kind]} | {shares} |")
    return "\n".join(rows)


def _rows(name: str) -> Iterator[tuple[str, str]]:
    lines = (SET / name).read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        kind, _tab, text = line.partition("\t")
        yield kind, text.replace("\\n", "\n")


def _labelled(marked: str) -> Labelled:
    plain, pieces, end = "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[end : mark.start()]
        pieces.append((Kind(mark[1]), len(plain), len(plain) + len(mark[2])))
        plain, end = plain + mark[2], mark.end()
    return Labelled(plain + marked[end:], tuple(pieces))


def _count(labelled: Labelled, counted: Figures) -> None:
    findings = find_personal_data(labelled.text, packaged_names())
    right = set()
    for kind, start, end in labelled.pieces:
        touching = {f for f in findings if f.kind is kind and f.start < end and start < f.end}
        right |= touching
        (counted.hits if touching else counted.overlooked)[kind] += 1
        if not touching:
            counted.remarks.append(f"overlooked {kind}: {labelled.text}")
    for finding in findings:
        if finding not in right:
            counted.false_alarms[finding.kind] += 1
            counted.remarks.append(f"false alarm {finding.kind}: {finding.piece(labelled.text)}")
