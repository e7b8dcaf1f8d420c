"""What every page of the bureau shows: who is logged in and where they may go."""

from functools import partial
from typing import Any

from service.database import reading
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.web import current
from service.web.access import QUEUE, RULES, ForStaff
from service.web.accounts.current_user import CurrentUser, current_user
from service.web.triage.state_words import ROLE
from service.web.triage.worker_watch import Trouble, standing_trouble

PAGES = {
    "triage.queue": lazy("Wachtrij"),
    "triage.telephone": lazy("Nieuwe aanvraag"),
    "registry.experts": lazy("Deskundigen"),
    "partners.overview": lazy("Partners"),
    "dashboard.figures": lazy("Cijfers"),
    "agreements.overview": lazy("Werkafspraken"),
    "mail_templates.overview": lazy("Mailteksten"),
    "duty.roster": lazy("Piket"),
    "triage.mails": lazy("Mail"),
    "audit.overview": lazy("Logboek"),
    "retention.overview": lazy("Bewaartermijnen"),
    "account_list.overview": lazy("Accounts"),
}


def desk_context() -> dict[str, Any]:
    """Give the user, the role in words and the pages that the role may open.

    What is wrong with the program is a call: a part of a page and an error page do not show it.
    """
    user = current_user()
    if user is None:
        return {"user": None, "desk_pages": []}
    pages = [(page, _(label)) for page, label in PAGES.items() if _may_open(user, page)]
    return {
        "user": user,
        "role": _(ROLE[user.role]),
        "desk_pages": pages,
        "standing_trouble": partial(_trouble, user),
        "may_see_alarms": _may_open(user, "alarms.overview"),
    }


def _trouble(user: CurrentUser) -> list[Trouble]:
    """Give what is wrong with the program, for those who can do something about it."""
    if user.role not in QUEUE.roles:
        return []
    with reading(current.engine()) as session:
        return standing_trouble(session, current.now())


def _may_open(user: CurrentUser, endpoint: str) -> bool:
    who = RULES[endpoint].who
    return isinstance(who, ForStaff) and user.role in who.roles
