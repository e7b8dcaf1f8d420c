"""The table of OWASP ASVS as Markdown: how many of what, and each chapter."""

from collections import Counter
from itertools import groupby

from tools.asvs_levels import CHAPTERS, LEVEL_OF, chapter_of
from tools.asvs_table import Requirement, Status, read_table, share_shown

_MARKS = {Status.SHOWN: "shown", Status.OPEN: "**open**", Status.NOT_APPLICABLE: "does not apply"}


def asvs_counts() -> str:
    """How many requirements there are, apply, are shown, open; in all and per level."""
    rows = read_table()
    lines = ["| | in all | level 1 | level 2 |", "|---|---|---|---|"]
    applies = [row for row in rows if row.status is not Status.NOT_APPLICABLE]
    lines.append(_count_line("answered here", rows))
    lines.append(_count_line("apply", applies))
    for status, words in (
        (Status.NOT_APPLICABLE, "do not apply"),
        (Status.SHOWN, "shown by a test"),
        (Status.OPEN, "open"),
    ):
        lines.append(_count_line(words, [row for row in rows if row.status is status]))
    waits = Counter(row.waits_for for row in rows if row.waits_for)
    for what, count in waits.items():
        lines.append(f"| of these wait for {what} | {count} | | |")
    shown = f"Of what applies and waits for nothing {share_shown(rows):.0%} is shown by a test."
    return "\n".join([*lines, "", shown])


def asvs_chapters() -> str:
    """A table per chapter, with a row per requirement."""
    parts = []
    for chapter, rows in groupby(read_table(), key=lambda row: chapter_of(row.number)):
        parts.append(f"### V{chapter} {CHAPTERS[chapter]}\n")
        parts.append("| number | level | asks | | how it is shown, or why not |")
        parts.append("|---|---|---|---|---|")
        parts.extend(_line(row) for row in rows)
        parts.append("")
    return "\n".join(parts).rstrip()


def asvs_readings() -> str:
    """What was found of each requirement that was thought not to apply, at both readings."""
    lines = ["| number | first reading | second reading |", "|---|---|---|"]
    lines += [
        f"| {row.number} | {row.first_reading} | {row.second_reading} |"
        for row in read_table()
        if row.first_reading
    ]
    return "\n".join(lines)


def _count_line(words: str, rows: list[Requirement]) -> str:
    levels = Counter(LEVEL_OF[row.number] for row in rows)
    return f"| {words} | {len(rows)} | {levels[1]} | {levels[2]} |"


def _line(row: Requirement) -> str:
    tests = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in row.tests)
    waits = f"Waits for {row.waits_for}." if row.waits_for else ""
    how = "<br>".join(filter(None, (row.reason, waits, row.note, tests)))
    level = LEVEL_OF[row.number]
    return f"| {row.number} | {level} | {row.asks} | {_MARKS[row.status]} | {how} |"
