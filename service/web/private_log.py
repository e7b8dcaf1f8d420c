"""Keeps tokens and texts out of the log of errors."""

import traceback
from types import TracebackType
from typing import Any

from flask import Flask, request
from flask.logging import default_handler

from embeddings.log_line import LogLine


class PrivateFlask(Flask):
    """A Flask that logs an error by its kind, its route and its place in the code.

    The path may hold the token of a link, and the message of an error may quote a text.
    """

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        default_handler.setFormatter(LogLine())

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None],
        *args: Any,
    ) -> None:
        """Log the kind of error, the route and the lines of code it passed."""
        kind, _error, trace = exc_info
        self.logger.error(
            "%s in %s %s\n%s",
            kind.__name__ if kind else "Error",
            request.method,
            request.url_rule,
            "".join(traceback.format_tb(trace)),
        )
