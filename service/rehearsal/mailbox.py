"""The mails of the rehearsal, by receiver, and the links in them."""

import re
from email.message import EmailMessage

from service.domain.link_path import LINK_PATHS
from service.rehearsal.inbox import Inbox
from service.rehearsal.received_mails import part_text
from service.storage.mail_link import LinkPurpose

LINK = re.compile(r"https?://[^\s\"'<>]+")


class Mailbox:
    """What arrived in the inbox; nothing is taken out of it."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def link(self, address: str, purpose: LinkPurpose) -> str | None:
        """Give the link for this purpose in the last mail to this receiver that has one."""
        path = LINK_PATHS[purpose]
        for mail in reversed(self._inbox.messages_for(address)):
            for link in links_in(mail):
                if path in link:
                    return link
        return None

    def all(self) -> list[EmailMessage]:
        """Give all mails, oldest first."""
        return self._inbox.messages()

    def calendar(self, address: str) -> str | None:
        """Give the calendar part of the last mail to this receiver that has one."""
        for mail in reversed(self._inbox.messages_for(address)):
            if text := part_text(mail, "calendar"):
                return text
        return None


def links_in(mail: EmailMessage) -> list[str]:
    """Give the links in the plain text of a mail."""
    return LINK.findall(part_text(mail, "plain"))
