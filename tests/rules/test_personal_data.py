"""What the guard finds in free text, and what it leaves alone."""

import pytest

from service.domain.personal_data.finding import Kind, fingerprint
from service.domain.personal_data.search import find_personal_data

FOUND = [
    ("BSN 111222333 van de bewoner", Kind.BSN, "111222333"),
    ("nummer 123.456.782 staat in de brief", Kind.BSN, "123.456.782"),
    ("nummer 1234 56 782", Kind.BSN, "1234 56 782"),
    ("nummer 123-456-782.", Kind.BSN, "123-456-782"),
    ("mail naar jan@voorbeeld.example vandaag", Kind.EMAIL, "jan@voorbeeld.example"),
    ("jan.de-vries+x@mail.voorbeeld.test", Kind.EMAIL, "jan.de-vries+x@mail.voorbeeld.test"),
    ("jan (at) voorbeeld.example", Kind.EMAIL, "jan (at) voorbeeld.example"),
    ("bel 0612345678", Kind.PHONE, "0612345678"),
    ("bel 06-12345678 na zes uur", Kind.PHONE, "06-12345678"),
    ("bel 06 12 34 56 78", Kind.PHONE, "06 12 34 56 78"),
    ("bel 030-1234567", Kind.PHONE, "030-1234567"),
    ("bel (030) 123 45 67", Kind.PHONE, "(030) 123 45 67"),
    ("bel 0346 123456", Kind.PHONE, "0346 123456"),
    ("bel +31612345678", Kind.PHONE, "+31612345678"),
    ("bel +31 (0)6 12345678", Kind.PHONE, "+31 (0)6 12345678"),
    ("bel 0031 30 1234567", Kind.PHONE, "0031 30 1234567"),
    ("bel +32 475 12 34 56", Kind.PHONE, "+32 475 12 34 56"),
    ("rekening NL91ABNA0417164300", Kind.IBAN, "NL91ABNA0417164300"),
    ("rekening NL91 ABNA 0417 1643 00 van de stichting", Kind.IBAN, "NL91 ABNA 0417 1643 00"),
    ("rekening nl91 abna 0417 1643 00", Kind.IBAN, "nl91 abna 0417 1643 00"),
    ("rekening BE68 5390 0754 7034", Kind.IBAN, "BE68 5390 0754 7034"),
    ("een auto met kenteken 12-ABC-3", Kind.PLATE, "12-ABC-3"),
    ("kenteken ab-12-cd", Kind.PLATE, "ab-12-cd"),
    ("kenteken G001BB", Kind.PLATE, "G001BB"),
    ("kenteken XX-99-99", Kind.PLATE, "XX-99-99"),
]

LEFT_ALONE = [
    "",
    "Er komen ongeveer 250 mensen.",
    "De raadsavond is op 24-11-2026 om 19.30 uur.",
    "De raadsavond is op 03-12-2026 20.30 uur.",
    "Op 3 12 2026 om 20 uur.",
    "Op 2026-11-24 14:30 is de demonstratie.",
    "Artikel 172 en 175 van de Gemeentewet, artikel 5.1 lid 2.",
    "Het bedrag is 1.250.000 euro.",
    "nummer 123456789 is geen burgerservicenummer",
    "000000000",
    "De A12 en de N201 zijn dicht, lijn 12 ook.",
    "Bel 112 of 0800-2000 of 14030.",
    "COVID19, EK2024, WK2026, G20, U1, GRIP 2 en AZC 2.0.",
    "Woningen 12-14 en 16-18, in 2024-2025.",
    "een rekening NL92ABNA0417164300 met een tikfout",
    "contact via @gemeente op sociale media",
    "van 08.30 tot 17.30 uur, 7 dagen per week",
]


@pytest.mark.parametrize(("text", "kind", "piece"), FOUND)
def test_finds(text: str, kind: Kind, piece: str) -> None:
    assert [(f.kind, text[f.start : f.end]) for f in find_personal_data(text)] == [(kind, piece)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_finds_all_in_order() -> None:
    text = "Bel 06-12345678, mail a@b.example, BSN 111222333 of 12-ABC-3."
    kinds = [finding.kind for finding in find_personal_data(text)]
    assert kinds == [Kind.PHONE, Kind.EMAIL, Kind.BSN, Kind.PLATE]


def test_a_huge_text_takes_no_long_backtracking() -> None:
    assert find_personal_data("1 " * 2500 + "a@" * 2500 + "NL91 " * 1000) is not None


def test_fingerprint_stays_when_the_text_around_it_changes() -> None:
    before, after = "Nummer 123456789 0612345678", "Bel liever 0612345678."
    keys = [fingerprint("situation", text, find_personal_data(text)[0]) for text in (before, after)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("place", "text"),
    [("question", "0612345678"), ("situation", "0612345679"), ("situation", "111222333")],
)
def test_fingerprint_differs_for_another_place_or_piece(place: str, text: str) -> None:
    original = "0612345678"
    key = fingerprint("situation", original, find_personal_data(original)[0])
    assert fingerprint(place, text, find_personal_data(text)[0]) != key
