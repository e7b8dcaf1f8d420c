"""How many experts are asked at the same time, and who is next."""

from collections.abc import Callable, Collection, Sequence

from service.domain.urgency import Urgency

LIST_RUNS_LOW_AT = 1


def default_parallel(urgency: Urgency, places: int) -> int:
    """Give how many are asked at once: for an acute request one more than there are places."""
    return places + 1 if urgency is Urgency.U1 else places


def invitations_wanted(places: int, parallel: int, accepted: int, open_now: int) -> int:
    """Give how many more invitations to send, zero when all places are filled.

    The number asked at once shrinks by one for each place that is filled.
    """
    if accepted >= places:
        return 0
    return max(0, max(parallel, places) - accepted - open_now)


def next_to_invite(
    ordered: Sequence[int],
    asked: Collection[int],
    wanted: int,
    may_be_asked: Callable[[int], bool],
) -> list[int]:
    """Give the next expert ids of the approved list, skipping who was asked or may not be."""
    free = (expert_id for expert_id in ordered if expert_id not in asked)
    chosen: list[int] = []
    for expert_id in free:
        if len(chosen) >= wanted:
            break
        if may_be_asked(expert_id):
            chosen.append(expert_id)
    return chosen


def runs_low(remaining: int, accepted: int, places: int) -> bool:
    """Say whether the list is nearly used up while a place is still free."""
    return accepted < places and remaining <= LIST_RUNS_LOW_AT
