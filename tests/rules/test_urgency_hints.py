"""Words of time against the chosen urgency: a question to the coordinator, no false alarms."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.urgency import Urgency
from service.domain.urgency_hints import UrgencyHint, urgency_hints

# Tuesday 24 November 2026, 10:00 in Amsterdam.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
U1, U2, U3, U4 = Urgency


@pytest.mark.parametrize(
    ("text", "suggested", "quote"),
    [
        ("Moet de burgemeester vanavond naar buiten gaan?", U1, "vanavond"),
        ("Vanavond wordt een tweede poging gedaan.", U1, "Vanavond"),
        ("Gisteren stonden er 200 man en vanavond komen er meer.", U1, "vanavond"),
        ("Er komen vannacht twee bussen aan.", U1, "komen vannacht"),
        ("Wie kan onze bgm vandaag nog bellen?", U1, "vandaag nog"),
        ("De demonstratie begint over twee uur.", U1, "over twee uur"),
        ("Binnen een uur moeten wij iets zeggen.", U1, "Binnen een uur"),
        ("Wij hebben binnen 24 uur een antwoord nodig.", U1, "binnen 24 uur"),
        ("Morgenochtend staan er ouders op de stoep.", U1, "Morgenochtend"),
        ("De actie is nu nog gaande.", U1, "nu nog gaande"),
        ("Wat doen wij NU?", U1, "NU"),
        ("Vanmiddag komt de minister.", U1, "Vanmiddag komt"),
        ("Morgen is de raad.", U2, "Morgen"),
        ("Overmorgen lopen zij door het dorp.", U2, "Overmorgen"),
        ("Wij willen binnen 48 uur iemand spreken.", U2, "binnen 48 uur"),
        ("De bijeenkomst is over drie dagen.", U2, "over drie dagen"),
        ("Wij zoeken dringend iemand.", U2, "dringend"),
        ("Donderdag is de raadsvergadering.", U2, "Donderdag is de raadsvergadering"),
        ("Er is aanstaande vrijdag een mars.", U2, "aanstaande vrijdag"),
        ("De demonstratie is zaterdagmiddag.", U3, "demonstratie is zaterdagmiddag"),
        ("Aanstaande dinsdag stemt de raad.", U3, "Aanstaande dinsdag"),
        ("De herdenking is over negen dagen.", U3, "over negen dagen"),
        ("Volgende week donderdag is er een bewonersavond.", U3, "Volgende week"),
    ],
)
def test_a_text_with_more_haste_than_was_chosen(text: str, suggested: Urgency, quote: str) -> None:
    assert urgency_hints(text, None, U4, NOW) == [UrgencyHint(suggested, quote)]
    assert urgency_hints(text, None, suggested, NOW) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gisteravond was het onrustig.",
        "Elke avond staan er boze bewoners.",
        "'s Avonds is het druk.",
        "Vannacht is een raam ingegooid.",
        "Vannacht hebben wij slecht geslapen.",
        "Vanmiddag was er overleg.",
        "De bijeenkomst van vanavond is afgelast.",
        "De demonstratie van morgen gaat niet door.",
        "Het hoeft niet vanavond.",
        "Vanavond nog niet.",
        "Er is geen haast.",
        "Het is niet dringend.",
        "Binnen een uur stonden er tractors op de oprit.",
        "Om acht uur ging iedereen naar huis.",
        "Elke morgen staan er mensen.",
        "Afgelopen donderdag was de raadsvergadering.",
        "Sinds vrijdag staan er elke avond ouders.",
        "Donderdag was de raadsvergadering.",
        "Zaterdagavond is een meisje lastiggevallen.",
        "Wij zijn nu bezig met een plan en werken er rustig aan.",
        "Nu het plan bekend is, praat iedereen erover.",
        "Het speelt nu al een jaar.",
        "De spoedeisende hulp gaat dicht.",
        "In het voorjaar beginnen wij een gesprek.",
        "",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert urgency_hints(text, None, U4, NOW) == []


@pytest.mark.parametrize(
    ("ahead", "chosen", "suggested"),
    [
        (timedelta(hours=5), U2, U1),
        (timedelta(hours=24), U2, U1),
        (timedelta(hours=25), U2, None),
        (timedelta(hours=72), U3, U2),
        (timedelta(days=14), U4, U3),
        (timedelta(days=15), U4, None),
        (timedelta(days=15), U3, None),
        (timedelta(days=40), U1, U3),
        (timedelta(days=40), U2, U3),
        (timedelta(hours=-1), U4, None),
    ],
)
def test_the_expected_moment(ahead: timedelta, chosen: Urgency, suggested: Urgency | None) -> None:
    hints = urgency_hints("", NOW + ahead, chosen, NOW)
    assert [hint.suggested for hint in hints] == ([suggested] if suggested else [])


def test_a_far_moment_says_nothing_against_a_hurried_text() -> None:
    assert urgency_hints("Wij hebben vanavond hulp nodig.", NOW + timedelta(days=40), U1, NOW) == []


def test_the_most_urgent_words_are_quoted() -> None:
    text = "Volgende week is er een mars. Wij moeten vanavond al iets zeggen."
    assert urgency_hints(text, None, U3, NOW) == [UrgencyHint(U1, "vanavond")]
