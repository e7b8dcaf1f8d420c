"""Right of access and of erasure: everything about an address, and what goes and stays."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.invitations.invite_wave import invite_next
from service.actions.privacy.erase_person import Stays, erase_person
from service.actions.privacy.export_person import export_person
from service.actions.requests.add_information import add_information
from service.actions.requests.end_request import withdraw_request
from service.database import reading, taking_back, writing
from service.domain.actor import Actor
from service.domain.audit_kind import Subject
from service.storage.audit_entry import AuditEntry
from service.storage.destruction import Destruction
from service.storage.legal_hold import LegalHold
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW
from tests.actions.test_redact_text import bytes_of, places_of
from tests.sample_case import INTAKE

Submit = Callable[..., SupportRequest]
ADDRESS = INTAKE.requester_email
LATER = NOW + timedelta(hours=1)


def hold(session: Session, request: SupportRequest, actor: Actor) -> None:
    values = {"request_id": request.id, "set_at": NOW, "set_by_id": actor.id}
    session.add(LegalHold(**values, reason="Een klacht."))


def erase(engine: Engine, address: str = ADDRESS) -> list[tuple[Subject, Stays | None]]:
    with writing(engine) as session:
        outcomes, _destroyed = erase_person(session, LATER, address)
        return [(outcome.subject, outcome.stays) for outcome in outcomes]


def export(engine: Engine, address: str) -> dict[str, Any]:
    with writing(engine) as session:
        found = export_person(session, LATER, address)
    parsed: dict[str, Any] = json.loads(json.dumps(found))
    return parsed


def test_an_export_holds_what_the_person_was_and_wrote(
    engine: Engine, session: Session, proposed: Submit, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    add_information(session, NOW, request, "Er komt nog een avond.")
    invite_next(session, NOW, request, coordinator)
    session.get_one(Partner, "ngb").contact_email = ADDRESS.upper()
    session.commit()
    found = export(engine, ADDRESS.upper())
    (case,) = found["as_requester"]
    assert (case["situation"], case["requester_phone"]) == (
        INTAKE.situation, INTAKE.requester_phone,
    )  # fmt: skip
    assert case["questions_and_additions"][0]["text"] == "Er komt nog een avond."
    assert [mail["kind"] for mail in case["mails"]] == ["receipt"]
    assert [partner["id"] for partner in found["as_partner_contact"]] == ["ngb"]
    assert found["as_expert"] == found["as_colleague"] == found["named_in"] == []
    expert = export(engine, "deskundige-1@partner.example")["as_expert"][0]
    assert (expert["name"], len(expert["invitations"])) == ("Deskundige 1", 1)
    colleague = export(engine, "co@bureau.example")["as_colleague"][0]
    assert (colleague["name"], len(colleague["shifts"])) == ("Coördinator", 1)
    again = export(engine, "co@bureau.example")["as_colleague"][0]
    assert [entry["kind"] for entry in again["audit_log"]] == ["export"]
    with reading(engine) as fresh:
        entries = select(AuditEntry.subject_kind).where(AuditEntry.kind == "export")
        assert sorted(fresh.scalars(entries)) == [
            "account", "account", "case", "expert", "partner",
        ]  # fmt: skip


def test_an_unknown_address_has_nothing_and_that_is_told_too(
    engine: Engine, reference_data: None
) -> None:
    assert not any(
        value for value in export(engine, "niemand@x.example").values() if isinstance(value, list)
    )
    assert erase(engine, "niemand@x.example") == []
    with reading(engine) as session:
        kinds = session.execute(select(AuditEntry.kind, AuditEntry.subject_kind)).all()
        assert [tuple(row) for row in kinds] == [("export", "person"), ("destroyed", "person")]


def test_what_ended_goes_what_is_open_or_held_stays(
    engine: Engine, session: Session, submit: Submit, coordinator: Actor
) -> None:
    gone, held, open_case = (submit(form_token=f"form-{n}") for n in range(3))
    for request in (gone, held):
        withdraw_request(session, NOW, request, coordinator)
    hold(session, held, coordinator)
    ids = gone.id, held.id, open_case.id
    session.commit()
    assert erase(engine) == [
        (Subject.CASE, None), (Subject.CASE, Stays.LEGAL_HOLD), (Subject.CASE, Stays.OPEN_CASE),
    ]  # fmt: skip
    with reading(engine) as fresh:
        emails = [fresh.get_one(SupportRequest, number).requester_email for number in ids]
        assert emails == ["", ADDRESS, ADDRESS]
        told = fresh.scalars(select(Destruction).where(Destruction.rule == "case_contact")).one()
        assert (told.run_id, told.record_ids) == (None, [ids[0]])


@pytest.mark.parametrize("asked", [True, False])
def test_an_expert_goes_unless_asked_now(
    engine: Engine,
    session: Session,
    proposed: Submit,
    coordinator: Actor,
    experts: list[int],
    asked: bool,
) -> None:
    request = proposed()
    if asked:
        invite_next(session, NOW, request, coordinator)
    session.commit()
    stays = Stays.IN_USE if asked else None
    assert erase(engine, "deskundige-1@partner.example") == [(Subject.EXPERT, stays)]
    assert (places_of(engine, "deskundige-1@") == set()) is not asked
    if engine.dialect.name == "sqlite" and not asked:
        assert b"deskundige-1@" not in bytes_of(engine)
    with reading(engine) as fresh:
        assert fresh.get_one(Expert, experts[0]).status == ("active" if asked else "withdrawn")


def test_an_open_account_and_a_partner_contact_stay(
    engine: Engine, session: Session, coordinator: Actor
) -> None:
    session.get_one(Partner, "ngb").contact_email = "co@bureau.example"
    session.commit()
    assert erase(engine, "co@bureau.example") == [
        (Subject.PARTNER, Stays.PARTNER_CONTACT), (Subject.ACCOUNT, Stays.OPEN_ACCOUNT),
    ]  # fmt: skip
    with writing(engine) as fresh:
        fresh.get_one(UserAccount, coordinator.id).active = False
    assert erase(engine, "co@bureau.example")[1] == (Subject.ACCOUNT, None)
    assert places_of(engine, "co@bureau.example") == {"partner.contact_email"}


def test_the_address_goes_from_a_case_of_somebody_else(
    engine: Engine, session: Session, submit: Submit
) -> None:
    request_id = submit(second_contact="Wethouder, wethouder@zeist.example").id
    session.commit()
    address = "Wethouder@zeist.example"
    assert export(engine, address)["named_in"][0]["place"] == "support_request.second_contact"
    assert erase(engine, address) == [(Subject.CASE, None)]
    with reading(engine) as fresh:
        request = fresh.get_one(SupportRequest, request_id)
        assert request.second_contact == "Wethouder, [weggehaald]"
        assert request.requester_email == ADDRESS


def test_looking_first_changes_nothing(
    engine: Engine, session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    withdraw_request(session, NOW, request, coordinator)
    session.commit()
    with taking_back(engine) as fresh:
        outcomes, destroyed = erase_person(fresh, LATER, ADDRESS)
        assert outcomes[0].stays is None and destroyed
    assert "support_request.requester_email" in places_of(engine, ADDRESS)
