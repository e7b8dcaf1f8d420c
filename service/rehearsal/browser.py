"""A browser without a screen: keeps cookies, follows redirects, fills in forms."""

import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from service.rehearsal.html_page import Form, Page, read_page

TIMEOUT_S = 30.0


class UnexpectedAnswer(Exception):
    """The server answered otherwise than the player expected."""


class Browser:
    """One person's browser."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def get(self, address: str, expect: int = 200) -> Page:
        """Open a page, by path or whole address. Raises UnexpectedAnswer for another status."""
        return self._ask(urllib.request.Request(self._absolute(address)), expect)  # noqa: S310

    def send(self, page: Page, form: Form, expect: int = 200) -> Page:
        """Send a form of this page and follow where it leads. Raises UnexpectedAnswer."""
        if form.method != "post":
            raise UnexpectedAnswer(f"the form to {form.action} is sent by {form.method}")
        address = urllib.parse.urljoin(page.url, form.action)
        data = urllib.parse.urlencode(form.data()).encode()
        return self._ask(urllib.request.Request(address, data), expect)  # noqa: S310

    def _absolute(self, address: str) -> str:
        return urllib.parse.urljoin(self._base_url, address)

    def _ask(self, request: urllib.request.Request, expect: int) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                status, url, content = answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, url, content = error.code, error.url or request.full_url, error.read()
        page = read_page(status, url, content.decode("utf-8"))
        if status != expect:
            # The path of a link is a secret; its last part is not told.
            path = urllib.parse.urlsplit(request.full_url).path.rsplit("/", 1)[0]
            raise UnexpectedAnswer(
                f"{request.get_method()} {path}/…: {status} instead of {expect}: {page.words[:300]}"
            )
        return page
