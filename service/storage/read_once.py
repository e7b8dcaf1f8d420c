"""What a page asks of the database in many of its parts, asked once while a session only reads."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

_ANSWERS = "answers"

Key = ParamSpec("Key")
Answer = TypeVar("Answer")


def only_reads(session: Session) -> None:
    """Say that this session changes nothing, so that an answer holds until its end."""
    session.info[_ANSWERS] = {}


def read_once(
    ask: Callable[Concatenate[Session, Key], Answer],
) -> Callable[Concatenate[Session, Key], Answer]:
    """Keep the answer of a question with these arguments while a session only reads.

    A session that may write asks each time. Whoever gets an answer leaves it as it is: it is
    shared.
    """

    @wraps(ask)
    def answer(session: Session, *args: Key.args, **kwargs: Key.kwargs) -> Answer:
        answers: dict[Any, Answer] | None = session.info.get(_ANSWERS)
        if answers is None:
            return ask(session, *args, **kwargs)
        key = (ask, args, tuple(kwargs.items()))
        if key not in answers:
            answers[key] = ask(session, *args, **kwargs)
        return answers[key]

    return answer
