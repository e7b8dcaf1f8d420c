"""One thing that a coordinator can do in a case: its form, its rule and its action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.domain.actor import Actor
from service.storage.request import SupportRequest

Values = dict[str, Any]
Fields = Mapping[str, fields.Field[Any]]
FieldsOf = Callable[[Session, MultiDict[str, str]], Fields]

NOTE_LENGTH = 1000


@dataclass(frozen=True)
class CaseStep:
    """What an act works with, inside the write transaction; the request is locked.

    `subject_id` is the invitation, assignment or mail that the act is about, 0 for the case.
    """

    session: Session
    now: datetime
    request: SupportRequest
    actor: Actor
    subject_id: int = 0


@dataclass(frozen=True)
class CaseAct:
    """An act: when it is offered, the fields of its form, what it does and says afterwards.

    `do` gives another sentence than `done` when it turned out otherwise. An act that decides
    nothing needs no page of now: `on_latest` is false.
    """

    possible: Callable[[SupportRequest], bool]
    do: Callable[[CaseStep, Values], str | None]
    done: str
    fields: FieldsOf
    on_latest: bool = True


def fixed(**found: fields.Field[Any]) -> FieldsOf:
    """Give the fields of a form that does not depend on what is stored."""
    return lambda _session, _submitted: found
