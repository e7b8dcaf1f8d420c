"""A browser at the bureau and the people who log in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from service.database import reading
from service.domain.actor import Role
from service.storage import request as requests
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest
from tests.web.filled_form import hidden_fields
from tests.web.story import NOW

PEOPLE = {
    "co@bureau.example": (Role.COORDINATOR, None),
    "achterwacht@bureau.example": (Role.DEPUTY_COORDINATOR, None),
    "leiding@bureau.example": (Role.PROGRAMME_MANAGER, None),
    "privacy@bureau.example": (Role.PRIVACY_OFFICER, None),
    "beheer@bureau.example": (Role.ADMIN, None),
    "partner@partner.example": (Role.PARTNER_CONTACT, "politieacademie"),
    "los@partner.example": (Role.PARTNER_CONTACT, None),
}


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class Desk:
    """A browser at the bureau."""

    client: FlaskClient
    engine: Engine

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, page: str, **fields: object) -> TestResponse:
        """Post a form that stands on this page, with the hidden fields it has there."""
        return self.client.post(path, data=hidden_fields(page) | fields)

    def do(self, reference: str, act: str, **fields: object) -> str:
        """Do an act in a case as it stands now; give the case page that follows."""
        answer = self.try_to(reference, act, **fields)
        assert answer.status_code == 303, answer.text
        return self.page(answer.headers["Location"])

    def try_to(self, reference: str, act: str, **fields: object) -> TestResponse:
        path = f"/bureau/aanvragen/{reference}"
        return self.post(f"{path}/{act}", self.page(path), **fields)

    def case(self, reference: str) -> SupportRequest:
        with reading(self.engine) as session:
            found = requests.by_reference(session, reference)
            assert found is not None
            session.expunge_all()
            return found

    def events(self, reference: str) -> list[str]:
        case_id = self.case(reference).id
        with reading(self.engine) as session:
            query = select(HistoryEvent.kind).where(HistoryEvent.request_id == case_id)
            return list(session.scalars(query.order_by(HistoryEvent.id)))
