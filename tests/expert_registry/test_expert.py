"""What of a profile is embedded."""

from expert_registry.expert import ExpertProfile, profile_text

PROFILE = ExpertProfile(
    external_id="X1",
    partner_id="ngb",
    name="Deskundige 001",
    role_title="Burgemeester",
    summary=" Begeleidde een opvanglocatie. ",
    themes=("asielopvang",),
    support_kinds=("duiding",),
    past_cases=("Een bewonersavond.", " "),
    municipality="Zeist",
    party="Voorbeeldpartij A",
    home_organisation="Voorbeeldbureau",
)


def test_the_text_is_role_summary_and_cases() -> None:
    assert profile_text(PROFILE) == (
        "Burgemeester\nBegeleidde een opvanglocatie.\nEen bewonersavond."
    )
