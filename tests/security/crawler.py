"""Follows every link of our own pages, as a search engine or a scanner of mails would."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MOST_QUERIES = 4
"""Of one address so many queries are followed: a calendar goes on for ever."""
HOST = "http://localhost"


class Page(HTMLParser):
    """The elements of a page: each start tag with its attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def addresses(self) -> Iterator[str]:
        """Give where its links and its forms that only ask (GET) lead, as they stand."""
        asked: list[tuple[str, str]] | None = None
        action = ""
        for tag, attrs in self.elements:
            if tag == "a" and "href" in attrs:
                yield attrs["href"]
            if tag == "form":
                if asked is not None:
                    yield f"{action}?{urlencode(asked)}"
                asks = attrs.get("method", "get").lower() == "get"
                action, asked = attrs.get("action", ""), [] if asks else None
            if asked is not None and "name" in attrs and tag in ("input", "button"):
                asked.append((attrs["name"], attrs.get("value", "")))
        if asked is not None:
            yield f"{action}?{urlencode(asked)}"


def crawl(browser: FlaskClient, start: Iterable[str]) -> dict[str, str]:
    """Give the text of each page that can be reached by GET, by its path with query."""
    found: dict[str, str] = {}
    opened: Counter[str] = Counter()
    waiting = list(start)
    while waiting:
        path = waiting.pop(0)
        if path in found or opened[path.partition("?")[0]] >= MOST_QUERIES:
            continue
        opened[path.partition("?")[0]] += 1
        answer = browser.get(path)
        assert answer.status_code < 500, (path, answer.status_code)
        found[path] = answer.text
        waiting += filter(None, (_own(path, address) for address in _addresses(answer)))
        answer.close()
    return found


def _addresses(answer: TestResponse) -> Iterator[str]:
    if answer.location:
        yield answer.location
    if answer.mimetype == "text/html":
        yield from Page(answer.text).addresses()


def _own(path: str, address: str) -> str:
    """Give the path of an address on a page; empty for a file and for what is not ours."""
    whole = urlsplit(urljoin(HOST + path, address))
    if f"{whole.scheme}://{whole.netloc}" != HOST or whole.path.startswith("/static/"):
        return ""
    return whole.path + (f"?{whole.query}" if whole.query else "")
