"""What people read goes through the catalogue, in templates and in Python; scripts say nothing."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[3]
WEB = ROOT / "service" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "static").glob("*.js"))
# These read Dutch texts, or short forms of times, and say nothing themselves.
READERS = ("domain/personal_data/", "domain/urgency_hints.py", "domain/service_agreement.py")
ROOMS = (WEB, ROOT / "service" / "domain", ROOT / "service" / "actions")
MARKS = {"_", "gettext", "lazy", "ngettext"}

# Attributes and blocks that are no text stay whole: `<tr{% if … %} class="…"{% endif %}>`.
STATEMENT = re.compile(
    r"\{#.*?#\}|\{% block page_class %\}.*?\{% endblock %\}|\{%.*?%\}", re.DOTALL
)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"?|\"")
READ_ALOUD = ("title", "alt", "placeholder", "aria-label", "label")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[^\W\d_]+[,:]? [^\W\d_]+|^[A-Z][a-z]+")
# Words that stand in nearly every Dutch sentence and in no English one.
DUTCH = re.compile(
    r"\b(de|het|een|niet|van|u|uw|wij|voor|naar|geen|deze|nog|wordt|kan|zijn|hebt|vul|kies)\b",
    re.IGNORECASE,
)
# The name of the program, and what only a browser reads.
NAMES = {"Schakel", "work email", "work tel", "#wachtrij tbody th a"}


class Texts(HTMLParser):
    """Collects what people read or hear of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_in(template: str) -> list[str]:
    """Give the texts that stand in a template itself."""
    page = EXPRESSION.sub("\0", STATEMENT.sub(" ", template))
    pieces = (piece for text in Texts(page).found for piece in ATTRIBUTE.sub("", text).split("\0"))
    found = (piece.strip(" \n–·→…“”‘’'.,:;()/") for piece in pieces)
    return [piece for piece in found if WORD.search(piece) and piece not in NAMES]


def sentences_in(node: nodes.Node) -> Iterator[str]:
    """Give the sentences in the expressions of a template that nobody marked."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in MARKS:
        return
    text = node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
    if SENTENCE.search(text) and text not in NAMES:
        yield text
    for child in node.iter_child_nodes():
        yield from sentences_in(child)


def dutch_in(node: ast.AST) -> Iterator[str]:
    """Give the Dutch sentences in a module that nobody marked; not those in its docstrings."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if " " in text and DUTCH.search(text):
        yield text
    for child in ast.iter_child_nodes(node):
        yield from dutch_in(child)


def calls_at_import(node: ast.AST) -> Iterator[int]:
    """Give the lines where a text is translated while the module is loaded: in no language yet."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (line for part in child.decorator_list for line in calls_at_import(part))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call) and getattr(child.func, "id", "") in {"_", "ngettext"}:
                yield child.lineno
            yield from calls_at_import(child)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "service").as_posix()


MODULES = sorted(
    path for room in ROOMS for path in room.rglob("*.py") if not name_of(path).startswith(READERS)
)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    parsed = Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(text)
    assert [*words_in(text), *sentences_in(parsed)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_nothing_that_is_not_marked(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert list(dutch_in(tree)) == []
    if "import lazy as _" not in path.read_text("utf-8"):
        assert list(calls_at_import(tree)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_has_no_words_of_its_own(path: Path) -> None:
    code = "\n".join(
        re.sub(r"(^|\s)//.*", "", line) for line in path.read_text("utf-8").splitlines()
    )
    texts = [one or other for one, other in re.findall(r'"([^"\n]*)"|`([^`]*)`', code)]
    assert [text for text in texts if DUTCH.search(text)] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Nog niets</p>", ["Nog niets"]),
        ('<p>{{ _("Nog niets") }}</p>', []),
        ('<p title="Nog niets">{{ n }}</p>', ["Nog niets"]),
        ("<p>{{ n }} dagen</p>", ["dagen"]),
        ('<tr{% if late %} class="late"{% endif %}><td>{{ n }}</td></tr>', []),
    ],
)
def test_raw_words_are_found(template: str, found: list[str]) -> None:
    assert words_in(template) == found
