"""The reference data that comes with the package."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.profile_rules import ALLOWED
from expert_registry.reference_data import load_reference_data
from expert_registry.tables import (
    KnowledgeItem,
    Municipality,
    MunicipalityNeighbour,
    Partner,
    Theme,
    registry_version,
)


def test_everything_is_there(session: Session) -> None:
    assert load_reference_data(session) == {
        "partner": 3,
        "theme": 45,
        "support_kind": 11,
        "municipality": 66,
        "municipality_domain": 70,
        "municipality_neighbour": 126,
        "knowledge_item": 47,
    }


def test_loading_again_adds_nothing_and_keeps_edits(registry: Session) -> None:
    registry.get_one(Partner, "omo").contact_email = "nieuw@omo.example"
    version = registry_version(registry)
    assert not any(load_reference_data(registry).values())
    assert registry.get_one(Partner, "omo").contact_email == "nieuw@omo.example"
    assert registry_version(registry) == version


def test_the_region_has_38_municipalities_with_a_code(registry: Session) -> None:
    inside = registry.scalars(select(Municipality).where(Municipality.in_region)).all()
    assert len(inside) == 38
    assert all(place.cbs_code and place.region and place.district for place in inside)


def test_every_neighbour_is_a_known_municipality(registry: Session) -> None:
    names = set(registry.scalars(select(Municipality.name)))
    pairs = registry.scalars(select(MunicipalityNeighbour)).all()
    assert {name for pair in pairs for name in (pair.name_a, pair.name_b)} <= names
    assert len({frozenset((pair.name_a, pair.name_b)) for pair in pairs}) == len(pairs)


def test_knowledge_items_refer_to_known_themes_and_phases(registry: Session) -> None:
    themes = set(registry.scalars(select(Theme.slug)))
    items = registry.scalars(select(KnowledgeItem)).all()
    assert {theme for item in items for theme in item.themes} - {"*"} <= themes
    assert {phase for item in items for phase in item.phases} <= set(ALLOWED["phases"])
    assert not any(item.verified_on for item in items)


def test_partners_have_standing_consent(registry: Session) -> None:
    partners = {one.id: one for one in registry.scalars(select(Partner))}
    assert set(partners) == {"ngb", "omo", "politieacademie"}
    assert all(one.standing_consent for one in partners.values())
    assert all(one.consent_limit is None for one in partners.values())
