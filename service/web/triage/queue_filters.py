"""Which cases of the queue somebody wants to see, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.request_status import OPEN_STATES
from service.domain.urgency import Urgency

ALL, MINE, UNOWNED, WAITING, NEWS, ENDED = (
    "alle",
    "mijn",
    "zonder-eigenaar",
    "wacht",
    "nieuw",
    "beeindigd",
)
SHOWN, URGENCY, STATE = "toon", "urgentie", "stand"


@dataclass(frozen=True)
class Filters:
    """The chosen filters; an empty urgency or state lets everything through."""

    shown: str = ALL
    urgency: str = ""
    state: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Filters":
        """Give the filters of an address; what does not exist is left out."""
        return cls(
            _known(args.get(SHOWN, ""), (MINE, UNOWNED, WAITING, NEWS, ENDED)) or ALL,
            _known(args.get(URGENCY, ""), tuple(Urgency)),
            _known(args.get(STATE, ""), OPEN_STATES),
        )

    @property
    def narrowed(self) -> bool:
        """Say whether urgency or state was chosen."""
        return bool(self.urgency or self.state)

    def address(self, shown: str | None = None) -> dict[str, str]:
        """Give the filters as they stand in an address, with another part of the cases if named."""
        parts = {SHOWN: shown or self.shown, URGENCY: self.urgency, STATE: self.state}
        return {name: value for name, value in parts.items() if value}


def _known(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""
