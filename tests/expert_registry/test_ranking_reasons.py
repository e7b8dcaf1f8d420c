"""The words that a reason may show."""

import pytest

from expert_registry.ranking.reasons import shared_words, word_rarity, words_of


@pytest.mark.parametrize(
    ("asked", "profile", "shared"),
    [
        ("De Supporters komen.", "Kent supporters goed.", ["supporters"]),
        ("Er komt een asielopvanglocatie.", "Werkte aan opvanglocatie.", ["opvanglocatie"]),
        ("Een raadsvergadering.", "Leidt de vergadering.", ["vergadering"]),
        ("Veel demonstranten.", "Sprak demonstrant.", ["demonstrant"]),
        ("negentig mensen, negen dagen", "negen jaar", []),
        ("een plan", "plannenmaker", []),
        ("vergaderen", "vergelijken", []),
        ("het plein", "windmolens", []),
        ("", "windmolens", []),
    ],
)
def test_words_in_common(asked: str, profile: str, shared: list[str]) -> None:
    assert shared_words(asked, profile, word_rarity([profile])) == shared


def test_the_rarest_words_come_first_and_no_more_than_asked() -> None:
    profiles = ["trekkers blokkade", "blokkade snelweg", "blokkade trekkers haven"]
    rarity = word_rarity(profiles)
    request = "blokkade door trekkers bij de haven"
    assert shared_words(request, profiles[2], rarity, limit=2) == ["haven", "trekkers"]


def test_words_that_most_profiles_share_are_no_reason() -> None:
    rarity = word_rarity([f"burgemeester uniek{letter}" for letter in "abcdefghijkl"])
    assert "burgemeester" not in rarity
    assert "unieka" in rarity


def test_stop_words_numbers_and_short_words_are_left_out() -> None:
    assert words_of("Tussen 1000 boze mensen en het azc, boze Boeren!") == ["boze", "boeren"]
