"""How many experts the registry has for a theme and a kind of support: where it runs short."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from expert_registry.expert import ExpertProfile

# One expert who is ill or has a conflict of interest leaves nobody.
SHORT = 1


@dataclass(frozen=True)
class ShortSupply:
    """So many active experts declare this theme, and with a kind this kind of support too."""

    theme: str
    support_kind: str | None
    experts: int


def short_supply(
    profiles: Iterable[ExpertProfile], themes: Sequence[str], support_kinds: Collection[str]
) -> list[ShortSupply]:
    """Where at most one active expert is found, by theme.

    A theme that is short itself is told without its kinds of support.
    """
    active = [profile for profile in profiles if profile.status == "active"]
    short = []
    for theme in themes:
        known = [profile for profile in active if theme in profile.themes]
        if len(known) <= SHORT:
            short.append(ShortSupply(theme, None, len(known)))
            continue
        counts = {
            kind: sum(kind in profile.support_kinds for profile in known) for kind in support_kinds
        }
        few = ((kind, count) for kind, count in counts.items() if count <= SHORT)
        short += [ShortSupply(theme, kind, count) for kind, count in few]
    return short
