"""Remember that a colleague opened a case, so that the queue can say what is new."""

from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from service.actions.requests.mark_read import mark_read
from service.database import reading, writing
from service.storage import read_mark
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.triage.case_page import find_case


def opened(reference: str, show: Callable[[str], str]) -> str:
    """Give the page of a case and mark its history as read, as far as it went before.

    The mark is left out while the database is busy: the page matters more. Raises NotFound.
    """
    user = logged_in_user()
    with reading(current.engine()) as session:
        case_id = find_case(session, reference).id
        unread = read_mark.unread_until(session, user.id, case_id)
    page = show(reference)
    if unread is not None:
        try:
            with writing(current.engine()) as session:
                mark_read(session, user.id, case_id, unread)
        except OperationalError:
            return page
    return page
