"""Knowledge items are found by the search of experts; without vectors by letters and ticks."""

from collections.abc import Sequence

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from embeddings.errors import InferenceUnavailable
from embeddings.vectors import Encoded, unit_length
from expert_registry.knowledge_search import KnowledgeSearch
from expert_registry.search import RequestFacts
from expert_registry.tables import KnowledgeItem, bump_version

FAKE_NEWS = (
    "Nepnieuws en geruchten over de opvang: wat is waar en hoe weerleggen wij desinformatie?"
)


def read(texts: Sequence[str]) -> Encoded:
    rows = [[1.0 + text.lower().count(word) for word in ("nepnieuws", "online")] for text in texts]
    return Encoded(unit_length(np.array(rows, np.float32)))


@pytest.fixture
def knowledge(engine: Engine, reference_data: None) -> KnowledgeSearch:
    return KnowledgeSearch(lambda: Session(engine))


def found(knowledge: KnowledgeSearch, *themes: str, phase: str = "sluimerend_ongenoegen") -> list:
    return knowledge.find(RequestFacts(FAKE_NEWS, themes, (), phase), None, None)


@pytest.mark.backend("sqlite")
def test_items_on_the_theme_come_first_and_general_ones_last(
    knowledge: KnowledgeSearch, session: Session
) -> None:
    items = found(knowledge, "desinformatie")
    assert 0 < len(items) <= 5
    themes = {item.id: item.themes for item in session.query(KnowledgeItem)}
    assert "desinformatie" in themes[items[0].item_id]
    assert items[0].chance is not None and items[0].chance >= 0.2
    general = [item.item_id for item in items if item.chance is None]
    assert all(themes[item_id] == ["*"] for item_id in general)
    assert general == [item.item_id for item in items][len(items) - len(general) :]


@pytest.mark.backend("sqlite")
def test_what_is_general_must_be_for_the_phase(knowledge: KnowledgeSearch) -> None:
    ids = [item.item_id for item in found(knowledge, phase="escalatie") if item.chance is None]
    assert ids == ["K08"]


@pytest.mark.backend("sqlite")
def test_only_what_is_new_is_embedded(knowledge: KnowledgeSearch, session: Session) -> None:
    texts: list[str] = []

    def reading(asked: Sequence[str]) -> Encoded:
        texts.extend(asked)
        return read(asked)

    every = session.query(KnowledgeItem).count()
    assert knowledge.refresh(reading, "words") == every
    assert knowledge.refresh(reading, "words") == 0
    session.query(KnowledgeItem).filter_by(id="K01").one().title = "Nieuwe titel"
    bump_version(session)
    session.commit()
    assert knowledge.refresh(reading, "words") == 1
    assert texts[-1].startswith("Nieuwe titel")
    assert knowledge.refresh(reading, "other") == every


@pytest.mark.backend("sqlite")
def test_a_model_that_is_down_leaves_the_items_as_they_were(knowledge: KnowledgeSearch) -> None:
    def down(_texts: Sequence[str]) -> Encoded:
        raise InferenceUnavailable("switched off")

    before = found(knowledge, "desinformatie")
    with pytest.raises(InferenceUnavailable):
        knowledge.refresh(down, "words")
    assert found(knowledge, "desinformatie") == before


@pytest.mark.backend("sqlite")
def test_vectors_of_another_model_are_not_compared(knowledge: KnowledgeSearch) -> None:
    knowledge.refresh(read, "words")
    facts = RequestFacts(FAKE_NEWS)
    without = knowledge.find(facts, None, None)
    assert knowledge.find(facts, read([FAKE_NEWS]), "other") == without
    assert knowledge.find(facts, read([FAKE_NEWS]), "words") != without


@pytest.mark.backend("sqlite")
def test_an_empty_shelf_gives_nothing(engine: Engine) -> None:
    assert found(KnowledgeSearch(lambda: Session(engine))) == []
