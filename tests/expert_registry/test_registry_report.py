"""The report on a small registry: supply, hints, doubles, and what one partner may see."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy.orm import Session

from embeddings.vectors import Encoded
from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.quality import HintKind
from expert_registry.registry_report import expert_hints, registry_report
from expert_registry.supply_overview import Proposals
from expert_registry.tables import Expert
from expert_registry.vector_refresh import refresh_vectors

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
FOOTBALL = (
    "Rond het voetbalstadion begeleidde ik supporters en de harde kern bij risicowedstrijden. "
    "Met de club, de supportersvereniging en de driehoek maakte ik afspraken over uitvakken, "
    "stadionverboden en sfeeracties, zodat na een verloren wedstrijd de supporters rustig naar "
    "huis gingen en het in het centrum niet uitliep op vechtpartijen."
)


def by_length(texts: list[str]) -> Encoded:
    """Vectors that are the same for texts of about the same length."""
    return Encoded(np.eye(2, dtype=np.float32)[[int(len(text) > 300) for text in texts]])


def expert(external_id: str, **changes: object) -> Expert:
    complete: dict[str, object] = {
        "partner_id": "ngb",
        "name": "Deskundige",
        "email": "deskundige@partner.example",
        "summary": FOOTBALL,
        "themes": ["voetbal"],
        "support_kinds": ["duiding"],
        "phases": ["escalatie"],
        "past_cases": ["Hielp een gemeente na rellen rond een bekerfinale."],
        "consent_what": "Opname in het register",
        "consent_version": CURRENT_CONSENT_VERSION,
        "consent_at": NOW - timedelta(days=1),
        "review_due": date(2026, 9, 1),
    }
    return Expert(external_id=external_id, **(complete | changes))


@pytest.fixture
def ids(registry: Session) -> dict[str, int]:
    rows = [
        expert("complete"),
        expert("copy", partner_id="omo", summary=FOOTBALL + " Ook elders."),
        expert("short", summary="Kort.", past_cases=[], themes=["asielopvang"]),
        expert("silent", email="", themes=["asielopvang"]),
        expert("gone", status="withdrawn", summary="Weg."),
    ]
    registry.add_all(rows)
    registry.flush()
    return {row.external_id: row.id for row in rows}


def test_what_the_registry_lacks_is_counted(registry: Session, ids: dict[str, int]) -> None:
    found = registry_report(registry, NOW)
    assert (found.experts, found.can_help) == (4, 3)
    themes = ("voetbal", "asielopvang", "jaarwisseling")
    assert [found.themes[theme].experts for theme in themes] == [2, 1, 0]
    assert found.themes["voetbal"].by_partner == {"ngb": 1, "omo": 1}
    assert found.kinds["duiding"] == 3
    assert found.kinds["netwerk"] == 0
    assert found.partners == {"ngb": 2, "omo": 1, "politieacademie": 0}


def test_each_profile_gets_its_own_hints(registry: Session, ids: dict[str, int]) -> None:
    found = registry_report(registry, NOW).hints
    kinds = {expert_id: {hint.kind for hint in hints} for expert_id, hints in found.items()}
    assert kinds == {
        ids["short"]: {HintKind.TOO_SHORT, HintKind.NO_CASE},
        ids["silent"]: {
            HintKind.NO_ADDRESS,
            HintKind.THEME_NOT_IN_TEXT,
            HintKind.THEME_NOT_TICKED,
        },
    }
    for external_id, expert_id in ids.items():
        profile = registry.get_one(Expert, expert_id)
        assert expert_hints(registry, NOW, profile) == found.get(expert_id, ()), external_id


def test_profiles_that_are_nearly_the_same_are_named(
    registry: Session, ids: dict[str, int]
) -> None:
    before = registry_report(registry, NOW)
    assert (before.doubles, before.without_vector) == ((), 4)
    refresh_vectors(registry, by_length, "m")
    found = registry_report(registry, NOW)
    assert found.without_vector == 0
    doubles = {pair.expert_ids for pair in found.doubles}
    same_text = sorted(ids[each] for each in ("complete", "copy", "silent"))
    assert doubles == {(a, b) for a in same_text for b in same_text if a < b}


def test_a_partner_sees_its_own_experts_only(registry: Session, ids: dict[str, int]) -> None:
    refresh_vectors(registry, by_length, "m")
    found = registry_report(registry, NOW, partner_id="omo")
    assert (found.experts, found.partners) == (1, {"omo": 1})
    assert found.external_ids == {ids["copy"]: "copy"}
    assert (found.doubles, dict(found.hints)) == ((), {})
    assert found.themes["asielopvang"].experts == 0


def test_who_is_never_proposed_is_told_once_there_is_enough_to_go_by(
    registry: Session, ids: dict[str, int]
) -> None:
    times = {ids["complete"]: 15, ids["silent"]: 0}
    assert registry_report(registry, NOW, proposals=Proposals(5, times)).never_proposed == ()
    found = registry_report(registry, NOW, proposals=Proposals(30, times))
    assert found.never_proposed == (ids["copy"], ids["short"])
    assert found.often_proposed == (ids["complete"],)


def test_an_empty_registry_has_a_report(registry: Session) -> None:
    found = registry_report(registry, NOW)
    assert (found.experts, found.doubles, dict(found.hints)) == (0, (), {})
    assert {supply.experts for supply in found.themes.values()} == {0}
