"""Keeps the catalogues of the pages up to date with the texts in the source; `--check` only looks.

A text that is new, or that changed, comes in without a translation: there is no guessing. One that
is gone goes out of the catalogue.
"""

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service.web.languages.catalogue import FOLDER, NAMES

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("expert_registry", "service/actions", "service/domain", "service/storage", "service/web")
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2.ext:babel_extract"),
    ("**/referrals.tsv", "tools.translations:texts_of_table"),
]
OPTIONS = {
    "**/templates/**.html": {"newstyle_gettext": "true", "silent": "false"},
    "**/referrals.tsv": {"columns": "signal_nl refer_to note"},
}
# These speak in mails, in messages to colleagues and to experts, and those are Dutch.
DUTCH_ONLY = (
    "service/actions/mail/collect_facts.py",
    "service/actions/mail/mint_links.py",
    "service/actions/notices/send_notice.py",
    "service/web/triage/summary_draft.py",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
WIDTH = 100
# They change, or name somebody, without a change of the texts.
HEADINGS_OF_NO_USE = re.compile(
    r'"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|'
    r'Last-Translator|Language-Team|Generated-By): [^"]*"\n'
)


def texts_of_table(
    fileobj: IO[bytes], _keywords: Any, _comment_tags: Any, options: dict[str, str]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Gives the texts in some columns of a table of the program's own, as Babel asks for them."""
    columns = options["columns"].split()
    rows = csv.DictReader(io.StringIO(fileobj.read().decode()), delimiter="\t")
    for number, row in enumerate(rows, start=2):
        yield from ((number, None, row[name], []) for name in columns if row[name])


def texts_in_source() -> Catalog:
    """Gives every text that is marked for translation, with the files that it stands in."""
    found = Catalog(charset="utf-8")
    for room in ROOMS:
        texts = extract_from_dir(
            ROOT / room, METHODS, options_map=OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
        )
        for name, _line, message, comments, _context in texts:
            file = f"{room}/{name}"
            if file not in DUTCH_ONLY:
                found.add(message, None, [(file, 1)], auto_comments=comments)
    return found


def renewed(code: str, text: str) -> str:
    """Gives a catalogue (a .po file) with the texts that stand in the source now."""
    catalogue = read_po(io.BytesIO(text.encode()), locale=code)
    texts = texts_in_source()
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return written(catalogue)


def written(catalogue: Catalog) -> str:
    """Gives a catalogue as the text of its file, by alphabet: a text that moves changes nothing."""
    found = io.BytesIO()
    write_po(found, catalogue, width=WIDTH, sort_output=True, no_location=True)
    return HEADINGS_OF_NO_USE.sub("", found.getvalue().decode())


def problems(catalogue: Catalog) -> Iterator[str]:
    """Gives what is wrong with the translations, one sentence each."""
    for message in catalogue:
        if message.id:
            yield from _problems_of(message)


def _problems_of(message: Message) -> Iterator[str]:
    source, *plural = _forms(message.id)
    said = _forms(message.string)
    if message.fuzzy:
        yield f"is marked as doubtful: {source}"
    if not all(said) or len(said) != 1 + len(plural):
        yield f"is not translated: {source}"
        return
    for one, other in zip((source, *plural), said, strict=True):
        if Counter(PLACEHOLDER.findall(one)) != Counter(PLACEHOLDER.findall(other)):
            yield f"has other placeholders: {one}"
        if (one[:1].isspace(), one[-1:].isspace()) != (other[:1].isspace(), other[-1:].isspace()):
            yield f"has other spaces around it: {one}"


def _forms(texts: Any) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, list | tuple) else (texts,)


def main(check_only: bool) -> int:
    """Renews or checks all catalogues; returns 1 when there is something to do."""
    found = []
    for code in NAMES:
        path = FOLDER / f"{code}.po"
        if not path.exists():
            continue
        current = path.read_text(encoding="utf-8")
        wanted = renewed(code, current)
        if wanted != current and check_only:
            found.append(f"{path.name} is out of date: run make translations")
        elif wanted != current:
            path.write_text(wanted, encoding="utf-8")
        catalogue = read_po(io.BytesIO(wanted.encode()), locale=code)
        found += [f"{path.name} {problem}" for problem in problems(catalogue)]
    print("\n".join(found) or "All texts are translated.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
