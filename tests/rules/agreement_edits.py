"""Changes in the JSON values of an agreement, written as place and value."""

from collections.abc import Callable
from typing import Any

OWN = {"amount": 2, "unit": "u", "calendar": "office"}

Edit = Callable[[dict[str, Any]], object]


def put(path: str, value: object) -> Edit:
    def edit(data: dict[str, Any]) -> None:
        *above, last = path.split(".")
        inner: Any = data
        for key in above:
            inner = inner[int(key)] if isinstance(inner, list) else inner[key]
        inner[last] = value

    return edit


def drop(path: str) -> Edit:
    def edit(data: dict[str, Any]) -> None:
        *above, last = path.split(".")
        for key in above:
            data = data[key]
        del data[last]

    return edit


def own(step: str, term: object) -> Edit:
    """Give OMO a term of its own."""
    return put("partner_terms", {"omo": {"U3": {step: term}}})
