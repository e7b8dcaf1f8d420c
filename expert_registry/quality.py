"""What a profile says too little of, as hints that say what to add; rules over plain values.

The limits of the theme hints come from training profiles whose writer was left out: they catch four
in five themes ticked at random and nine in ten main themes that were not ticked, and question one
in ten right ticks (one in four of further themes).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import log
from statistics import fmean, pstdev

from expert_registry.availability import AMSTERDAM
from expert_registry.consent import consent_problem, review_is_due
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.language import gettext as _

# The shortest sample profile has 58 words.
FEWEST_WORDS = 40
IMPOSSIBLE = 1e-300
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
    """One thing to add to or change in a profile, as a sentence."""

    kind: HintKind
    text_nl: str


def profile_hints(
    profile: ExpertProfile,
    now: datetime,
    *,
    has_address: bool,
    chances: Mapping[str, float],
    told_above: float,
    labels: Mapping[str, str],
) -> list[Hint]:
    """What to improve in a profile at `now` (aware), most pressing first; [] for a withdrawn one.

    `chances` is how likely the text speaks of each trained theme, `labels` names themes by slug.
    The text hardly speaks of a theme whose logarithm does not stand `told_above` deviations over
    the mean of all themes; of the chances themselves the main theme takes nearly all.
    """
    if profile.status == "withdrawn":
        return []
    hints = (
        *_hints_on_asking(profile, now, has_address),
        *_hints_on_text(profile, chances, told_above, labels),
        *_hints_on_ticks(profile),
    )
    order = list(HintKind)
    return sorted(hints, key=lambda hint: order.index(hint.kind))


def _hints_on_asking(profile: ExpertProfile, now: datetime, has_address: bool) -> Iterator[Hint]:
    if problem := consent_problem(profile, now):
        ask = _("Vraag de deskundige om toestemming. Tot dan kan er geen uitnodiging uit.")
        yield Hint(HintKind.NO_CONSENT, f"{problem} {ask}")
    if not has_address:
        yield Hint(
            HintKind.NO_ADDRESS,
            _("Er is geen e-mailadres bekend. Vul er een in: een uitnodiging gaat per e-mail."),
        )
    if review_is_due(profile, now.astimezone(AMSTERDAM).date()):
        ask = _("Vraag de deskundige of alles nog klopt.")
        yield Hint(HintKind.REVIEW_DUE, f"{_review(profile.review_due)} {ask}")


def _review(due: date | None) -> str:
    if due is None:
        return _("Dit profiel is nog nooit nagekeken.")
    return _("Dit profiel is sinds {day} aan de beurt.").format(day=f"{due:%d-%m-%Y}")


def _hints_on_text(
    profile: ExpertProfile,
    chances: Mapping[str, float],
    told_above: float,
    labels: Mapping[str, str],
) -> Iterator[Hint]:
    words = len(profile_text(profile).split())
    if words < FEWEST_WORDS:
        text = _(
            "De tekst telt {n} woorden. Schrijf er ten minste {least}: wat speelde er, "
            "wat deed de deskundige en wat leverde dat op?"
        )
        yield Hint(HintKind.TOO_SHORT, text.format(n=words, least=FEWEST_WORDS))
        # So short a text says nothing about themes either way.
        return
    standing = _standing(chances)
    for theme in profile.themes:
        if standing.get(theme, told_above) < told_above:
            text = _(
                "Het thema ‘{theme}’ is aangevinkt, maar de tekst gaat er niet over. "
                "Schrijf er een paar zinnen over, of haal het vinkje weg."
            )
            yield Hint(HintKind.THEME_NOT_IN_TEXT, text.format(theme=labels.get(theme, theme)))
    for theme, chance in chances.items():
        if chance >= SURELY and theme not in profile.themes:
            text = _(
                "De tekst gaat over ‘{theme}’, maar dat thema is niet aangevinkt. "
                "Vink het aan als het klopt."
            )
            yield Hint(HintKind.THEME_NOT_TICKED, text.format(theme=labels.get(theme, theme)))


def _standing(chances: Mapping[str, float]) -> dict[str, float]:
    """How far each theme stands over the mean of all: deviations of the logarithms."""
    logs = {theme: log(max(chance, IMPOSSIBLE)) for theme, chance in chances.items()}
    spread = pstdev(logs.values()) if logs else 0.0
    if not spread:
        return {}
    mean = fmean(logs.values())
    return {theme: (value - mean) / spread for theme, value in logs.items()}


def _hints_on_ticks(profile: ExpertProfile) -> Iterator[Hint]:
    if not profile.themes:
        yield Hint(
            HintKind.NO_THEME,
            _("Er is geen thema aangevinkt. Kies er een of meer, het belangrijkste eerst."),
        )
    if not profile.support_kinds:
        yield Hint(
            HintKind.NO_KIND,
            _("Er is geen soort steun aangevinkt. Kies wat de deskundige kan bieden."),
        )
    if not profile.past_cases:
        yield Hint(
            HintKind.NO_CASE,
            _(
                "Er staat geen eerdere zaak bij. Beschrijf er een in een paar zinnen, zonder "
                "namen: wat speelde er, wat deed de deskundige, wat hielp?"
            ),
        )
    if not profile.phases:
        yield Hint(
            HintKind.NO_PHASE,
            _("Er is geen fase aangevinkt. Kies in welke fasen de deskundige eerder hielp."),
        )
