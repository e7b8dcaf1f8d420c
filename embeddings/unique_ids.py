"""The ids under which an index keeps its rows."""

from collections.abc import Sequence

from embeddings.errors import DuplicateId, UnequalLengths


def check_ids(ids: Sequence[int], count: int) -> None:
    """Nothing, when the ids are unique and as many as `count`.

    Raises UnequalLengths and DuplicateId.
    """
    if len(ids) != count:
        raise UnequalLengths(f"{len(ids)} ids for {count} items")
    if len(set(ids)) != len(ids):
        raise DuplicateId("an id was given twice")
