"""All walks along the pages; each stops at the states of a page that somebody can come upon."""

from tests.web.browser.account_states import ACCOUNT_WALKS
from tests.web.browser.bureau_states import BUREAU_WALKS
from tests.web.browser.error_states import ERROR_WALKS
from tests.web.browser.expert_states import EXPERT_WALKS
from tests.web.browser.office_states import OFFICE_WALKS
from tests.web.browser.page_walk import PageWalk
from tests.web.browser.requester_states import REQUESTER_WALKS
from tests.web.browser.sign_on_states import SIGN_ON_WALKS

ALL_WALKS: tuple[PageWalk, ...] = (
    *REQUESTER_WALKS,
    *EXPERT_WALKS,
    *BUREAU_WALKS,
    *OFFICE_WALKS,
    *ACCOUNT_WALKS,
    *SIGN_ON_WALKS,
    *ERROR_WALKS,
)

# What is answered to GET and is no page, with the reason.
NO_PAGE = {
    "static": "files",
    "start.house_style": "a style sheet",
    "accountability.security_contact": "plain text for who found a leak",
    "accountability.former_security_contact": "leads to that text",
    "start.health": "plain text for monitoring",
    "assignments.calendar": "a calendar file",
    "audit.export": "a CSV file",
    "sign_on.begin": "leads to the provider",
    "sign_on.come_back": "leads on to where somebody was",
    "sign_on.confirm": "leads to the provider",
    "sign_on.leave": "leads to the provider",
    "triage.case_standing": "a part of the case, which its page shows",
    "triage.queue_refresh": "a part of the queue, which its page shows",
}
