"""What an installation starts with."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Municipality, Theme
from service.storage import referral
from service.storage.reference_data import load_reference_data, packaged_referrals


def test_loading_twice_adds_nothing(session: Session) -> None:
    first = load_reference_data(session)
    assert min(first.values()) > 0
    assert set(load_reference_data(session).values()) == {0}


def test_what_the_bureau_edited_stays(reference_data: None, session: Session) -> None:
    target = referral.directory(session)[0]
    target.phone = "000-0000001"
    load_reference_data(session)
    session.expire_all()
    assert referral.directory(session)[0].phone == "000-0000001"


def test_themes_and_municipalities_are_there(reference_data: None, session: Session) -> None:
    assert len(session.scalars(select(Theme)).all()) == 45
    assert session.get(Municipality, "Utrecht") is not None


@pytest.mark.parametrize(
    ("signal", "never_store", "never_match"),
    [
        ("acute-danger", False, True),
        ("grip-active", False, False),
        ("threatened-official", False, False),
        ("individual-radicalisation", True, True),
        ("terror-or-state-threat", True, False),
        ("cold-phase", False, False),
    ],
)
def test_what_may_be_stored_and_matched(signal: str, never_store: bool, never_match: bool) -> None:
    row = {row["signal"]: row for row in packaged_referrals()}[signal]
    assert (row["never_store"], row["never_match"]) == (never_store, never_match)


def test_acute_danger_comes_first_with_112() -> None:
    first = packaged_referrals()[0]
    assert (first["signal"], first["phone"]) == ("acute-danger", "112")
