"""What the source may not do: run texts, glue queries, guessable secrets, weak hashes."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("service", "expert_registry", "embeddings")
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
DANGEROUS = {"pickle", "marshal", "shelve", "dill", "yaml", "pty"}
READS_XML = {"xml", "lxml", "xmltodict", "defusedxml"}
ASKS = ("text", "sa.text", "sqlalchemy.text", "literal_column")
ASKS_DRIVER = ("exec_driver_sql", "executescript", "cursor.execute")
# A name that the program gives to a table, or a setting of SQLite, between fixed words.
GLUED = {"service/storage/table_lock.py", "service/database.py"}
# How long to wait before the next try, and the people of a simulation.
GUESSABLE = {"service/actions/mail/record_outcome.py"}
WEAK = re.compile(r"md5|md4|sha1|sha224|crc32|blowfish|arc4|tripledes|des|ecb|cbc", re.IGNORECASE)
HASHES = {"sha256", "file_digest"}
CIPHERS = {"AESGCM", "InvalidTag", "aead", "exceptions"}
SAFE_MARKUP = {"service/web/accounts/qr_code.py"}
LOGS = "embeddings/log_line.py"
READS_ENVIRONMENT = {
    "service/config.py",
    "service/cli/database_copy.py",  # hands it to pg_dump
    "embeddings/bundled_folder.py",  # the same, to the process that packs the model
    "embeddings/inference.py",
    "embeddings/model.py",
}

Found = list[tuple[str, str]]


class Source:
    """Calls, imports and names of some files; each with the path of its file."""

    def __init__(self, files: dict[str, str]) -> None:
        self.calls: list[tuple[str, str, ast.Call]] = []
        self.imports: set[tuple[str, str]] = set()
        self.names: set[tuple[str, str]] = set()
        for path, text in files.items():
            for node in ast.walk(ast.parse(text)):
                self._note(path, node)

    def _note(self, path: str, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self.calls.append((path, _name_of(node.func), node))
        elif isinstance(node, ast.Import):
            self.imports |= {(path, alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            self.imports |= {(path, f"{node.module}.{alias.name}") for alias in node.names}
        elif isinstance(node, ast.Attribute | ast.Name):
            self.names.add((path, _name_of(node)))


def _name_of(node: ast.expr) -> str:
    """Give `a.b.c` of a name; what is called or looked up on the way stays out."""
    if isinstance(node, ast.Attribute):
        return f"{_name_of(node.value)}.{node.attr}".removeprefix(".")
    return node.id if isinstance(node, ast.Name) else ""


@cache
def whole() -> Source:
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return Source({str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files})


def first_part(name: str) -> str:
    return name.partition(".")[0]


def texts_run(source: Source) -> Found:
    run = [(path, name) for path, name, _call in source.calls if name in RUNS_TEXT]
    return run + [found for found in source.imports if first_part(found[1]) in DANGEROUS]


def xml_read(source: Source) -> Found:
    return [found for found in source.imports if first_part(found[1]) in READS_XML]


def glued_queries(source: Source) -> Found:
    return [
        (path, name)
        for path, name, call in source.calls
        if name in ASKS or name.endswith(ASKS_DRIVER)
        if call.args and not isinstance(call.args[0], ast.Constant)
        if path not in GLUED and not path.startswith("service/migrations/")
    ]


def commands_for_a_shell(source: Source) -> Found:
    """A list is handed to the system as it is; a text is read by a shell."""
    found = []
    for path, name, call in source.calls:
        shell = any(word.arg == "shell" for word in call.keywords)
        runs = name.startswith("subprocess.") and bool(call.args)
        text = runs and isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
        if name in ("os.system", "os.popen") or (runs and shell) or text:
            found.append((path, name))
    return found


def guessable_numbers(source: Source) -> Found:
    return [
        (path, name)
        for path, name in source.imports
        if name in ("random", "numpy.random") and path not in GUESSABLE
        if not path.startswith("service/rehearsal/")
    ]


def weak_hashes_and_ciphers(source: Source) -> Found:
    words = [(path, name.rpartition(".")[2]) for path, name in source.names | source.imports]
    found = [(path, word) for path, word in words if WEAK.fullmatch(word)]
    for path, name in source.imports | {(path, name) for path, name, _call in source.calls}:
        module, _, last = name.rpartition(".")
        other_hash = module == "hashlib" and last not in HASHES
        other_cipher = module.startswith("cryptography") and last not in CIPHERS
        if other_hash or other_cipher:
            found.append((path, name))
    return found


def markup_of_texts(source: Source) -> Found:
    return [
        (path, name)
        for path, name, call in source.calls
        if name.endswith("Markup") and call.args and not isinstance(call.args[0], ast.Constant)
        if path not in SAFE_MARKUP
    ]


def files_taken(source: Source) -> Found:
    return [found for found in source.names if found[1] == "request.files"]


def other_logs(source: Source) -> Found:
    return [
        (path, name)
        for path, name, _call in source.calls
        if name.startswith(("logging.", "handlers.")) and name.endswith(("Handler", "basicConfig"))
        if path != LOGS
    ]


def environment_read(source: Source) -> Found:
    return [
        (path, name)
        for path, name in source.names
        if name in ("os.environ", "os.getenv", "environ") and path not in READS_ENVIRONMENT
        if not path.startswith("service/rehearsal/")
    ]


def test_no_text_is_run_as_code() -> None:
    assert texts_run(whole()) == []


def test_no_xml_is_read() -> None:
    assert xml_read(whole()) == []


def test_no_query_is_glued_together() -> None:
    """What is asked of the database is built by SQLAlchemy, or is a fixed text."""
    assert glued_queries(whole()) == []


def test_commands_are_lists_and_know_no_shell() -> None:
    assert commands_for_a_shell(whole()) == []


def test_what_must_not_be_guessed_comes_from_the_system() -> None:
    """`random` can be foretold; secrets come from `secrets`."""
    assert guessable_numbers(whole()) == []


def test_only_approved_hashes_and_ciphers() -> None:
    assert weak_hashes_and_ciphers(whole()) == []


def test_markup_is_made_of_fixed_texts() -> None:
    """What is filled in is escaped."""
    assert markup_of_texts(whole()) == []


def test_no_page_takes_a_file() -> None:
    assert files_taken(whole()) == []
    for file in (ROOT / "service").rglob("*.html"):
        assert not re.search(r"multipart|type=.file", file.read_text("utf-8")), file


def test_logs_go_to_standard_error_only() -> None:
    """What else keeps events is the audit log and the history, which are rows."""
    assert other_logs(whole()) == []


def test_secrets_are_read_in_one_place() -> None:
    """The encoding process reads the names of its model and its way, and no secret."""
    assert environment_read(whole()) == []
    read = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\"(\w+)\"")
    named = {
        name
        for file in (ROOT / "embeddings").rglob("*.py")
        for name in read.findall(file.read_text("utf-8"))
    }
    assert named == {"EMBEDDING_MODEL", "SCHAKEL_ENCODER", "XDG_CACHE_HOME", "HF_HUB_OFFLINE"}


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (environment_read, "os.environ['SECRET_KEY']"),
        (texts_run, "eval(x)"),
        (texts_run, "import pickle"),
        (xml_read, "from xml.etree import ElementTree"),
        (glued_queries, "session.execute(text(f'select {x}'))"),
        (glued_queries, "connection.exec_driver_sql('a' + x)"),
        (commands_for_a_shell, "subprocess.run(f'ls {x}')"),
        (commands_for_a_shell, "subprocess.run(x, shell=True)"),
        (commands_for_a_shell, "os.system(x)"),
        (guessable_numbers, "import random"),
        (weak_hashes_and_ciphers, "hashlib.sha1(x)"),
        (weak_hashes_and_ciphers, "hashlib.new(x)"),
        (weak_hashes_and_ciphers, "from hashlib import md5"),
        (weak_hashes_and_ciphers, "from cryptography.fernet import Fernet"),
        (markup_of_texts, "Markup(x)"),
        (files_taken, "request.files['a']"),
        (other_logs, "logging.FileHandler('x')"),
    ],
)
def test_what_breaks_a_rule_is_found(rule: Callable[[Source], Found], line: str) -> None:
    assert rule(Source({"service/web/new_page.py": line})) != []


def own_scripts() -> Iterator[str]:
    for file in sorted((ROOT / "service/web/static").glob("*.js")):
        yield from (line.strip() for line in file.read_text("utf-8").splitlines())


def test_our_scripts_write_text_as_text() -> None:
    """Markup is taken only from our own server, where the template made it safe."""
    parses = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser")
    assert {line for line in own_scripts() if parses.search(line)} == {
        "standing.innerHTML = html;",
        'if (text !== told) news.innerHTML = changed ? changed.innerHTML : "";',
        "queue.innerHTML = html;",
        'const page = new DOMParser().parseFromString(await answer.text(), "text/html");',
    }
    runs = re.compile(r"\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:")
    assert [line for line in own_scripts() if runs.search(line)] == []


def test_no_template_switches_escaping_off() -> None:
    """`part` is what another template made."""
    off = re.compile(r"^.*(?:\|\s*safe\b|autoescape\s+false).*$", re.MULTILINE)
    templates = [file for file in (ROOT / "service").rglob("*") if file.suffix in (".html", ".j2")]
    assert len(templates) > 50
    found = [line for file in templates for line in off.findall(file.read_text("utf-8"))]
    assert found == ["{{ part | safe }}"]
