"""Vectors follow the profiles: only what changed is embedded."""

import json

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from embeddings.vectors import Encoded, unit_length
from expert_registry.profile_import import import_profiles
from expert_registry.tables import Expert, ExpertVector, registry_version
from expert_registry.vector_refresh import layers_of, refresh_vectors, stale_texts, vector_of


class CountingEncoder:
    """Turns a text into (length, 1) of unit length, and remembers what it was given.

    Its layers are the same numbers, not of unit length; None when it is told so.
    """

    def __init__(self, layers: bool = True) -> None:
        self.texts: list[str] = []
        self.layers = layers

    def __call__(self, texts: list[str]) -> Encoded:
        self.texts += texts
        rows = np.array([[len(text), 1] for text in texts], np.float32)
        return Encoded(unit_length(rows), np.stack([rows, -rows], 1) if self.layers else None)


def add(session: Session, **summaries: str) -> None:
    rows = [
        {
            "id": name,
            "partner": "omo",
            "summary": summary,
            "themes": ["voetbal"],
            "support_kinds": [],
            "email": f"{name}@omo.example",
        }
        for name, summary in summaries.items()
    ]
    assert import_profiles(session, [json.dumps(row) for row in rows]).errors == []


def test_only_changed_texts_are_embedded(registry: Session) -> None:
    add(registry, a="Eerste tekst.", b="Tweede tekst.")
    refresh_vectors(registry, CountingEncoder(), "m")
    add(registry, a="Eerste tekst, herzien.")
    encoder = CountingEncoder()
    report = refresh_vectors(registry, encoder, "m")
    assert encoder.texts == ["Eerste tekst, herzien."]
    assert (report.embedded, report.kept, report.left) == (1, 1, 0)


def test_contact_data_is_not_embedded_and_does_not_make_a_vector_stale(registry: Session) -> None:
    add(registry, a="Eerste tekst.")
    encoder = CountingEncoder()
    refresh_vectors(registry, encoder, "m")
    expert = registry.scalars(select(Expert)).one()
    expert.email, expert.party = "nieuw@omo.example", "A"
    refresh_vectors(registry, encoder, "m")
    assert encoder.texts == ["Eerste tekst."]


def test_each_model_has_its_own_vectors(registry: Session) -> None:
    add(registry, a="Eerste tekst.")
    refresh_vectors(registry, CountingEncoder(), "m")
    assert refresh_vectors(registry, CountingEncoder(), "n").embedded == 1
    assert len(registry.scalars(select(ExpertVector)).all()) == 2


def test_vectors_of_experts_who_are_gone_are_removed(registry: Session) -> None:
    add(registry, a="Eerste tekst.", b="Tweede tekst.", c="Derde tekst.")
    refresh_vectors(registry, CountingEncoder(), "m")
    registry.scalars(select(Expert).where(Expert.external_id == "a")).one().status = "withdrawn"
    registry.execute(delete(Expert).where(Expert.external_id == "b"))
    registry.flush()
    version = registry_version(registry)
    refresh_vectors(registry, CountingEncoder(), "m")
    left = registry.scalars(select(Expert.external_id).join(ExpertVector)).all()
    assert left == ["c"]
    assert registry_version(registry) == version + 1


def test_the_vector_comes_back_as_it_was(registry: Session) -> None:
    add(registry, a="12345678901")
    refresh_vectors(registry, CountingEncoder(), "m")
    row = registry.scalars(select(ExpertVector)).one()
    expected = CountingEncoder()(["12345678901"])
    assert row.dimension == 2
    assert np.array_equal(vector_of(row), expected.vectors[0])
    layers = layers_of(row)
    assert layers is not None and layers.tolist() == [[11, 1], [-11, -1]]


def test_a_model_without_layers_stores_none(registry: Session) -> None:
    add(registry, a="Eerste tekst.")
    refresh_vectors(registry, CountingEncoder(layers=False), "m")
    assert layers_of(registry.scalars(select(ExpertVector)).one()) is None


def test_in_pieces_the_version_rises_at_the_end_only(registry: Session) -> None:
    add(registry, **{f"x{number}": f"Tekst {number}." for number in range(5)})
    version = registry_version(registry)
    seen: list[tuple[int, int]] = []
    progress = lambda done, total: seen.append((done, total))  # noqa: E731
    left = [refresh_vectors(registry, CountingEncoder(), "m", progress, 2).left for _ in range(2)]
    assert (left, registry_version(registry)) == ([3, 1], version)
    assert refresh_vectors(registry, CountingEncoder(), "m", progress, 2).left == 0
    assert registry_version(registry) == version + 1
    assert seen == [(2, 2), (2, 2), (1, 1)]


def test_nothing_to_do_leaves_the_version_alone(registry: Session) -> None:
    add(registry, a="Eerste tekst.")
    refresh_vectors(registry, CountingEncoder(), "m")
    version = registry_version(registry)
    refresh_vectors(registry, CountingEncoder(), "m")
    assert registry_version(registry) == version


def test_the_stale_texts_are_those_that_a_refresh_embeds(registry: Session) -> None:
    add(registry, a="Eerste tekst.", b="Tweede tekst.", c="Derde tekst.")
    expected = stale_texts(registry, "m", 2)
    encoder = CountingEncoder()
    refresh_vectors(registry, encoder, "m", limit=2)
    assert encoder.texts == expected
    assert stale_texts(registry, "m") == ["Derde tekst."]
