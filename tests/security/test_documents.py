"""What the documents on security say is what the program does: numbers, kinds, connections."""

import ast
import re
from pathlib import Path

import pytest

from service.app import BODY_LIMIT
from service.domain.audit_kind import AuditKind
from service.domain.session_limits import FRESH_FOR, MOST_WRONG_CODES, SessionLimits
from service.domain.throttle import LIMITS, Attempt
from service.storage.all_tables import all_tables
from service.web.accounts import password
from service.web.form_fields import LINE_LENGTH, TEXT_LENGTH
from tests.security.test_source import whole

ROOT = Path(__file__).parents[2]
CONNECTS = {
    "socket", "smtplib", "ftplib", "asyncio", "aiosmtpd", "urllib.request", "http.client",
    "requests", "httpx", "aiohttp", "authlib", "apprise", "psycopg", "flask_mail", "websockets",
    "sqlalchemy.create_engine", "apprise.plugins",
}  # fmt: skip
"""What opens a connection; a library of it that somebody adds belongs here."""


def document(name: str) -> str:
    """Give a document with its line ends as spaces."""
    return " ".join((ROOT / "docs" / name).read_text("utf-8").split())


def row_of(name: str, first: str) -> list[str]:
    """Give the cells of the row of a table that begins with these words."""
    lines = (ROOT / "docs" / name).read_text("utf-8").splitlines()
    [found] = [line for line in lines if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in found.strip("|").split("|")]


@pytest.mark.parametrize(
    ("attempt", "first"),
    [
        (Attempt.LOG_IN, "log-ins with a password or code that fail"),
        (Attempt.LOG_IN, "log-in links that were never made"),
        (Attempt.ACCOUNT_LOG_IN, "the same"),
        (Attempt.LINK, "links from mails that were never sent"),
        (Attempt.INTAKE, "requests that the form stores"),
        (Attempt.ACT_LINK, "links asked for on a page"),
        (Attempt.ADDED, "additions of the requester"),
    ],
)
def test_the_limits_are_those_of_the_program(attempt: Attempt, first: str) -> None:
    lines = (ROOT / "docs/security/limits.md").read_text("utf-8").splitlines()
    limit = LIMITS[attempt]
    minutes = int(limit.within.total_seconds() // 60)
    told = f"{limit.most} in {'an hour' if minutes == 60 else f'{minutes} minutes'}"
    assert any(line.startswith(f"| {first} |") and told in line for line in lines), told


def test_how_somebody_is_not_kept_out_by_guesses_of_another_is_told() -> None:
    text = document("security/limits.md")
    assert "The source comes first, so that nobody can keep a colleague out" in text
    assert "`service/domain/throttle.py`" in text and "INTAKE_PER_HOUR" in text


def test_how_long_sessions_last_and_how_many_there_may_be() -> None:
    text, limits = document("accounts.md"), SessionLimits()
    assert f"`SESSION_IDLE_MINUTES` ({limits.idle.seconds // 60})" in text
    assert f"`SESSION_HOURS` ({limits.absolute.seconds // 3600})" in text
    assert f"more than {FRESH_FOR.seconds // 60} minutes ago" in text
    assert MOST_WRONG_CODES == 5 and "After five wrong ones" in text
    assert "NIST SP 800-63B" in text and "as many browsers as there are" in text


def test_words_that_make_a_password_weak_are_listed() -> None:
    text = document("accounts.md")
    assert f"({', '.join(password.CONTEXT_WORDS)}, and the name and address of the user)" in text
    assert f"{password.SHORTEST} to {password.LONGEST} characters" in text
    assert f"{password.SHORTEST_BESIDE_WORDS} characters must be left" in text


def test_every_way_to_log_in_is_listed() -> None:
    """Each that begins or confirms a session is a code in the audit log; all stand in a table."""
    used = {
        node.value
        for file in (ROOT / "service/actions/accounts").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"by_[a-z_]+|confirmed", node.value)
    } - {"by_button"}
    ways = document("accounts.md").partition("## All ways in")[2].partition("## ")[0]
    assert set(re.findall(r"`([a-z_]+)`", ways)) == used
    assert len(used) > 5


def test_every_connection_is_listed() -> None:
    """A file that imports what opens one is named, or its folder is."""
    text = document("security/connections.md")
    opening = {
        path
        for path, name in whole().imports
        if any(name == one or name.startswith(f"{one}.") for one in CONNECTS)
    }
    assert len(opening) > 5
    folders = re.findall(r"`(service/[a-z_/]+/)`", text)
    unnamed = {
        path for path in opening if f"`{path}`" not in text and not path.startswith(tuple(folders))
    }
    assert unnamed == set()
    named = re.findall(r"`((?:service|embeddings)/[a-z_/]+(?:\.py)?)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_log_and_every_kind_of_event_is_listed() -> None:
    text = document("security/logging.md")
    for kind in AuditKind:
        assert f"`{kind}`" in text, kind
    for table in ("audit_entry", "history_event", "destruction", "alarm"):
        assert f"`{table}`" in text and table in all_tables().tables
    for process in ("web process", "worker", "inference process", "proxy"):
        assert f"| log of the {process} |" in text


@pytest.mark.parametrize(
    ("first", "number"),
    [("line", LINE_LENGTH), ("text", TEXT_LENGTH), ("password", password.LONGEST)],
)
def test_what_may_be_typed_is_told(first: str, number: int) -> None:
    assert f"{number:,}" in row_of("security/input.md", first)[1]


def test_every_kind_of_field_is_told() -> None:
    """The classes of the fields, under the names of the table."""
    tree = ast.parse((ROOT / "service/web/form_fields.py").read_text("utf-8"))
    kinds = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    assert kinds == set(TOLD_AS)
    for first in set(TOLD_AS.values()):
        row_of("security/input.md", first)
    assert f"{BODY_LIMIT:,} bytes" in document("security/input.md")


def test_how_soon_leaks_are_mended_is_told() -> None:
    """What is worse is mended sooner; where versions stand is named, and is there."""
    levels = ("critical (9.0 and more)", "high (7.0 to 8.9)", "medium (4.0 to 6.9)", "low")
    days = [row_of("security/updates.md", level)[1] for level in levels]
    numbers = [int(found.removesuffix(" days")) for found in days]
    assert numbers == sorted(set(numbers)) and numbers[-1] <= 90
    text = document("security/updates.md")
    assert "renewed each quarter" in text
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        assert f"`{name}`" in text and (ROOT / name).is_file()


TOLD_AS = {
    "Text": "text",
    "Line": "line",
    "EmailAddress": "e-mail address",
    "PhoneNumber": "telephone number",
    "Choice": "choice, choices",
    "Choices": "choice, choices",
    "YesNo": "yes or no",
    "Day": "day, moment",
    "LocalMoment": "day, moment",
    "Number": "number",
}
