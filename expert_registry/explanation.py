"""The reasons for a candidate, read off the numbers with which the ranking was made.

Phrases of the request are cited when the score falls without them.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.ranking.fusion import MAIN, SIDE, Asked, Fused, Scores
from expert_registry.ranking.heads import Heads
from expert_registry.ranking.phrases import telling_phrases
from expert_registry.ranking.reasons import (
    Reason,
    kind_reasons,
    meaning_reasons,
    phase_reasons,
    phrase_reasons,
    predicted_kind_reason,
    theme_reason,
)
from expert_registry.scoring import Without
from expert_registry.snapshot import Snapshot

MOST_THEMES = 2
# A theme that gives less than this share of the agreement, or that the request hardly speaks of.
LEAST_SHARE, LEAST_BELIEF = 0.15, 0.05
# What the expert must at least have of a theme to agree on it at all.
LEAST_KNOWN = 0.05
LEAST_KIND = 0.3
# So many phrases of the request are tried by taking them away, and so many cited; what takes less
# off the score, in deviations of the pool, did not carry the match.
MOST_TRIED, MOST_CITED = 5, 3
LEAST_LOSS = 0.005


@dataclass
class Explanation:
    """Explains the candidates of one ranking; phrases of the request are looked up once.

    `without` knows what the scores of these candidates lose when words are taken away.
    """

    text: str
    phase: str | None
    asked: Asked
    fused: Fused
    without: Without
    _phrases: dict[int, list[str]] = field(default_factory=dict)

    @property
    def pool(self) -> Snapshot:
        """The experts."""
        return self.without.scoring.pool

    def reasons(self, place: int) -> list[Reason]:
        """The reasons for the expert at this place of the pool."""
        profile = self.pool.profiles[self.pool.ids[place]]
        themes = self._agreed_themes(place)
        return [
            *(self._theme(theme, profile) for theme in themes),
            *self._kinds(place, profile),
            *phase_reasons(self.phase, profile.phases),
            *(self._words(themes[0], place, profile) if themes else ()),
            *meaning_reasons(float(self.without.scoring.vector[place])),
        ]

    def _agreed_themes(self, place: int) -> list[int]:
        pool, belief = self.pool.themes.pool, self.fused.belief
        main, side = pool.main[place], pool.side[place]
        shares = belief * (MAIN * main + SIDE * side)
        told = (shares >= LEAST_SHARE * shares.sum()) & (belief >= LEAST_BELIEF)
        told &= main + side >= LEAST_KNOWN
        best = np.argsort(-shares, kind="stable")[:MOST_THEMES]
        return [int(theme) for theme in best if told[theme]]

    def _theme(self, theme: int, profile: ExpertProfile) -> Reason:
        slug = self.pool.themes.themes[theme]
        place = profile.themes.index(slug) if slug in profile.themes else None
        chance = float(self.fused.belief[theme])
        ticked = bool(self.asked.themes[theme])
        return theme_reason(slug, self._label(slug), place, chance, ticked)

    def _kinds(self, place: int, profile: ExpertProfile) -> list[Reason]:
        themes = self.pool.themes
        if self.asked.ticked.any() and profile.support_kinds:
            ticked = [themes.kinds[n] for n in np.flatnonzero(self.asked.ticked)]
            return kind_reasons(ticked, profile.support_kinds, self.pool.labels)
        chances = themes.pool.kinds[place] * self.asked.kinds
        best = int(chances.argmax())
        if chances[best] < LEAST_KIND:
            return []
        slug = themes.kinds[best]
        return [predicted_kind_reason(slug, self._label(slug), float(chances[best]))]

    def _words(self, theme: int, place: int, profile: ExpertProfile) -> list[Reason]:
        heads = self.pool.themes.heads
        if theme >= len(heads.themes):
            return []
        of_profile = _profile_phrases(heads, profile_text(profile), theme)
        return phrase_reasons(self._cited(theme, place), of_profile)

    def _cited(self, theme: int, place: int) -> list[str]:
        """The phrases of the request without which the score falls, most telling first."""
        if theme not in self._phrases:
            heads = self.pool.themes.heads
            self._phrases[theme] = telling_phrases(heads, self.text, theme, MOST_TRIED)
        losses = {one: self.without.loss(one, place) for one in self._phrases[theme]}
        carried = [one for one, loss in losses.items() if loss >= LEAST_LOSS]
        return sorted(carried, key=losses.__getitem__, reverse=True)[:MOST_CITED]

    def _label(self, slug: str) -> str:
        return self.pool.labels.get(slug, slug)


@lru_cache(maxsize=20_000)
def _profile_phrases(heads: Heads, text: str, theme: int) -> tuple[str, ...]:
    # Profiles stay the same from request to request; texts of requests are not kept.
    return tuple(telling_phrases(heads, text, theme))


def likely(chances: Scores, slugs: tuple[str, ...], most: int) -> list[tuple[str, float]]:
    """The at most `most` likeliest slugs with their probability, best first."""
    best = np.argsort(-chances, kind="stable")[:most]
    return [(slugs[at], float(chances[at])) for at in best]
