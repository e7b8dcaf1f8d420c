"""Headers that every response carries, errors included."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from flask import Flask, Response, g, request

from service.web import current

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OWN_STYLE = re.compile(r"<style>([^<]*)</style>")
YEAR_IN_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(add_headers)


def allow_styles_of(documents: Iterable[str]) -> None:
    """Let this response show these documents in a frame with the style sheets that they hold.

    Each `<style>` is named by its hash, so that any other one stays refused. A `style` in a tag
    has no effect: no hash lets it through, unless all of them are let through.
    """
    styles = {style for html in documents for style in OWN_STYLE.findall(html)}
    digests = (b64encode(sha256(style.encode()).digest()).decode() for style in styles)
    g.styles = " ".join(f"'sha256-{digest}'" for digest in sorted(digests))


def add_headers(response: Response) -> Response:
    """Give the response with its headers; only static files may be kept by a browser."""
    response.headers.update(HEADERS)
    if "styles" in g:
        allowed = f"style-src 'self' {g.styles};"
        policy = CONTENT_SECURITY_POLICY.replace("style-src 'self';", allowed)
        response.headers["Content-Security-Policy"] = policy
    static = request.endpoint == "static" and response.status_code in (200, 304)
    response.headers["Cache-Control"] = "public, max-age=3600" if static else "no-store"
    if not current.settings().development:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_IN_SECONDS}"
    return response
