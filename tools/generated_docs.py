"""Keeps the parts of the documentation that follow from code; `--check` compares only.

A part stands between two marker lines in its file:
`<!-- generated: NAME -->` and `<!-- end of NAME -->`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.access_table import access_table
from tools.algorithm_register import entry_table
from tools.asvs_pages import asvs_chapters, asvs_counts, asvs_readings
from tools.command_table import command_table
from tools.guard_figures import figure_table
from tools.request_steps import request_diagram, request_table
from tools.retention_tables import column_table, rule_table, term_table
from tools.secrecy_table import secrecy_table

ROOT = Path(__file__).resolve().parent.parent


class MarkerMissing(Exception):
    """A file lacks the two lines between which its generated part belongs."""


@dataclass(frozen=True)
class GeneratedPart:
    """A part of one file: which file, the name in its markers, and what makes the text."""

    path: str
    name: str
    text: Callable[[], str]

    def renewed(self, current: str) -> str:
        """Gives `current`, the text of the file, with this part as it should be.

        Raises MarkerMissing.
        """
        opening, closing = f"<!-- generated: {self.name} -->\n", f"<!-- end of {self.name} -->"
        before, begin, rest = current.partition(opening)
        _, end, after = rest.partition(closing)
        if not begin or not end:
            raise MarkerMissing(f"{self.path}: no lines {opening.strip()} … {closing}")
        return f"{before}{opening}{self.text()}\n{closing}{after}"


PARTS = (
    GeneratedPart("docs/workflow.md", "request diagram", request_diagram),
    GeneratedPart("docs/workflow.md", "request steps", request_table),
    GeneratedPart("README.md", "commands", command_table),
    GeneratedPart("docs/retention.md", "retention rules", rule_table),
    GeneratedPart("docs/retention.md", "retention columns", column_table),
    GeneratedPart("docs/personal-data.md", "guard figures", figure_table),
    GeneratedPart("docs/privacy/processing-record.md", "terms of the record", term_table),
    GeneratedPart("docs/algorithm-register/README.md", "algorithm register", entry_table),
    GeneratedPart("docs/security/encryption.md", "sealed columns", secrecy_table),
    GeneratedPart("docs/security/access.md", "access table", access_table),
    GeneratedPart("docs/security/asvs.md", "asvs counts", asvs_counts),
    GeneratedPart("docs/security/asvs.md", "asvs chapters", asvs_chapters),
    GeneratedPart("docs/security/asvs.md", "asvs readings", asvs_readings),
)


def renew(part: GeneratedPart, check_only: bool) -> bool:
    """Says whether the part was out of date; writes it unless `check_only`."""
    target = ROOT / part.path
    current = target.read_text(encoding="utf-8")
    wanted = part.renewed(current)
    if wanted != current and not check_only:
        target.write_text(wanted, encoding="utf-8")
    return wanted != current


def main(check_only: bool) -> int:
    """Renews or checks all parts; returns 1 when a check finds one that differs."""
    stale = [part for part in PARTS if renew(part, check_only)]
    for part in stale:
        state = "is out of date: run make docs" if check_only else "renewed"
        print(f"{part.path} ({part.name}) {state}")
    return int(check_only and bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
