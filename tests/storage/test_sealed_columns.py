"""Confidential columns hold nothing that can be read without the keys."""

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Executable,
    LargeBinary,
    MetaData,
    String,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from expert_registry.errors import CannotUnseal, NotComparable
from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import Sealed, SealedBytes, SealedJson, SealedText, use_keys
from expert_registry.tables import Partner
from service.storage.all_tables import all_tables
from service.storage.case_text import REQUEST_TEXTS
from service.storage.column_secrecy import SECRECY, Why

HOLDS_CONTENT = (String, JSON, LargeBinary, Sealed)
SECRET = "De wethouder twijfelt — ‘stop’"


def content_columns(tables: MetaData) -> dict[str, Any]:
    return {
        f"{table.name}.{column.name}": column.type
        for table in tables.sorted_tables
        for column in table.columns
        if isinstance(column.type, HOLDS_CONTENT)
    }


def test_every_column_that_can_hold_content_has_its_reason() -> None:
    assert set(content_columns(all_tables())) == set(SECRECY)


def test_a_column_is_sealed_where_the_table_says_so_and_for_its_own_place() -> None:
    for place, kind in content_columns(all_tables()).items():
        assert isinstance(kind, Sealed) == SECRECY[place].sealed, place
        if isinstance(kind, Sealed):
            assert kind.place == place


def test_all_texts_of_a_request_are_sealed() -> None:
    reasons = {SECRECY[f"support_request.{name}"] for name in REQUEST_TEXTS}
    assert reasons == {Why.TYPED, Why.CONTACT}


@pytest.mark.parametrize(
    ("sealed", "plain"),
    [
        (SealedText("a.b"), SECRET),
        (SealedText("a.b"), "\x00"),
        (SealedJson("a.b"), [{"phrase": SECRET, "weight": 0.25}]),
        (SealedJson("a.b"), {"cosine": 1e-9}),
        (SealedBytes("a.b"), bytes(range(256))),
    ],
)
def test_what_goes_in_comes_out_and_is_not_seen_between(sealed: Sealed, plain: Any) -> None:
    stored = sealed.stored(plain)
    assert sealed.plain(stored) == plain
    assert stored != sealed.stored(plain)
    seen = stored if isinstance(stored, bytes) else stored.encode()
    known = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    assert seen.startswith(b"s1.") and known not in seen and b"wethouder" not in seen


@pytest.mark.parametrize(
    ("sealed", "empty", "stored"),
    [
        (SealedText("a.b"), "", ""),
        (SealedJson("a.b"), [], "[]"),
        (SealedJson("a.b"), {}, "{}"),
        (SealedBytes("a.b"), b"", b""),
    ],
)
def test_nothing_stays_nothing(sealed: Sealed, empty: Any, stored: Any) -> None:
    assert sealed.stored(empty) == stored
    assert sealed.plain(stored) == empty


def changed(stored: str, place: int) -> str:
    other = "A" if stored[place] != "A" else "B"
    return stored[:place] + other + stored[place + 1 :]


DAMAGE = [
    (lambda stored: changed(stored, 30), "a.b is damaged"),
    (lambda stored: stored[:20], "a.b is damaged"),
    (lambda stored: stored[:12], "a.b is damaged"),
    (lambda stored: stored[:13], "a.b is damaged"),
    (lambda stored: stored[:12] + "é" * 40, "a.b is damaged"),
    (lambda stored: "s2" + stored[2:], "not sealed"),
    (lambda stored: SECRET, "not sealed"),
    (lambda stored: "s1.", "not sealed"),
    (lambda stored: SealedText("a.c").stored(SECRET), "a.b is damaged"),
    (lambda stored: "s1.00000000." + stored[12:], "sealed with key 00000000; the data keys are"),
]


@pytest.mark.parametrize(("damage", "told"), DAMAGE)
def test_a_damaged_or_moved_value_is_refused_without_its_content(damage: Any, told: str) -> None:
    column = SealedText("a.b")
    with pytest.raises(CannotUnseal, match=told) as refused:
        column.plain(damage(column.stored(SECRET)))
    assert "wethouder" not in str(refused.value)


def test_another_key_opens_nothing_and_both_keys_open_all() -> None:
    column, old, new = SealedText("a.b"), new_key(), new_key()
    use_keys(KeyRing([old]))
    stored = column.stored(SECRET)
    use_keys(KeyRing([new]))
    with pytest.raises(CannotUnseal, match=KeyRing([old]).ids[0]):
        column.plain(stored)
    use_keys(KeyRing([new, old]))
    assert column.plain(stored) == SECRET
    assert column.stored(SECRET)[3:11] == KeyRing([new]).ids[0]


@pytest.mark.parametrize(
    "ask",
    [
        lambda column: column == "bureau",
        lambda column: column != "bureau",
        lambda column: column.like("%b%"),
        lambda column: column.in_(["bureau"]),
        lambda column: column.desc(),
        lambda column: column > "",
        lambda column: column == bindparam("address"),
    ],
)
def test_a_query_that_would_find_nothing_is_refused(ask: Any) -> None:
    with pytest.raises(NotComparable):
        ask(Partner.contact_email)


LOOKS_INSIDE: dict[str, Callable[[Any], Executable]] = {
    "lower": lambda column: select(Partner.id).where(func.lower(column) == "bureau"),
    "length": lambda column: select(func.length(column)),
    "coalesce": lambda column: select(func.coalesce(column, "")),
    "cast": lambda column: select(Partner.id).where(cast(column, String).like("%b%")),
    "type_coerce": lambda column: select(Partner.id).where(type_coerce(column, String) == "b"),
    "order": lambda column: select(Partner.id).order_by(column),
    "order by its name": lambda column: select(column.label("who")).order_by("who"),
    "group": lambda column: select(func.count()).group_by(column),
    "distinct": lambda column: select(column).distinct(),
    "union": lambda column: select(column).union(select(column)),
    "window": lambda column: select(func.row_number().over(order_by=column)),
    "tuple": lambda column: select(Partner.id).where(tuple_(column, Partner.id).in_([("b", "a")])),
    "from the other side": lambda column: select(Partner.id).where(literal("b") == column),
    "as a subquery": lambda column: select(Partner.id).where(
        literal("b") == select(column).scalar_subquery()
    ),
    "in an update": lambda column: update(Partner).values(name=func.upper(column)),
    "in a delete": lambda column: delete(Partner).where(func.lower(column) == "b"),
}


@pytest.mark.parametrize("ask", LOOKS_INSIDE)
def test_the_database_is_not_asked_to_look_inside(session: Session, ask: str) -> None:
    with pytest.raises(NotComparable, match="a sealed column cannot stand in a"):
        session.execute(LOOKS_INSIDE[ask](Partner.contact_email))


@pytest.mark.parametrize(
    "asked",
    [
        select(Partner),
        select(Partner.id).where(~(Partner.contact_email == "")),
        select(case((Partner.contact_email != "", 1), else_=0)),
        select(select(Partner.contact_email).subquery().c.contact_email),
        select(Partner.contact_email).union_all(select(Partner.contact_email)),
        select(Partner.contact_email, func.lower(Partner.name)).order_by(Partner.name),
        select(exists().where(Partner.contact_email != "")),
        update(Partner).values(contact_email="x").returning(Partner.contact_email),
    ],
)
def test_what_does_not_look_inside_is_asked(session: Session, asked: Executable) -> None:
    session.execute(asked).all()


def test_a_query_may_ask_whether_there_is_something(session: Session) -> None:
    session.add_all([partner("a", ""), partner("b", "b@partner.example")])
    session.flush()
    asked = select(Partner.id).where(Partner.contact_email != "")
    assert session.scalars(asked).all() == ["b"]
    session.execute(update(Partner).where(Partner.id == "b").values(contact_email=""))
    assert session.scalars(asked).all() == []


def test_a_row_that_cannot_be_read_says_where_and_with_which_key(session: Session) -> None:
    session.add(partner("a", "b@partner.example"))
    session.flush()
    session.expire_all()
    use_keys(KeyRing([new_key()]))
    with pytest.raises(CannotUnseal, match=r"^partner\.contact_email is sealed with key \w{8};"):
        session.get(Partner, "a")


def partner(partner_id: str, address: str) -> Partner:
    return Partner(id=partner_id, name="P", contact_email=address)


def test_keys_show_nowhere() -> None:
    key = new_key()
    ring = KeyRing([key])
    assert key not in repr(ring) and ring.ids[0] in repr(ring)
    with pytest.raises(TypeError):
        pickle.dumps(ring)
