"""In which language a page is shown: as the reader chose, else as the browser asks for."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, request

from service.domain.language import DUTCH, language, use_catalogue
from service.web import current
from service.web.languages.catalogue import NAMES, catalogue

FIELD = "taal"
"""In the query of a form that is sent: go on in this language, with what was typed."""
KEPT_S = 365 * 24 * 3600
VARIES_BY = ("Accept-Language", "Cookie")


def install(app: Flask) -> None:
    """Choose before everything else, and say on every answer what was chosen."""
    app.before_request(choose)
    app.after_request(tell)
    app.teardown_request(forget)
    app.context_processor(words)


def choose() -> None:
    """Speak the language of this request."""
    use_catalogue(catalogue(_sent_along() or _kept() or asked_for(request.accept_languages)))


def asked_for(accepted: Iterable[tuple[str, float]]) -> str:
    """Give the best of our languages by Accept-Language (RFC 9110), Dutch if none is asked for.

    `accepted` holds tags with their quality. Of a tag only the language counts: en-GB is en.
    """
    for tag, quality in sorted(accepted, key=lambda found: -found[1]):
        if tag == "*":
            break
        code = tag.replace("_", "-").partition("-")[0].lower()
        if code in NAMES and quality > 0:
            return code
    return DUTCH.code


def tell(response: Response) -> Response:
    """Give the response with its language; keep the choice that came along with a form."""
    if request.endpoint == "static":
        return response
    response.vary.update(VARIES_BY)
    if response.mimetype == "text/html":
        response.content_language.add(language())
    if chosen := _sent_along():
        keep(response, chosen)
    return response


def forget(_error: BaseException | None) -> None:
    """Speak Dutch again: the thread may go on with other work."""
    use_catalogue(DUTCH)


def keep(response: Response, code: str) -> None:
    """Let this browser remember the language; the cookie says nothing else."""
    response.set_cookie(
        _cookie_name(),
        code,
        max_age=KEPT_S,
        secure=not current.settings().development,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def words() -> dict[str, Any]:
    """Give the templates the language of the page, and the others with their own names."""
    others = {code: name for code, name in NAMES.items() if code != language()}
    return {"language": language(), "other_languages": others, "language_field": FIELD}


def _sent_along() -> str:
    code = request.args.get(FIELD, "") if request.method == "POST" else ""
    return code if code in NAMES else ""


def _kept() -> str:
    code = request.cookies.get(_cookie_name(), "")
    return code if code in NAMES else ""


def _cookie_name() -> str:
    return "schakel_language" if current.settings().development else "__Host-schakel_language"
