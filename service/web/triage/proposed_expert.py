"""One candidate on the desk: why they fit, why not, and how busy they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from expert_registry.expert import profile_text
from expert_registry.ranking.chance import FITS_WELL
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert
from service.actions.matching.eligibility import Eligibility
from service.domain.intake import Phase
from service.domain.language import gettext as _
from service.storage.match_run import Candidate
from service.web.registry.profile_words import POPULATION, SETTING, words_for
from service.web.triage.candidate_words import FIT, fit_of, percentage
from service.web.triage.marked_text import marked_sentences
from service.web.triage.state_words import PHASE

SENTENCES = 2


@dataclass(frozen=True)
class Chip:
    """A theme or kind of support on which both sides agree.

    `surely` when it was ticked or nearly certain; `beside` for a theme that the expert declared
    after the main one.
    """

    slug: str
    surely: bool
    beside: bool = False


@dataclass(frozen=True)
class Fit:
    """How well somebody fits: a code (well, maybe, hardly), its words and a percentage."""

    code: str
    words: str
    percentage: str


@dataclass(frozen=True)
class ProposedExpert:
    """One line: an expert, why they fit, why not, and whether they were asked already.

    `candidate` is None for an expert whom the coordinator added to the list. `load` says
    how busy the expert is, `reasons` why they fit, `place_by_score` where they would stand when
    that differs.
    """

    expert: Expert
    candidate: Candidate | None
    eligibility: Eligibility
    position: int | None
    asked: bool
    load: str
    reasons: Sequence[str] = ()
    place_by_score: int | None = None

    @cached_property
    def fit(self) -> Fit | None:
        """Give how well the expert fits; None when that is not known."""
        if self.candidate is None or self.candidate.chance is None:
            return None
        code = fit_of(self.candidate.chance)
        return Fit(code, FIT[code], percentage(self.candidate.chance))

    @property
    def askable_chance(self) -> float | None:
        """Give the probability of fit of a candidate who may be asked now, else None."""
        if self.candidate is None or self.eligibility.blocked:
            return None
        return self.candidate.chance

    @cached_property
    def theme_chips(self) -> list[Chip]:
        """Give the themes on which request and expert agree, the weightiest first."""
        return self._chips("theme")

    @cached_property
    def kind_chips(self) -> list[Chip]:
        """Give the kinds of support that are asked and offered."""
        return self._chips("support_kind")

    @property
    def experience(self) -> str:
        """Give the asked phase if the expert knows it, and sizes and kinds of municipalities."""
        phases = [PHASE[Phase(slug)] for slug in self._terms("phase")]
        return " · ".join(
            words
            for words in (
                ", ".join(_(phase) for phase in phases),
                words_for(POPULATION, self.expert.population_classes),
                words_for(SETTING, self.expert.settings),
            )
            if words
        )

    @cached_property
    def request_phrases(self) -> Sequence[str]:
        """Give the phrases of the request that carried the match, word for word."""
        return self._terms("request_words")

    @cached_property
    def profile_phrases(self) -> Sequence[str]:
        """Give the phrases of the profile that carried the match, word for word."""
        return self._terms("profile_words")

    @property
    def profile_sentences(self) -> list[Markup]:
        """Give the sentences of the profile that carried the match, with the phrases marked."""
        if not self.profile_phrases:
            return []
        text = profile_text(profile_of(self.expert))
        return marked_sentences(text, self.profile_phrases, SENTENCES)

    def _chips(self, kind: str) -> list[Chip]:
        found = [reason for reason in self._reasons() if reason["kind"] == kind and reason["terms"]]
        beside = self.expert.themes[1:]
        return [
            Chip(slug, (reason.get("chance") or 1.0) >= FITS_WELL, slug in beside)
            for reason in found
            for slug in reason["terms"][:1]
        ]

    def _terms(self, kind: str) -> Sequence[str]:
        terms = (reason["terms"] for reason in self._reasons() if reason["kind"] == kind)
        return next(terms, [])

    def _reasons(self) -> Sequence[dict[str, Any]]:
        return self.candidate.reasons if self.candidate else ()
