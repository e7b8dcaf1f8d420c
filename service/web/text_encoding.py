"""Refuses forms whose text is not UTF-8 or holds NUL: no database keeps those."""

from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest

URL_ENCODED = "application/x-www-form-urlencoded"


class UnreadableText(BadRequest):
    """The bytes that came in are no text."""

    description = "the text is not UTF-8"


def install(app: Flask) -> None:
    """Check every form before anything reads it."""
    app.before_request(refuse_unreadable_text)


def refuse_unreadable_text() -> None:
    """Raise UnreadableText for a form or a query that is not UTF-8 text."""
    sent = request.query_string
    if request.mimetype == URL_ENCODED:
        sent += b"&" + request.get_data(cache=True)
    try:
        text = unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableText from None
    if "\0" in text:
        raise UnreadableText
