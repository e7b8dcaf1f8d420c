"""The reasons of a ranking, told anew to who reads English."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest

from expert_registry.ranking.reasons import (
    Reason,
    kind_reasons,
    meaning_reasons,
    phase_reasons,
    phrase_reasons,
    predicted_kind_reason,
    theme_reason,
)
from expert_registry.tables import Expert
from service.domain.language import DUTCH, use_catalogue
from service.storage.request import SupportRequest
from service.web.languages.catalogue import catalogue
from service.web.triage.reason_words import reason_sentence

LABELS = {"woede": "Anger", "opvang": "Shelter", "sparren": "Peer sparring"}
REQUEST = SupportRequest(themes=["opvang"], support_kinds=["sparren"])
EXPERT = Expert(themes=["opvang", "woede"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whoever reads, reads English."""
    use_catalogue(catalogue("en"))
    yield
    use_catalogue(DUTCH)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (theme_reason("opvang", "Opvang", 0, 0.9, True), "Main theme: Shelter."),
        (theme_reason("woede", "Woede", 1, 0.4, False), "Theme: Anger. Probability of this: 40%."),
        (kind_reasons(["sparren"], ["sparren"], {})[0], "Offers: Peer sparring."),
        # The expert ticked no kind: what both texts say is no offer, and only likely.
        (
            predicted_kind_reason("sparren", "Sparren", 0.62),
            "Kind of help according to the texts: Peer sparring. Probability of this: 62%.",
        ),
        (phase_reasons("escalatie", ["escalatie"])[0], "Experience in the phase: escalation."),
        (phrase_reasons(["het plein"], [])[0], "In the request this points to it: ‘het plein’."),
        (phrase_reasons([], ["de buurt"])[0], "In the profile this points to it: ‘de buurt’."),
        (meaning_reasons(2.0)[0], "The profile resembles the question in meaning."),
    ],
)
def test_a_reason_says_the_same_in_english(reason: Reason, sentence: str) -> None:
    assert reason_sentence(asdict(reason), EXPERT, REQUEST, LABELS) == sentence
