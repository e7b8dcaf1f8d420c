"""Where the links in mails lead: one path per purpose, the token at the end."""

LOGIN_PATH = "/inloggen/"
"""Of the one-time links of accounts, which no request has."""

ADDRESS_PATH = "/nieuw-adres/"
"""Of the links that confirm a new address of an account."""

PRIVACY_PATH = "/privacy"
"""Of the page about personal data, which needs no token."""

LINK_PATHS = {
    "status": "/status/",
    "answer": "/uitnodiging/",
    "assignment": "/opdracht/",
    "hand_back": "/teruggeven/",
    "refuse_expert": "/afwijzen/",
    "withdraw": "/intrekken/",
    "reopen": "/heropenen/",
    "evaluate": "/evaluatie/",
    "partner_consent": "/akkoord/",
}


def link_path(purpose: str, token: str) -> str:
    """Give the path of a link, to be put behind the base URL."""
    return f"{LINK_PATHS[purpose]}{token}"
