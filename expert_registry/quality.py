"""What a profile says too little of, as hints that say what to add; rules over plain values.

The limits of the theme hints were set on the sample experts: they catch three in four wrongly
ticked themes and four in five main themes that were left out, and question one in nine right ticks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from expert_registry.availability import AMSTERDAM
from expert_registry.consent import consent_problem, review_is_due
from expert_registry.expert import ExpertProfile, profile_text

# The shortest sample profile has 58 words.
FEWEST_WORDS = 40
# The text hardly speaks of a theme that is not among so many likeliest ones. The order says more
# than the chance itself, of which the main theme takes nearly all.
LIKELIEST = 12
# The text surely speaks of a theme that is as likely as this.
SURELY = 0.3


class HintKind(StrEnum):
    """What is wrong with a profile, what keeps somebody from being asked first."""

    NO_CONSENT = "no_consent"
    NO_ADDRESS = "no_address"
    REVIEW_DUE = "review_due"
    NO_THEME = "no_theme"
    TOO_SHORT = "too_short"
    THEME_NOT_IN_TEXT = "theme_not_in_text"
    THEME_NOT_TICKED = "theme_not_ticked"
    NO_KIND = "no_kind"
    NO_CASE = "no_case"
    NO_PHASE = "no_phase"


@dataclass(frozen=True)
class Hint:
    """One thing to add to or change in a profile, as a Dutch sentence."""

    kind: HintKind
    text_nl: str


def profile_hints(
    profile: ExpertProfile,
    now: datetime,
    *,
    has_address: bool,
    chances: Mapping[str, float],
    labels: Mapping[str, str],
) -> list[Hint]:
    """What to improve in a profile at `now` (aware), most pressing first; [] for a withdrawn one.

    `chances` is how likely the text speaks of each trained theme, `labels` names themes by slug.
    """
    if profile.status == "withdrawn":
        return []
    hints = (
        *_hints_on_asking(profile, now, has_address),
        *_hints_on_text(profile, chances, labels),
        *_hints_on_ticks(profile),
    )
    order = list(HintKind)
    return sorted(hints, key=lambda hint: order.index(hint.kind))


def _hints_on_asking(profile: ExpertProfile, now: datetime, has_address: bool) -> Iterator[Hint]:
    if problem := consent_problem(profile, now):
        ask = "Vraag de deskundige om toestemming. Tot dan kan er geen uitnodiging uit."
        yield Hint(HintKind.NO_CONSENT, f"{problem} {ask}")
    if not has_address:
        yield Hint(
            HintKind.NO_ADDRESS,
            "Er is geen e-mailadres bekend. Vul er een in: een uitnodiging gaat per e-mail.",
        )
    if review_is_due(profile, now.astimezone(AMSTERDAM).date()):
        due = profile.review_due
        since = f"sinds {due:%d-%m-%Y} aan de beurt" if due else "nog nooit nagekeken"
        yield Hint(
            HintKind.REVIEW_DUE,
            f"Dit profiel is {since}. Vraag de deskundige of alles nog klopt.",
        )


def _hints_on_text(
    profile: ExpertProfile, chances: Mapping[str, float], labels: Mapping[str, str]
) -> Iterator[Hint]:
    words = len(profile_text(profile).split())
    if words < FEWEST_WORDS:
        yield Hint(
            HintKind.TOO_SHORT,
            f"De tekst telt {words} woorden. Schrijf er ten minste {FEWEST_WORDS}: wat speelde er, "
            "wat deed de deskundige en wat leverde dat op?",
        )
        # So short a text says nothing about themes either way.
        return
    likeliest = sorted(chances, key=lambda theme: (-chances[theme], theme))[:LIKELIEST]
    for theme in profile.themes:
        if theme in chances and theme not in likeliest:
            yield Hint(
                HintKind.THEME_NOT_IN_TEXT,
                f"Het thema ‘{labels.get(theme, theme)}’ is aangevinkt, maar de tekst gaat er "
                "niet over. Schrijf er een paar zinnen over, of haal het vinkje weg.",
            )
    for theme, chance in chances.items():
        if chance >= SURELY and theme not in profile.themes:
            yield Hint(
                HintKind.THEME_NOT_TICKED,
                f"De tekst gaat over ‘{labels.get(theme, theme)}’, maar dat thema is niet "
                "aangevinkt. Vink het aan als het klopt.",
            )


def _hints_on_ticks(profile: ExpertProfile) -> Iterator[Hint]:
    if not profile.themes:
        yield Hint(
            HintKind.NO_THEME,
            "Er is geen thema aangevinkt. Kies er een of meer, het belangrijkste eerst.",
        )
    if not profile.support_kinds:
        yield Hint(
            HintKind.NO_KIND,
            "Er is geen soort steun aangevinkt. Kies wat de deskundige kan bieden.",
        )
    if not profile.past_cases:
        yield Hint(
            HintKind.NO_CASE,
            "Er staat geen eerdere zaak bij. Beschrijf er een in een paar zinnen, zonder namen: "
            "wat speelde er, wat deed de deskundige, wat hielp?",
        )
    if not profile.phases:
        yield Hint(
            HintKind.NO_PHASE,
            "Er is geen fase aangevinkt. Kies in welke fasen de deskundige eerder hielp.",
        )
