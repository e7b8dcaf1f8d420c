"""What the heads make of the experts and of a request: the numbers that the fusion works on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

import numpy as np

from embeddings.vectors import LayerMeans
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.ranking.fusion import Asked, Pool, Scores, gather
from expert_registry.ranking.heads import PROFILE, REQUEST, Heads


@dataclass(frozen=True)
class ThemePool:
    """The experts in the eyes of the heads; never changed after it was built.

    `themes` and `kinds` are the trained slugs, then declared ones that were never trained.
    `readings` keeps what was read of each profile, by a fingerprint of text and layers.
    """

    heads: Heads
    themes: tuple[str, ...]
    kinds: tuple[str, ...]
    pool: Pool
    readings: Mapping[bytes, Scores]

    def asked(
        self,
        text: str,
        layers: LayerMeans | None,
        themes: Collection[str],
        kinds: Collection[str],
    ) -> Asked:
        """A request in the eyes of the heads: its text, layers (2, d) and ticked slugs."""
        raw = self.heads.raw_scores(text, layers, REQUEST)
        return Asked(
            logits=self.heads.theme_logits(raw, REQUEST),
            kinds=self.heads.kind_chances(raw),
            themes=_ticks([themes], self.themes)[0],
            ticked=_ticks([kinds], self.kinds)[0],
        )


def read_experts(
    profiles: Sequence[ExpertProfile],
    layers: Sequence[LayerMeans | None],
    heads: Heads,
    earlier: ThemePool | None = None,
) -> ThemePool:
    """The pool of these profiles with their layers (2, d), in this order.

    Profiles that `earlier` holds with the same text and layers are not read again.
    """
    known = dict(earlier.readings) if earlier and earlier.heads is heads else {}
    readings: dict[bytes, Scores] = {}
    raw = np.empty((len(profiles), len(heads.intercept)))
    for place, (profile, found) in enumerate(zip(profiles, layers, strict=True)):
        text = profile_text(profile)
        key = _fingerprint(text, found)
        if key not in readings:
            fresh = key not in known
            readings[key] = heads.raw_scores(text, found, PROFILE) if fresh else known[key]
        raw[place] = readings[key]
    declared = [profile.themes for profile in profiles]
    themes = _slugs(heads.themes, declared)
    kinds = _slugs(heads.kinds, [profile.support_kinds for profile in profiles])
    pool = gather(
        heads.theme_logits(raw, PROFILE),
        heads.kind_chances(raw),
        _ticks([slugs[:1] for slugs in declared], themes),
        _ticks([slugs[1:] for slugs in declared], themes),
        _ticks([profile.support_kinds for profile in profiles], kinds),
    )
    return ThemePool(heads, themes, kinds, pool, readings)


def _fingerprint(text: str, layers: LayerMeans | None) -> bytes:
    return sha256(text.encode() + b"\0" + (b"" if layers is None else layers.tobytes())).digest()


def _slugs(trained: tuple[str, ...], declared: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(trained, *declared)))


def _ticks(rows: Sequence[Collection[str]], slugs: tuple[str, ...]) -> Scores:
    place = {slug: number for number, slug in enumerate(slugs)}
    ticks = np.zeros((len(rows), len(slugs)))
    for number, ticked in enumerate(rows):
        ticks[number, [place[slug] for slug in ticked if slug in place]] = 1
    return ticks
