"""Reasons rest on what the ranking used: what is cited, counts."""

import json
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from expert_registry.expert import ExpertProfile
from expert_registry.heads_file import shipped_heads
from expert_registry.ranking.heads import REQUEST
from expert_registry.ranking.phrases import telling_phrases
from expert_registry.ranking.reasons import Reason
from expert_registry.sample_experts import sample_rows
from expert_registry.search import RankedCandidate, RequestFacts, rank_experts
from expert_registry.snapshot import Snapshot, build_snapshot
from tests.expert_registry.test_snapshot import NOW

REQUESTS = [
    "Vorige week is een bus met gezinnen bekogeld bij het hotel waar asielzoekers slapen.",
    "Boeren willen maandag met trekkers de oprit van de snelweg blokkeren.",
    "Supporters van beide clubs zoeken elkaar op voor de wedstrijd van zondag.",
    "Voor de deur van een wethouder lag vannacht zwaar vuurwerk; het gezin is bang.",
    "Bewoners weigeren belasting te betalen en noemen zich autonoom en soeverein.",
    "Op Telegram gaat rond dat het zorgcentrum vol met zedendelinquenten komt.",
]


@pytest.fixture(scope="module")
def pool() -> Snapshot:
    rows = list(sample_rows(NOW))
    profiles = {
        number: ExpertProfile(
            row["id"],
            row["partner"],
            row["summary"],
            tuple(row["themes"]),
            tuple(row["support_kinds"]),
            party=row.get("party"),
        )
        for number, row in enumerate(rows)
    }
    return build_snapshot(0, None, profiles, {}, {})


def best(text: str, pool: Snapshot) -> RankedCandidate:
    return rank_experts(RequestFacts(text), pool, None, 1, None).candidates[0]


def score_of(expert_id: int, text: str, pool: Snapshot) -> float:
    return rank_experts(RequestFacts(text), pool, {expert_id}, 1, None).candidates[0].score


def cited(candidate: RankedCandidate, kind: str) -> Reason:
    return next(reason for reason in candidate.reasons if reason.kind == kind)


@pytest.mark.parametrize("text", REQUESTS)
def test_without_a_cited_phrase_of_the_request_the_score_falls(pool: Snapshot, text: str) -> None:
    shown = rank_experts(RequestFacts(text), pool, None, 3, None).candidates
    assert cited(shown[0], "request_words").terms
    for found in shown:
        told = [reason for reason in found.reasons if reason.kind == "request_words"]
        before = score_of(found.expert_id, text, pool)
        for phrase in (phrase for reason in told for phrase in reason.terms):
            assert phrase in text
            assert score_of(found.expert_id, text.replace(phrase, " "), pool) < before, phrase


def test_what_takes_nothing_off_the_score_is_not_cited(pool: Snapshot) -> None:
    # With only one expert to compare, no words can make a difference.
    alone = build_snapshot(0, None, {0: pool.profiles[0]}, {}, {})
    reasons = best(REQUESTS[0], alone).reasons
    assert not [reason for reason in reasons if reason.kind == "request_words"]


@pytest.mark.parametrize("text", REQUESTS)
def test_without_the_cited_phrases_of_the_profile_its_theme_fades(
    pool: Snapshot, text: str
) -> None:
    found = best(text, pool)
    heads = pool.themes.heads
    theme = heads.themes.index(cited(found, "theme").terms[0])
    summary = pool.profiles[found.expert_id].summary
    before = heads.raw_scores(summary, None, "profile")[theme]
    for phrase in cited(found, "profile_words").terms:
        assert phrase in summary
        less = heads.raw_scores(summary.replace(phrase, " "), None, "profile")[theme]
        assert less < before


def test_phrases_are_few_short_and_whole_words() -> None:
    heads = shipped_heads()
    theme = heads.themes.index("blokkade")
    found = telling_phrases(heads, "De  boeren blokkeren (weer) de\noprit van de snelweg.", theme)
    assert 1 <= len(found) <= 3
    assert all(1 <= len(phrase.split()) <= 3 for phrase in found)
    words = {"De", "boeren", "blokkeren", "weer", "de", "oprit", "van", "snelweg"}
    assert {word for phrase in found for word in phrase.split()} <= words


@pytest.mark.parametrize("text", ["", "   ", "50 % ; !", "de het een"])
def test_a_text_that_says_nothing_has_no_phrases(text: str) -> None:
    assert telling_phrases(shipped_heads(), text, 0) == []


def test_party_name_and_place_are_never_read(pool: Snapshot) -> None:
    text = REQUESTS[0]
    marked = {
        key: replace(one, party="Voorbeeldpartij A", municipality="Nergenshuizen", name="Mw. X")
        for key, one in pool.profiles.items()
    }
    again = build_snapshot(0, None, marked, {}, {})
    found = [rank_experts(RequestFacts(text), one, None, 5, None) for one in (pool, again)]
    assert found[0] == found[1]
    assert "Voorbeeldpartij" not in json.dumps([str(one) for one in found[1].candidates])


def test_training_requests_find_their_theme_by_letters_alone() -> None:
    rows = resources.files("expert_registry").joinpath("training", "requests.jsonl")
    heads, hits = shipped_heads(), []
    for line in rows.read_text("utf-8").splitlines()[::15]:
        row = json.loads(line)
        raw = heads.raw_scores(row["text"], None, REQUEST)
        best_theme = int(np.argmax(heads.theme_logits(raw, REQUEST)))
        hits.append(heads.themes[best_theme] == row["theme"])
    assert np.mean(hits) > 0.9
