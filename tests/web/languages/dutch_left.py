"""What of a page in English is still in Dutch."""

import re
from functools import cache
from html.parser import HTMLParser
from itertools import chain

from babel.messages.pofile import read_po

from service.web.languages.catalogue import FOLDER

PLACEHOLDER = re.compile(r"%\\\(\w+\\\)s|\\\{\w+\\\}")
READ_ALOUD = ("title", "alt", "placeholder", "aria-label", "data-label")
VOID = {"input", "br", "img", "link", "meta", "hr", "path", "rect", "circle", "line", "use"}


def dutch_left(page: str) -> list[str]:
    """Give the texts of a page in English that the catalogue would have said in other words.

    Parts that are marked as Dutch (`lang="nl"`) are so on purpose.
    """
    return [text for text in Texts(page).found if text in dutch_texts()[0] or _is_filled(text)]


@cache
def dutch_texts() -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the Dutch texts that are other in English, and a pattern of those with facts in them."""
    with (FOLDER / "en.po").open("rb") as source:
        messages = [message for message in read_po(source, locale="en") if message.id]
    pairs = chain.from_iterable(
        zip(message.id, message.string, strict=True)
        if isinstance(message.id, tuple | list)
        else [(message.id, message.string)]
        for message in messages
    )
    found = {" ".join(one.replace("%%", "%").split()) for one, other in pairs if one != other}
    filled = {PLACEHOLDER.sub(".+", re.escape(text)) for text in found}
    whole = frozenset(text for text in found if re.escape(text) in filled)
    # A text that is nearly nothing but facts says nothing about its language.
    telling = (one for one in filled if ".+" in one and len(re.findall(r"[a-z]{2,}", one)) > 2)
    return whole, re.compile("|".join(telling))


def _is_filled(text: str) -> bool:
    return len(text) < 500 and dutch_texts()[1].fullmatch(text) is not None


class Texts(HTMLParser):
    """Collects what people read or hear of a page, but for the parts that are Dutch on purpose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._dutch: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        in_dutch = found.get("lang") == "nl" or (self._dutch[-1:] == [True] and "lang" not in found)
        if tag not in VOID:
            self._dutch.append(in_dutch)
        if not in_dutch:
            self._keep(*(found[name] for name in READ_ALOUD if name in found))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._dutch:
            self._dutch.pop()

    def handle_data(self, data: str) -> None:
        if self._dutch[-1:] != [True]:
            self._keep(data)

    def _keep(self, *texts: str) -> None:
        self.found += [" ".join(text.split()) for text in texts if text.strip()]
