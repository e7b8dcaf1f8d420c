"""Who comes first, and why, on a pool of four with hand-made vectors."""

from dataclasses import replace

import numpy as np
import pytest

from embeddings.errors import WrongDimension
from expert_registry.expert import ExpertProfile
from expert_registry.search import RankedCandidate, RequestFacts, expert_order, rank_experts
from expert_registry.snapshot import Snapshot, build_snapshot

LABELS = {"asielopvang": "Asielopvang", "voetbal": "Voetbal", "duiding": "Duiding"}
TOWARDS_3 = np.array([0, 0, 1], np.float32)


def expert(summary: str, themes: tuple[str, ...], **more: tuple[str, ...]) -> ExpertProfile:
    kinds = more.pop("support_kinds", ())
    profile = ExpertProfile("", "ngb", summary, themes, kinds)
    return replace(profile, phases=more.pop("phases", ()))


PROFILES = {
    1: expert("Begeleidde de komst van een opvanglocatie.", ("asielopvang",)),
    2: expert("Kent de harde kern van supporters.", ("voetbal", "asielopvang")),
    3: expert("Schreef brieven aan bewoners.", ("crisiscommunicatie",), phases=("escalatie",)),
    4: expert("Oefent met bestuurders.", ("bevoegdheden",), support_kinds=("duiding", "netwerk")),
}
VECTORS = {
    1: np.array([1, 0, 0], np.float32),
    2: np.array([0, 1, 0], np.float32),
    3: np.array([0, 0, 1], np.float32),
}


@pytest.fixture(scope="module")
def pool() -> Snapshot:
    return build_snapshot(1, "m", PROFILES, VECTORS, LABELS)


def ids(found: list[RankedCandidate]) -> list[int]:
    return [candidate.expert_id for candidate in found]


def texts(candidate: RankedCandidate) -> list[str]:
    return [reason.text_nl for reason in candidate.reasons]


@pytest.mark.parametrize(
    ("request_", "vector", "first"),
    [
        (RequestFacts("De supporters trekken naar het plein."), None, 2),
        (RequestFacts("Er komt een asielopvanglocatie in ons dorp."), None, 1),
        (RequestFacts("Xyz."), TOWARDS_3, 3),
        (RequestFacts("", themes=("voetbal",)), None, 2),
        (RequestFacts("", themes=("asielopvang",)), None, 1),  # main theme before side theme
        (RequestFacts("", support_kinds=("duiding",)), None, 4),
        (RequestFacts("", phase="escalatie"), None, 3),
    ],
)
def test_who_comes_first(
    pool: Snapshot, request_: RequestFacts, vector: np.ndarray | None, first: int
) -> None:
    found = rank_experts(request_, pool, None, 4, vector)
    assert ids(found)[0] == first
    assert [candidate.rank for candidate in found] == [1, 2, 3, 4]
    assert [candidate.score for candidate in found] == sorted(
        (candidate.score for candidate in found), reverse=True
    )
    assert expert_order(request_, pool, vector) == ids(found)


def test_only_allowed_experts_are_ranked_and_at_most_k(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    assert set(ids(rank_experts(request, pool, {1, 3, 99}, 10, None))) == {1, 3}
    assert len(rank_experts(request, pool, None, 2, None)) == 2
    assert rank_experts(request, pool, set(), 10, None) == []
    assert rank_experts(request, pool, None, 0, None) == []


def test_the_score_of_an_expert_does_not_depend_on_who_else_is_allowed(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    alone = rank_experts(request, pool, {2}, 1, TOWARDS_3)[0]
    among = next(
        one for one in rank_experts(request, pool, None, 4, TOWARDS_3) if one.expert_id == 2
    )
    assert alone.score == among.score


def test_without_inference_the_answer_is_marked(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    assert rank_experts(request, pool, None, 1, None)[0].degraded
    assert not rank_experts(request, pool, None, 1, TOWARDS_3)[0].degraded
    bare = build_snapshot(1, None, PROFILES, {}, LABELS)
    assert rank_experts(request, bare, None, 1, TOWARDS_3)[0].degraded


def test_an_expert_without_vector_counts_as_average(pool: Snapshot) -> None:
    found = rank_experts(RequestFacts("Woorden."), pool, None, 4, TOWARDS_3)
    features = {one.expert_id: one.features["vector"] for one in found}
    assert features[4] == 0
    assert features[3] > 0 > features[1]


def test_a_penalty_lowers_the_rank(pool: Snapshot) -> None:
    request = RequestFacts("", themes=("asielopvang",))
    assert ids(rank_experts(request, pool, None, 2, None)) == [1, 2]
    assert ids(rank_experts(request, pool, None, 2, None, penalties={1: 2.0})) == [2, 1]


def test_equal_scores_go_by_id(pool: Snapshot) -> None:
    assert ids(rank_experts(RequestFacts("xyz"), pool, None, 4, None)) == [1, 2, 3, 4]


def test_a_vector_of_another_model_is_refused(pool: Snapshot) -> None:
    with pytest.raises(WrongDimension):
        rank_experts(RequestFacts("x"), pool, None, 1, np.ones(5, np.float32))


def test_the_reasons_say_what_agrees(pool: Snapshot) -> None:
    request = RequestFacts(
        "De supporters zijn boos.",
        themes=("asielopvang", "voetbal"),
        support_kinds=("duiding",),
        phase="escalatie",
    )
    reasons = {one.expert_id: texts(one) for one in rank_experts(request, pool, None, 4, TOWARDS_3)}
    assert reasons == {
        1: ["Hoofdthema: Asielopvang."],
        2: [
            "Hoofdthema: Voetbal.",
            "Thema: Asielopvang.",
            "Komt ook in het profiel voor: supporters.",
        ],
        3: ["Ervaring in de fase: escalatie.", "Het profiel lijkt in betekenis op de vraag."],
        4: ["Biedt: Duiding."],
    }


def test_an_empty_pool_gives_nobody() -> None:
    empty = build_snapshot(0, None, {}, {}, {})
    assert rank_experts(RequestFacts("Wat nu?"), empty, None, 5, TOWARDS_3) == []
