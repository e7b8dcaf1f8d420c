"""What the address and the call say about who asks."""

import pytest

from expert_registry.reference_data import MUNICIPALITIES, REFERENCE_TABLES, read_reference
from expert_registry.tables import MunicipalityDomain
from service.domain.requester_check import (
    CallVia,
    DomainMark,
    domain_of,
    mark_of,
    most_telling,
    possible_owners,
)

KNOWN = {
    "utrecht.nl": {"Utrecht"},
    "zeist.nl": {"Zeist"},
    "samen.nl": {"Laren", "Eemnes"},
}
OWN, OTHER, UNKNOWN = DomainMark.OWN, DomainMark.OTHER, DomainMark.UNKNOWN


@pytest.mark.parametrize(
    ("address", "municipality", "mark"),
    [
        ("kabinet@utrecht.nl", "Utrecht", OWN),
        ("Kabinet@UTRECHT.NL ", "Utrecht", OWN),
        ("kabinet@post.utrecht.nl", "Utrecht", OWN),
        ("kabinet@utrecht.nl", "Zeist", OTHER),
        ("kabinet@samen.nl", "Laren", OWN),
        ("kabinet@samen.nl", "Eemnes", OWN),
        ("kabinet@samen.nl", "Zeist", OTHER),
        ("kabinet@gmail.example", "Utrecht", UNKNOWN),
        # What only looks like it.
        ("kabinet@gemeente-utrecht.nl", "Utrecht", UNKNOWN),
        ("kabinet@gemeente-utrecht.nl.example", "Utrecht", UNKNOWN),
        ("kabinet@utrecht.nl.evil.example", "Utrecht", UNKNOWN),
        ("kabinet@notutrecht.nl", "Utrecht", UNKNOWN),
        ("kabinet@utrecht.nl-post.example", "Utrecht", UNKNOWN),
        ("utrecht.nl@evil.example", "Utrecht", UNKNOWN),
        ('"kabinet@utrecht.nl"@evil.example', "Utrecht", UNKNOWN),
        ("kabinet@utrecht.com", "Utrecht", UNKNOWN),
        ("kabinet@nl", "Utrecht", UNKNOWN),
        # Letters that look like ours: a Cyrillic е, a dotless ı, wide letters, and their xn-- form.
        ("kabinet@utr\u0435cht.nl", "Utrecht", UNKNOWN),
        ("kabinet@ze\u0131st.nl", "Zeist", UNKNOWN),
        ("kabinet@\uff55trecht.nl", "Utrecht", UNKNOWN),
        ("kabinet@utrecht\u3002nl", "Utrecht", UNKNOWN),
        ("kabinet@xn--utrcht-8of.nl", "Utrecht", UNKNOWN),
        ("kabinet@xn--utrcht-8of.utrecht.nl", "Utrecht", UNKNOWN),
        # What is no address at all.
        ("", "Utrecht", UNKNOWN),
        ("kabinet", "Utrecht", UNKNOWN),
        ("kabinet@utrecht.nl.", "Utrecht", UNKNOWN),
        ("kabinet@.utrecht.nl", "Utrecht", UNKNOWN),
        ("kabinet@-x.utrecht.nl", "Utrecht", UNKNOWN),
    ],
)
def test_mark(address: str, municipality: str, mark: DomainMark) -> None:
    owners = {name for domain in possible_owners(address) for name in KNOWN.get(domain, ())}
    assert mark_of(municipality, owners) is mark


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ([], None),
        ([None], None),
        (["form"], CallVia.FORM),
        (["form", None, "switchboard"], CallVia.SWITCHBOARD),
        (["form", "known"], CallVia.KNOWN),
        (["known", "switchboard"], CallVia.SWITCHBOARD),
    ],
)
def test_the_call_that_says_most_counts(calls: list[str | None], found: CallVia | None) -> None:
    assert most_telling(calls) is found
    assert found is None or found.proves is (found is not CallVia.FORM)


def test_each_municipality_has_a_domain_that_can_be_recognised() -> None:
    [table] = [item for item in REFERENCE_TABLES if item.table is MunicipalityDomain]
    rows = read_reference(table)
    names = {row["name"] for row in read_reference(MUNICIPALITIES)}
    assert {row["municipality"] for row in rows} == names
    assert all(domain_of(f"x@{row['domain']}") == row["domain"] for row in rows)
    assert all(row["source"] for row in rows)
    assert [row["domain"] for row in rows if row["municipality"] == "Bunschoten"] == [
        "bunschoten.nl"
    ]
