"""Photographs pages of the running service at two widths, into the folder screenshots/.

    make run                                  (in another terminal)
    make screenshots PAGES="/ /aanvraag"
    make screenshots PAGES=/bureau LOGIN=http://127.0.0.1:8000/inloggen/…

A page is fetched first and then shown to the browser as a file, so that pages behind a log-in
need nothing but the one-time link that make run prints.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

WIDTHS = (360, 1280)
HEIGHT = 2400
STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
CSRF_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


def find_browser() -> str:
    """The path of Chromium; exits with advice where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sys.exit("Chromium is not found; on Debian: apt-get install chromium")


def fetch(session: OpenerDirector, url: str, form: dict[str, str] | None = None) -> str:
    """The HTML of a page; `form` makes it a POST. Exits with advice when nobody answers."""
    data = urlencode(form).encode() if form is not None else None
    try:
        with session.open(url, data, timeout=10) as answer:
            return str(answer.read().decode())
    except HTTPError as refusal:
        sys.exit(f"The service answers {refusal.code} {refusal.reason}")
    except URLError:
        sys.exit(f"Nobody answers at {urlsplit(url).netloc}; start the service with make run")


def log_in(session: OpenerDirector, link: str) -> None:
    """Uses up a one-time log-in link: shows its page and presses the button."""
    found = CSRF_FIELD.search(fetch(session, link))
    fetch(session, link, {"csrf_token": found.group(1)} if found else {})


def with_styles_inside(session: OpenerDirector, html: str, base_url: str) -> str:
    """The page with its style sheets in it: as a file it may not ask the service for them."""

    def sheet(link: re.Match[str]) -> str:
        return f"<style>{fetch(session, urljoin(base_url, link.group(1)))}</style>"

    return STYLESHEET.sub(sheet, html)


def photograph(browser: str, html: str, target: Path, width: int) -> None:
    """Writes a PNG of this HTML at this width (pixels)."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html, encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--window-size={width},{HEIGHT}",
            f"--screenshot={target}",
        ]
        subprocess.run([browser, *options, page.as_uri()], check=True, capture_output=True)


def main() -> None:
    """Photographs every page that is asked for, at each width."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("pages", nargs="*", help="paths, such as /aanvraag")
    arguments.add_argument("--base-url", default="http://127.0.0.1:8000")
    arguments.add_argument("--login", help="a one-time log-in link")
    chosen = arguments.parse_args()
    browser, folder = find_browser(), Path("screenshots").resolve()
    folder.mkdir(exist_ok=True)
    session = build_opener(HTTPCookieProcessor(CookieJar()))
    if chosen.login:
        log_in(session, chosen.login)
    for path in chosen.pages or ["/"]:
        html = fetch(session, urljoin(chosen.base_url, path))
        html = with_styles_inside(session, html, chosen.base_url)
        for width in WIDTHS:
            name = path.strip("/").replace("/", "-") or "start"
            target = folder / f"{name}-{width}.png"
            photograph(browser, html, target, width)
            print(target)


if __name__ == "__main__":
    main()
