"""How likely it is that experts say yes: what was expected, and what was seen of their partner."""

from collections.abc import Sequence

PRIOR_STRENGTH = 10.0
"""What was expected of a partner beforehand weighs as much as this many finished invitations."""

SILENT_SHARE = 0.25
"""What is left of a chance once the warning moment passed in silence. Of the answers that come
within the time, 83 to 92% came before it (lognormal with sigma 1 and a median of a third to two
thirds of the time); with three in four answering at all, 21 to 29% of the chance is left."""


def chance_to_accept(prior: float, accepted: int, finished: int) -> float:
    """Give the mean of the Beta posterior: the chance that an invitation ends in a yes.

    `prior` is the chance expected beforehand; `finished` are the invitations that were
    accepted, declined or left without an answer.
    """
    return (prior * PRIOR_STRENGTH + accepted) / (PRIOR_STRENGTH + finished)


def chance_of_enough(needed: int, chances: Sequence[float]) -> float:
    """Give the chance that at least `needed` of these say yes, each independently."""
    exactly = [1.0]
    for chance in chances:
        stay = [at * (1 - chance) for at in exactly] + [0.0]
        rise = [0.0] + [at * chance for at in exactly]
        exactly = [a + b for a, b in zip(stay, rise, strict=True)]
    return sum(exactly[max(needed, 0) :])
