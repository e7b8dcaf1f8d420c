"""What keeps an expert who fits from being asked, and what the coordinator may do about it."""

from collections.abc import Collection

CONFLICT, NEIGHBOUR, SEVERAL, GAP = "conflict", "neighbour", "several", "gap"
BORDERS = "bordering_municipality"


def main_obstacle(blocked_kinds: Collection[str], hard_conflicts: Collection[str]) -> str:
    """Give the obstacle that decides: taking it away would make the expert askable.

    A hard conflict of interest goes before all else, for it is never relaxed; only that of a
    bordering municipality may be, by the requester. `several` are more than one that may.
    """
    if set(hard_conflicts) - {BORDERS}:
        return CONFLICT
    kinds = {NEIGHBOUR if kind == CONFLICT else kind for kind in blocked_kinds}
    return kinds.pop() if len(kinds) == 1 else SEVERAL


def may_relax(obstacle: str) -> bool:
    """Say whether somebody can take this obstacle away; never a conflict of interest."""
    return obstacle != CONFLICT
