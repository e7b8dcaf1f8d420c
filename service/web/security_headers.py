"""Headers that every response carries, errors included."""

from flask import Flask, Response, request

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
YEAR_IN_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Give the response with its headers; only static files may be kept by a browser."""
    response.headers.update(HEADERS)
    static = request.endpoint == "static" and response.status_code in (200, 304)
    response.headers["Cache-Control"] = "public, max-age=3600" if static else "no-store"
    if not current.settings().development:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_IN_SECONDS}"
    return response
