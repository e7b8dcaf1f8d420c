"""The cookie that keeps a browser logged in."""

from flask import Response

from service.web import current
from service.web.accounts.current_user import cookie_name


def set_session_cookie(response: Response, token: str) -> None:
    """Log this browser in; the database, not the cookie, decides how long that lasts."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(current.settings().session_limits.absolute.total_seconds()),
        secure=_over_https(),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear_session_cookie(response: Response) -> None:
    """Take the session cookie away."""
    response.delete_cookie(
        cookie_name(), secure=_over_https(), httponly=True, samesite="Lax", path="/"
    )


def _over_https() -> bool:
    return not current.settings().development
