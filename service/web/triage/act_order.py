"""Which acts stand where a coordinator looks first, and which are a fold away."""

from collections.abc import Collection
from dataclasses import dataclass

from service.domain.request_status import Status
from service.storage.request import SupportRequest

ORDER = (
    "terugbellen",
    "beoordelen",
    "zoeken",
    "overnemen",
    "afsluiten",
    "heropenen",
    "aanvulling",
    "vraag",
    "kenmerken",
    "overdragen",
    "doorverwijzen",
    "geen-deskundige",
    "intrekken",
    "weghalen",
    "wissen",
)
SELDOM = {"overdragen", "doorverwijzen", "geen-deskundige", "intrekken", "weghalen", "wissen"}
HELPED = (Status.CONTACTED, Status.ACTIVE)


@dataclass(frozen=True)
class ActOrder:
    """The names of the acts to show at once, and of those behind a fold."""

    now: list[str]
    later: list[str]


def act_order(case: SupportRequest, possible: Collection[str], user_id: int) -> ActOrder:
    """Give the possible acts on a case as a whole, for this user."""
    shown = [name for name in ORDER if name in possible]
    if case.owner_id == user_id:
        shown = [name for name in shown if name != "overnemen"]
    later = [name for name in shown if _is_later(case, name)]
    return ActOrder([name for name in shown if name not in later], later)


def _is_later(case: SupportRequest, name: str) -> bool:
    if name == "terugbellen":
        return case.called_back_at is not None
    if name == "overnemen":
        return case.owner_id is not None
    if name == "afsluiten":
        return case.status not in HELPED
    return name in SELDOM
