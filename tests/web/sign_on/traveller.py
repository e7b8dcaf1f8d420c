"""Somebody who goes from the program to the provider and back."""

from urllib.parse import parse_qs, urlsplit

from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from service.database import reading
from service.storage.audit_entry import AuditEntry
from tests.web.filled_form import hidden_fields
from tests.web.sign_on.organisation import Visitor

BEGIN = "/inloggen/extern"


class Traveller:
    """A browser: `client` at the program, `visitor` at the provider."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.client = app.test_client()
        self.visitor = Visitor()
        self.engine = engine
        self.issuer: str = app.config["SETTINGS"].sign_on.issuer

    def begin(self, path: str = BEGIN) -> str:
        """Give the address at the provider."""
        answer = self.client.get(path)
        assert answer.status_code == 303, answer.text
        return answer.location

    def return_to(self, address: str) -> TestResponse:
        """Come back at the program with what the provider gave."""
        parts = urlsplit(address)
        return self.page_after(f"{parts.path}?{parts.query}")

    def page_after(self, path: str) -> TestResponse:
        """Open a path; where it leads to a page that tells how it went, give that page."""
        answer = self.client.get(path)
        tells = (
            "/mislukt/" in answer.location or answer.location.endswith("/gelukt")
            if answer.location
            else False
        )
        return self.client.get(answer.location) if tells else answer

    def sign_on(self, login: str = "", path: str = BEGIN) -> TestResponse:
        """Go all the way."""
        return self.return_to(self.visitor.log_in(self.begin(path), login))

    def post(self, path: str, page: str, **fields: str) -> TestResponse:
        """Post a form that stands on this page."""
        return self.client.post(path, data=hidden_fields(page) | fields)

    def told(self) -> list[tuple[str, str]]:
        """Give kind and detail of the audit log."""
        with reading(self.engine) as session:
            found = session.execute(
                select(AuditEntry.kind, AuditEntry.detail).order_by(AuditEntry.id)
            )
            return [(kind, detail) for kind, detail in found]


def asked(address: str) -> dict[str, str]:
    """Give the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
