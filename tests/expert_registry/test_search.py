"""Who comes first, and why, on a pool of four with hand-made vectors."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from embeddings.errors import WrongDimension
from embeddings.vectors import Encoded
from expert_registry.expert import ExpertProfile
from expert_registry.ranking.chance import FITS_WELL
from expert_registry.search import RankedCandidate, RequestFacts, expert_order, rank_experts
from expert_registry.snapshot import Snapshot, build_snapshot
from expert_registry.supply import ShortSupply

LABELS = {"asielopvang": "Asielopvang", "voetbal": "Voetbal", "duiding": "Duiding"}
TOWARDS_3 = Encoded(np.array([[0, 0, 1]], np.float32))


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


TWIN_WITHOUT_KINDS = {0: replace(PROFILES[4], support_kinds=())}


@pytest.fixture(scope="module")
def pool() -> Snapshot:
    return build_snapshot(1, "m", PROFILES, VECTORS, LABELS)


def ranked(*facts: Any, **more: Any) -> list[RankedCandidate]:
    return rank_experts(*facts, **more).candidates


def ids(found: list[RankedCandidate]) -> list[int]:
    return [candidate.expert_id for candidate in found]


def texts(candidate: RankedCandidate) -> list[str]:
    return [reason.text_nl for reason in candidate.reasons]


@pytest.mark.parametrize(
    ("request_", "read", "first"),
    [
        (RequestFacts("De supporters trekken naar het plein."), None, 2),
        (RequestFacts("Er komt een asielopvanglocatie in ons dorp."), None, 1),
        (RequestFacts("Xyz."), TOWARDS_3, 3),
        (RequestFacts("", themes=("voetbal",)), None, 2),
        (RequestFacts("", themes=("asielopvang",)), None, 1),  # main theme before side theme
    ],
)
def test_who_comes_first(
    pool: Snapshot, request_: RequestFacts, read: Encoded | None, first: int
) -> None:
    found = ranked(request_, pool, None, 4, read)
    assert ids(found)[0] == first
    assert [candidate.rank for candidate in found] == [1, 2, 3, 4]
    assert [candidate.score for candidate in found] == sorted(
        (candidate.score for candidate in found), reverse=True
    )
    order = expert_order(request_, pool, read)
    assert [placed.expert_id for placed in order] == ids(found)
    assert [placed.chance for placed in order] == [candidate.chance for candidate in found]


def test_of_two_alike_who_offers_the_ticked_kind_comes_first() -> None:
    pool = build_snapshot(1, "m", PROFILES | TWIN_WITHOUT_KINDS, VECTORS, LABELS)
    ticked = {"themes": ("bevoegdheden",)}
    assert ids(ranked(RequestFacts("", **ticked), pool, None, 1, None)) == [0]
    both = RequestFacts("", support_kinds=("duiding",), **ticked)
    assert ids(ranked(both, pool, None, 1, None)) == [4]


def test_only_allowed_experts_are_ranked_and_at_most_k(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    assert set(ids(ranked(request, pool, {1, 3, 99}, 10, None))) == {1, 3}
    assert len(ranked(request, pool, None, 2, None)) == 2
    assert ranked(request, pool, set(), 10, None) == []
    assert ranked(request, pool, None, 0, None) == []


def test_the_score_of_an_expert_does_not_depend_on_who_else_is_allowed(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    alone = ranked(request, pool, {2}, 1, TOWARDS_3)[0]
    among = next(one for one in ranked(request, pool, None, 4, TOWARDS_3) if one.expert_id == 2)
    assert alone.score == among.score


def test_without_inference_the_answer_is_marked(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.")
    assert ranked(request, pool, None, 1, None)[0].degraded
    assert not ranked(request, pool, None, 1, TOWARDS_3)[0].degraded
    bare = build_snapshot(1, None, PROFILES, {}, LABELS)
    assert ranked(request, bare, None, 1, TOWARDS_3)[0].degraded


def test_an_expert_without_vector_counts_as_average(pool: Snapshot) -> None:
    found = ranked(RequestFacts("Woorden."), pool, None, 4, TOWARDS_3)
    features = {one.expert_id: one.features["vector"] for one in found}
    assert features[4] == 0
    assert features[3] > 0 > features[1]


def test_a_penalty_lowers_the_rank(pool: Snapshot) -> None:
    request = RequestFacts("", themes=("asielopvang",))
    assert ids(ranked(request, pool, None, 2, None)) == [1, 2]
    assert ids(ranked(request, pool, None, 2, None, penalties={1: 2.0})) == [2, 1]


def test_equal_scores_go_by_id() -> None:
    alike = build_snapshot(1, None, dict.fromkeys((4, 2, 3), PROFILES[1]), {}, LABELS)
    assert ids(ranked(RequestFacts("xyz"), alike, None, 3, None)) == [2, 3, 4]


def test_the_phase_decides_between_equals() -> None:
    one = PROFILES[1]
    profiles = {1: one, 2: replace(one, phases=("escalatie",)), 3: one}
    alike = build_snapshot(1, None, profiles, {}, LABELS)
    assert ids(ranked(RequestFacts("xyz", phase="escalatie"), alike, None, 3, None)) == [2, 1, 3]


def test_a_vector_of_another_model_is_refused(pool: Snapshot) -> None:
    with pytest.raises(WrongDimension):
        ranked(RequestFacts("x"), pool, None, 1, Encoded(np.ones((1, 5), np.float32)))


def test_the_reasons_say_what_agrees(pool: Snapshot) -> None:
    request = RequestFacts(
        "De supporters zijn boos.",
        themes=("asielopvang", "voetbal"),
        support_kinds=("duiding",),
        phase="escalatie",
    )
    reasons = {one.expert_id: texts(one) for one in ranked(request, pool, None, 4, TOWARDS_3)}
    assert "Hoofdthema: Asielopvang." in reasons[1]
    assert reasons[2][0] == "Hoofdthema: Voetbal."
    assert "In de aanvraag wijst hierop: ‘supporters’." in reasons[2]
    assert any(text.startswith("In het profiel wijst hierop: ‘supporters’") for text in reasons[2])
    assert "Ervaring in de fase: escalatie." in reasons[3]
    assert "Het profiel lijkt in betekenis op de vraag." in reasons[3]
    assert "Biedt: Duiding." in reasons[4]


def test_a_theme_that_was_not_ticked_comes_with_its_probability(pool: Snapshot) -> None:
    found = rank_experts(RequestFacts("De harde kern van supporters."), pool, None, 4, None)
    reason = found.candidates[0].reasons[0]
    assert found.candidates[0].expert_id == 2
    assert reason.terms == ("voetbal",)
    assert reason.chance is not None
    assert reason.text_nl == (
        f"Hoofdthema: Voetbal. Kans dat de aanvraag hierover gaat: {100 * reason.chance:.0f}%."
    )
    assert found.themes[0].slug == "voetbal"
    assert len(found.themes) == 3
    assert 1 >= found.themes[0].chance >= found.themes[1].chance > 0


def test_a_theme_that_was_never_trained_counts_by_its_ticks() -> None:
    more = PROFILES | {5: expert("Kent het nieuwe onderwerp.", ("nieuw-thema",))}
    pool = build_snapshot(1, None, more, {}, LABELS)
    found = ranked(RequestFacts("Wat nu?", themes=("nieuw-thema",)), pool, None, 5, None)
    assert found[0].expert_id == 5
    assert found[0].reasons[0].text_nl == "Hoofdthema: nieuw-thema."


def test_the_probability_of_fit_is_given_and_ignores_penalties(pool: Snapshot) -> None:
    request = RequestFacts("De supporters trekken naar het plein.", themes=("voetbal",))
    found = ranked(request, pool, None, 4, None)
    lowered = ranked(request, pool, None, 4, None, penalties={2: 9.0})
    chances = {one.expert_id: one.chance for one in found}
    assert {one.expert_id: one.chance for one in lowered} == chances
    assert 1 > chances[2] > 3 * chances[4] > 0
    assert found[0].features["chance"] == found[0].chance


def test_kinds_of_support_are_suggested_with_their_probability(pool: Snapshot) -> None:
    text = "Wij zoeken iemand die met de burgemeester wil sparren."
    found = rank_experts(RequestFacts(text), pool, None, 1, None)
    assert found.kinds[0].slug == "bestuurlijk-sparren"
    assert 1 >= found.kinds[0].chance >= found.kinds[1].chance >= 0


def test_who_fits_clearly_is_told_even_when_nobody_may_be_asked() -> None:
    many = dict.fromkeys(range(1, 40), PROFILES[3]) | {50: PROFILES[2]}
    pool = build_snapshot(1, None, many, {}, LABELS)
    request = RequestFacts("De supporters trekken naar het plein.", themes=("voetbal",))
    found = rank_experts(request, pool, set(), 5, None)
    assert found.candidates == []
    assert [one.expert_id for one in found.fitting] == [50]
    assert found.fitting[0].chance >= FITS_WELL


def test_short_supply_follows_the_ticked_themes_else_the_likely_ones(pool: Snapshot) -> None:
    request = RequestFacts("De harde kern van supporters.", support_kinds=("duiding",))
    assert rank_experts(request, pool, None, 1, None).supply == [ShortSupply("voetbal", None, 1)]
    ticked = replace(request, themes=("asielopvang",))
    assert rank_experts(ticked, pool, None, 1, None).supply == [
        ShortSupply("asielopvang", "duiding", 0)
    ]


def test_an_empty_pool_gives_nobody() -> None:
    empty = build_snapshot(0, None, {}, {}, {})
    assert ranked(RequestFacts("Wat nu?"), empty, None, 5, TOWARDS_3) == []
