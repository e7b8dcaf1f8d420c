"""Rankings of made-up registries, on which the probability of fit is calibrated.

Most training texts have one theme; real experts have several, and some requests find nobody. So
texts of one theme are put together, a main one with weaker others of neighbouring themes, and
registries of different sizes drawn. The heads are linear in a text, so
what they say of texts put together follows from what they said of each one, left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from expert_registry.ranking.chance import evidence
from expert_registry.ranking.fusion import TRUST, Asked, Pool, fuse, gather, standardised
from expert_registry.training.ridge import Matrix

Numbers = npt.NDArray[np.int64]

# Profiles have no, one or two further themes, requests none or one, all equally often.
PROFILE_SIDES, REQUEST_SIDES = 3, 2
# How much a further text weighs against the main one.
SIDE_WEIGHTS = (0.2, 0.5)
# How strongly further themes are neighbours of the main one.
NEARNESS = 2.0
# The share of themes for which a registry has nobody.
WITHOUT_SUPPLY = 0.05
SIZES = (50, 85, 120, 155, 190, 225)
# So many requests are ranked in each registry.
REQUESTS = 450
# Half of the requests come with a theme ticked, which is right as often as the fusion trusts it.
TICKED = 0.5
SHOWN = 20


@dataclass(frozen=True)
class LeftOut:
    """What the heads made of n texts of one role, left out of the training with their writer's.

    Logits (n, T) less their constant `bias` (T,), kinds as `kinds` (n, K) less `kinds_bias`,
    both linear in the text; the theme of each text (n,), the further themes of its own (n, T) and
    its ticked kinds (n, K).
    """

    logits: Matrix
    bias: Matrix
    kinds: Matrix
    kinds_bias: Matrix
    theme_of: Numbers
    sides: Matrix
    ticked: Matrix


@dataclass(frozen=True)
class PutTogether:
    """m texts put together of n: shares (m, n), main texts (m,) and further themes (m, T)."""

    shares: Matrix
    mains: Numbers
    sides: Matrix


@dataclass(frozen=True)
class Simulation:
    """What rankings are simulated from; likeness of requests and profiles (requests, profiles)."""

    requests: LeftOut
    profiles: LeftOut
    vectors: Matrix
    letters: Matrix

    def shown(self, *, declared: bool, seed: int) -> Iterator[tuple[Matrix, npt.NDArray[np.bool_]]]:
        """Evidence (SHOWN, 2) and fit (SHOWN,) of the first of each ranking, best first.

        With `declared` the experts tick themes and kinds and the requests kinds. An expert fits
        by main theme, or by a further theme and a kind of support.
        """
        for number, size in enumerate(SIZES):
            rng = np.random.default_rng((seed, number))
            yield from self._of_one_registry(rng, size, float(declared))

    def _of_one_registry(
        self, rng: np.random.Generator, size: int, told: float
    ) -> Iterator[tuple[Matrix, npt.NDArray[np.bool_]]]:
        near = _nearness(self.profiles)
        supplied = rng.random(len(near)) >= WITHOUT_SUPPLY
        known = np.flatnonzero(supplied[self.profiles.theme_of])
        drawn = rng.permutation(known)[:size]
        experts = _put_together(rng, drawn, self.profiles, near * supplied, PROFILE_SIDES)
        some = rng.permutation(len(self.requests.theme_of))[:REQUESTS]
        asked = _put_together(rng, some, self.requests, near, REQUEST_SIDES)
        pool = _pool(self.profiles, experts, told)
        fits = _fits(self.requests, asked, self.profiles, experts)
        vectors = asked.shares @ self.vectors @ experts.shares.T
        letters = asked.shares @ self.letters @ experts.shares.T
        requests = _asked(rng, self.requests, asked, near, told)
        for request, vector, letter, fit in zip(requests, vectors, letters, fits, strict=True):
            nothing = np.zeros(len(fit))
            fused = fuse(request, standardised(vector), standardised(letter), nothing, pool)
            first = np.argsort(-fused.scores, kind="stable")[:SHOWN]
            yield evidence(fused)[first], fit[first]


def _nearness(profiles: LeftOut) -> Matrix:
    """How likely a further theme is beside a main one (T, T): by what the texts say of both."""
    themes = profiles.logits.shape[1]
    said = np.array(
        [profiles.logits[profiles.theme_of == one].mean(axis=0) for one in range(themes)]
    )
    both = said + said.T
    np.fill_diagonal(both, np.nan)
    near: Matrix = np.nan_to_num(np.exp(NEARNESS * (both - np.nanmean(both)) / np.nanstd(both)))
    return near


def _put_together(
    rng: np.random.Generator, mains: Numbers, texts: LeftOut, near: Matrix, sides: int
) -> PutTogether:
    shares = np.zeros((len(mains), len(texts.theme_of)))
    further = texts.sides[mains]
    for row, main in enumerate(mains):
        shares[row, main] = 1
        if further[row].any():
            continue
        chances = near[texts.theme_of[main]] / near[texts.theme_of[main]].sum()
        for theme in rng.choice(len(near), rng.integers(sides), replace=False, p=chances):
            text = rng.choice(np.flatnonzero(texts.theme_of == theme))
            shares[row, text] = rng.uniform(*SIDE_WEIGHTS)
            further[row, theme] = 1
    # Texts of unlike themes have little in common, so their squared lengths add up.
    length = np.linalg.norm(shares, axis=1, keepdims=True)
    return PutTogether(shares / length, mains, further)


def _pool(profiles: LeftOut, experts: PutTogether, told: float) -> Pool:
    main = np.eye(profiles.logits.shape[1])[profiles.theme_of[experts.mains]]
    return gather(
        _logits(profiles, experts),
        _kinds(profiles, experts),
        told * main,
        told * experts.sides,
        told * profiles.ticked[experts.mains],
    )


def _asked(
    rng: np.random.Generator, requests: LeftOut, asked: PutTogether, near: Matrix, told: float
) -> Iterator[Asked]:
    logits, kinds = _logits(requests, asked), _kinds(requests, asked)
    for row, main in enumerate(asked.mains):
        theme = requests.theme_of[main]
        if rng.random() >= TRUST:
            theme = int(rng.choice(len(near), p=near[theme] / near[theme].sum()))
        ticks = np.zeros(len(near))
        ticks[theme] = told * (rng.random() < TICKED)
        yield Asked(logits[row], kinds[row], ticks, told * requests.ticked[main])


def _logits(texts: LeftOut, mixed: PutTogether) -> Matrix:
    logits: Matrix = mixed.shares @ texts.logits + texts.bias
    return logits


def _kinds(texts: LeftOut, mixed: PutTogether) -> Matrix:
    kinds: Matrix = 1 / (1 + np.exp(-(mixed.shares @ texts.kinds + texts.kinds_bias)))
    return kinds


def _fits(
    requests: LeftOut, asked: PutTogether, profiles: LeftOut, experts: PutTogether
) -> npt.NDArray[np.bool_]:
    wanted = requests.theme_of[asked.mains]
    main = wanted[:, None] == profiles.theme_of[experts.mains][None]
    side = experts.sides.T[wanted] > 0
    kind = requests.ticked[asked.mains] @ profiles.ticked[experts.mains].T > 0
    fits: npt.NDArray[np.bool_] = main | (side & kind)
    return fits
