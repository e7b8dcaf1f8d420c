"""Finds what the papers of accountability refer to, and fails when it is not there.

A paper is a Markdown file that tells an outsider what the program does. It may claim what a test,
page, file, setting or command shows, and names that in one of these ways:

- a link to a file, with a heading: `[limits](security/limits.md#add-a-limit)`
- a test: `tests/web/test_access.py::test_every_route_has_a_rule_and_every_rule_a_route`
- a file or folder: `service/domain/retention.py`
- a page: `GET /privacy`; a setting: `PRIVACY_OFFICER`
- a command: `schakel audit verify`, `make sbom`

In a table whose last column is called "shown by" each row must name at least one of them.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.exceptions import HTTPException

from service.app import BLUEPRINTS
from tools.command_table import command_table

ROOT = Path(__file__).resolve().parent.parent
PAPERS = (
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/accessibility.md",
    "docs/algorithm-register/README.md",
    "docs/privacy/dpia.md",
    "docs/privacy/processing-record.md",
    "docs/supply-chain.md",
)
SETTINGS_FROM = ("service/config.py", "service/domain/responsible.py")
SHOWN_BY = "shown by"

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PAGE = re.compile(r"(GET|POST) (/\S*)")
SETTING = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
COMMAND = re.compile(r"(schakel [a-z -]+|make [a-z]+)")
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:json|lock|md|toml|yml)")


def problems_of(paper: Path) -> Iterator[str]:
    """Gives each thing that the paper names and is not there, and each row that names nothing."""
    text = paper.read_text(encoding="utf-8")
    yield from lost_links(paper)
    for named in CODE.findall(text):
        if is_there(named) is False:
            yield f"not there: {named}"
    yield from (f"shown by nothing: {row}" for row in bare_rows(text))


def lost_links(paper: Path) -> Iterator[str]:
    """Gives each link that leads to no file or heading; addresses elsewhere are not tried."""
    for target in LINK.findall(paper.read_text(encoding="utf-8")):
        if not target.startswith(("https://", "mailto:")) and not link_leads(paper, target):
            yield f"no such file or heading: {target}"


def is_there(named: str) -> bool | None:
    """Says whether what stands in code is there; None for what names nothing of these kinds."""
    if "::" in named:
        path, _, test = named.partition("::")
        return test in tests_in(ROOT / path)
    if page := PAGE.fullmatch(named):
        return page_exists(page[1], page[2])
    if SETTING.fullmatch(named):
        return named in settings()
    if COMMAND.fullmatch(named):
        return named in commands()
    if FILE.fullmatch(named):
        return (ROOT / named).exists()
    return None


def link_leads(paper: Path, target: str) -> bool:
    """Says whether a link of this paper leads to a file and, if it names one, a heading in it."""
    path, _, heading = target.partition("#")
    file = (paper.parent / path).resolve() if path else paper
    return file.exists() and (not heading or heading in headings(file))


def headings(file: Path) -> set[str]:
    """Gives the headings of a Markdown file as they stand in links."""
    lines = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in lines}


def bare_rows(text: str) -> Iterator[str]:
    """Gives the rows of tables with a column "shown by" in which nothing is named there."""
    watched = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            watched = False
        elif cells[-1].lower() == SHOWN_BY:
            watched = True
        elif watched and not set(cells[-1]) <= set("-: "):
            if not LINK.search(cells[-1]) and not any(map(is_there, CODE.findall(cells[-1]))):
                yield cells[0]
        elif watched and not cells[-1]:
            yield cells[0]


def other_pages() -> list[str]:
    """Gives the Markdown files that are no papers: of these only the links are followed."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return sorted({page.relative_to(ROOT).as_posix() for page in pages} - set(PAPERS))


@cache
def tests_in(path: Path) -> frozenset[str]:
    """Gives the names of the tests in a file; none when it is not there."""
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def settings() -> frozenset[str]:
    """Gives the names that the settings are read by."""
    texts = "".join((ROOT / path).read_text(encoding="utf-8") for path in SETTINGS_FROM)
    return frozenset(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', texts))


@cache
def commands() -> frozenset[str]:
    """Gives the commands of the program and the targets of make."""
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    return frozenset(
        [
            *(f"make {target}" for target in targets),
            *re.findall(r"`(schakel .+?)`", command_table()),
        ]
    )


@cache
def _routes() -> Flask:
    app = Flask("paper_claims")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def page_exists(method: str, path: str) -> bool:
    """Says whether the program answers this path."""
    try:
        _routes().url_map.bind("localhost").match(path, method)
    except HTTPException:
        return False
    return True


def main() -> int:
    """Checks all papers, and the links of the other pages; returns 1 when something is missing."""
    found = [f"{path}: {problem}" for path in PAPERS for problem in problems_of(ROOT / path)]
    found += [f"{page}: {problem}" for page in other_pages() for problem in lost_links(ROOT / page)]
    print("\n".join(found) or "What the papers name is there.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
