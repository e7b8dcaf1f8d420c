"""The ways of inviting that a simulation compares."""

from enum import StrEnum


class Policy(StrEnum):
    """How many experts are asked at the same time, the slowest way first."""

    ONE_BY_ONE = "one-by-one"
    WAVES_OF_2 = "waves-of-2"
    WAVES_OF_3 = "waves-of-3"
    ADAPTIVE = "adaptive"

    @property
    def parallel(self) -> int | None:
        """Give what the coordinator fills in with the list; None lets each wave decide."""
        return {
            Policy.ONE_BY_ONE: 1,
            Policy.WAVES_OF_2: 2,
            Policy.WAVES_OF_3: 3,
            Policy.ADAPTIVE: None,
        }[self]
