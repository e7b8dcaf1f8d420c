"""The chain of the audit log shows what was done to it, and where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.domain.audit_chain import (
    AuditFact,
    Break,
    BreakKind,
    End,
    Link,
    canonical,
    chained_hash,
    first_break,
)
from service.domain.audit_kind import Origin, origin_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FACT = AuditFact(NOW, "staff", 7, "coordinator", "read", "opened", "case", "1", "internet")

Damage = Callable[[list[Link]], list[Link]]


def chain(count: int, start: End = End()) -> list[Link]:  # noqa: B008 - a frozen value
    links: list[Link] = []
    last = start.hash
    for position in range(start.position + 1, start.position + count + 1):
        fact = replace(FACT, subject_id=str(position))
        last = chained_hash(last, fact)
        links.append(Link(position, fact, last))
    return links


def end_of(links: list[Link]) -> End:
    return End(links[-1].position, links[-1].hash)


def changed(place: int, *, hash_made_anew: bool = False) -> Damage:
    def damage(links: list[Link]) -> list[Link]:
        fact = replace(links[place].fact, actor_id=8)
        known = chained_hash(links[place - 1].hash, fact) if hash_made_anew else links[place].hash
        links[place] = replace(links[place], fact=fact, hash=known)
        return links

    return damage


def removed(*places: int, renumbered: bool = False) -> Damage:
    def damage(links: list[Link]) -> list[Link]:
        left = [link for place, link in enumerate(links) if place not in places]
        if renumbered:
            left = [replace(link, position=number) for number, link in enumerate(left, start=1)]
        return left

    return damage


def inserted(place: int, *, fitting: bool) -> Damage:
    def damage(links: list[Link]) -> list[Link]:
        fact = replace(FACT, subject_id="false")
        known = chained_hash(links[place - 1].hash, fact) if fitting else "f" * 64
        new = [*links[:place], Link(0, fact, known), *links[place:]]
        return [replace(link, position=number) for number, link in enumerate(new, start=1)]

    return damage


def added_at(position: int) -> Damage:
    def damage(links: list[Link]) -> list[Link]:
        false = Link(position, FACT, chained_hash(links[-1].hash, FACT))
        return sorted([*links, false], key=lambda link: link.position)

    return damage


def swapped(links: list[Link]) -> list[Link]:
    links[2], links[3] = replace(links[3], position=3), replace(links[2], position=4)
    return links


CASES: list[tuple[str, Damage, Break | None]] = [
    ("whole", lambda links: links, None),
    ("first changed", changed(0), Break(BreakKind.CHANGED, 1)),
    ("changed", changed(3), Break(BreakKind.CHANGED, 4)),
    ("last changed", changed(5), Break(BreakKind.CHANGED, 6)),
    ("changed, hash too", changed(3, hash_made_anew=True), Break(BreakKind.CHANGED, 5)),
    ("last, hash too", changed(5, hash_made_anew=True), Break(BreakKind.CHANGED, 6)),
    ("first removed", removed(0), Break(BreakKind.REMOVED, 1)),
    ("removed", removed(2), Break(BreakKind.REMOVED, 3)),
    ("two removed", removed(2, 3), Break(BreakKind.REMOVED, 3)),
    ("last removed", removed(5), Break(BreakKind.REMOVED, 6)),
    ("all removed", removed(*range(6)), Break(BreakKind.REMOVED, 1)),
    ("removed, renumbered", removed(2, renumbered=True), Break(BreakKind.CHANGED, 3)),
    ("inserted", inserted(3, fitting=False), Break(BreakKind.INSERTED, 4)),
    ("inserted with its hash", inserted(3, fitting=True), Break(BreakKind.INSERTED, 4)),
    ("added at the end", added_at(7), Break(BreakKind.INSERTED, 7)),
    ("added before the first", added_at(0), Break(BreakKind.INSERTED, 0)),
    ("swapped", swapped, Break(BreakKind.INSERTED, 3)),
]


@pytest.mark.parametrize(
    ("damage", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_first_break(damage: Damage, found: Break | None) -> None:
    links = chain(6)
    end = end_of(links)
    assert first_break(damage(links), End(), end) == found


def test_an_empty_chain_is_whole() -> None:
    assert first_break([], End(), End()) is None


def test_a_chain_goes_on_where_the_former_part_ended() -> None:
    former = chain(4)
    rest = chain(3, end_of(former))
    assert first_break(rest, end_of(former), end_of(rest)) is None
    other = End(4, "e" * 64)
    assert first_break(rest, other, end_of(rest)) == Break(BreakKind.CHANGED, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW + timedelta(microseconds=1)},
        {"actor_kind": "expert"},
        {"actor_id": None},
        {"role": "admin"},
        {"kind": "denied"},
        {"detail": "closed"},
        {"subject_kind": "expert"},
        {"subject_id": "11"},
        {"origin": "this_host"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_covers_every_field(change: dict[str, object]) -> None:
    assert chained_hash("", replace(FACT, **change)) != chained_hash("", FACT)  # type: ignore[arg-type]
    assert set(AuditFact.__dataclass_fields__) == {
        "at", "actor_kind", "actor_id", "role", "kind", "detail", "subject_kind", "subject_id",
        "origin",
    }  # fmt: skip


def test_the_same_moment_has_one_form() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=1)))
    assert canonical(replace(FACT, at=elsewhere)) == canonical(FACT)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("127.0.0.1", Origin.THIS_HOST),
        ("::1", Origin.THIS_HOST),
        ("10.2.3.4", Origin.PRIVATE_NETWORK),
        ("fd00::1", Origin.PRIVATE_NETWORK),
        ("8.8.8.8", Origin.INTERNET),
        ("nowhere", Origin.UNKNOWN),
        (None, Origin.UNKNOWN),
    ],
)
def test_origin(address: str | None, origin: Origin) -> None:
    assert origin_of(address) is origin
