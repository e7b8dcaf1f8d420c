"""What a profile says too little of: a table of cases for each hint."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.expert import ExpertProfile
from expert_registry.quality import FEWEST_WORDS, Hint, HintKind, profile_hints

NOW = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)  # in Amsterdam it is the 15th already
LABELS = {"asielopvang": "Asielopvang", "voetbal": "Voetbal", "boeren": "Boerenprotest"}
OTHERS = {f"thema-{number}": 0.01 for number in range(20)}
TOLD_ABOVE = 0.5
CHANCES = OTHERS | {"asielopvang": 0.6, "voetbal": 0.0001, "boeren": 0.2}

GOOD = ExpertProfile(
    external_id="X1",
    partner_id="ngb",
    summary="woord " * FEWEST_WORDS,
    themes=("asielopvang",),
    support_kinds=("bestuurlijk-sparren",),
    phases=("escalatie",),
    past_cases=("Hielp bij een raadsavond.",),
    consent_what="Opname in het register",
    consent_version=CURRENT_CONSENT_VERSION,
    consent_at=NOW - timedelta(days=1),
    review_due=date(2026, 3, 16),
)


def hints(
    change: dict[str, Any], chances: dict[str, float] = CHANCES, has_address: bool = True
) -> list[Hint]:
    return profile_hints(
        replace(GOOD, **change),
        NOW,
        has_address=has_address,
        chances=chances,
        told_above=TOLD_ABOVE,
        labels=LABELS,
    )


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        ({"consent_at": None}, HintKind.NO_CONSENT, "geen toestemming"),
        ({"consent_at": NOW + timedelta(days=1)}, HintKind.NO_CONSENT, "gaat pas later in"),
        ({"consent_version": "0"}, HintKind.NO_CONSENT, "oudere tekst"),
        ({"review_due": date(2026, 3, 15)}, HintKind.REVIEW_DUE, "sinds 15-03-2026 aan de beurt"),
        ({"review_due": None}, HintKind.REVIEW_DUE, "nog nooit nagekeken"),
        ({"themes": ()}, HintKind.NO_THEME, "geen thema aangevinkt"),
        ({"summary": "woord " * (FEWEST_WORDS - 5)}, HintKind.TOO_SHORT, "telt 39 woorden"),
        ({"summary": ""}, HintKind.TOO_SHORT, f"ten minste {FEWEST_WORDS}"),
        ({"themes": ("asielopvang", "voetbal")}, HintKind.THEME_NOT_IN_TEXT, "‘Voetbal’"),
        ({"themes": ("boeren",)}, HintKind.THEME_NOT_TICKED, "‘Asielopvang’"),
        ({"support_kinds": ()}, HintKind.NO_KIND, "geen soort steun"),
        ({"past_cases": ()}, HintKind.NO_CASE, "geen eerdere zaak"),
        ({"phases": ()}, HintKind.NO_PHASE, "geen fase"),
    ],
)
def test_each_shortcoming_is_told(change: dict[str, Any], kind: HintKind, told: str) -> None:
    found = {hint.kind: hint.text_nl for hint in hints(change)}
    assert told in found[kind]
    assert set(found) - {kind} <= {HintKind.THEME_NOT_TICKED}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"themes": ("boeren", "asielopvang")},  # likely enough, though not the likeliest
        {"themes": ("asielopvang", "nooit-geleerd")},  # of which the text can say nothing
        {"summary": "woord " * (FEWEST_WORDS - 4)},  # the cases count too
        {"status": "paused"},
        {"status": "withdrawn", "consent_at": None, "summary": ""},
    ],
)
def test_a_good_profile_gets_no_hint(change: dict[str, Any]) -> None:
    assert hints(change) == []


def test_without_an_address_nobody_can_be_invited() -> None:
    assert [hint.kind for hint in hints({}, has_address=False)] == [HintKind.NO_ADDRESS]


def test_a_text_that_is_too_short_says_nothing_of_themes() -> None:
    found = hints({"summary": "Kort.", "past_cases": (), "themes": ("voetbal",)})
    assert [hint.kind for hint in found] == [HintKind.TOO_SHORT, HintKind.NO_CASE]


def test_what_keeps_somebody_from_being_asked_comes_first() -> None:
    bare = {"consent_at": None, "review_due": None, "summary": "", "themes": (), "phases": ()}
    found = hints(bare | {"past_cases": (), "support_kinds": ()}, has_address=False)
    assert [hint.kind for hint in found] == [
        HintKind.NO_CONSENT,
        HintKind.NO_ADDRESS,
        HintKind.REVIEW_DUE,
        HintKind.NO_THEME,
        HintKind.TOO_SHORT,
        HintKind.NO_KIND,
        HintKind.NO_CASE,
        HintKind.NO_PHASE,
    ]
