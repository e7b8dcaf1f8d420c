"""Entries of the audit log as lines that a person reads, with names where they are still known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.actor import ActorKind
from service.domain.audit_kind import AuditKind, Subject
from service.domain.language import gettext as _
from service.domain.retention import RULES, RuleCode
from service.storage.audit_entry import AuditEntry
from service.storage.request import SupportRequest
from service.web.accounts.desk_context import PAGES
from service.web.audit.audit_words import ACT, DETAIL, KIND, ORIGIN, OTHER_PARTS, SUBJECT
from service.web.audit_trail import LINK
from service.web.labels import partner_names
from service.web.local_time import capitalize_first
from service.web.triage import mail_words
from service.web.triage.history_sentences import sentence
from service.web.triage.state_words import ROLE


@dataclass(frozen=True)
class AuditLine:
    """One entry; `role` is the one at the time."""

    at: datetime
    who: str
    role: str
    kind: str
    detail: str
    subject: str
    origin: str


@dataclass(frozen=True)
class AuditNames:
    """Names by id, for one page."""

    accounts: Mapping[int, str]
    cases: Mapping[str, str]
    partners: Mapping[str, str]

    def who(self, entry: AuditEntry) -> str:
        """Give who did it."""
        match entry.actor_kind, entry.actor_id:
            case ActorKind.STAFF, int(user_id):
                return self.accounts.get(user_id, _("Account %(name)s") % {"name": user_id})
            case ActorKind.EXPERT, expert_id:
                return _("Deskundige %(name)s") % {"name": expert_id}
            case ActorKind.PARTNER, _id:
                return _("Een partner")
            case ActorKind.REQUESTER, _id:
                return _("De gemeente")
            case ActorKind.SYSTEM, _id:
                return _("Schakel")
        return _("Onbekend wie")

    def subject(self, entry: AuditEntry) -> str:
        """Give the record that it was done to."""
        known = entry.subject_id
        match entry.subject_kind:
            case Subject.CASE:
                known = self.cases.get(known, known)
            case Subject.PARTNER:
                known = self.partners.get(known, known)
            case Subject.ACCOUNT if known.isdecimal() and len(known) < 10:
                known = self.accounts.get(int(known), known)
            case Subject.WORDING if known in mail_words.SUBJECT:
                known = _(mail_words.SUBJECT[known])
        words = _word(SUBJECT, entry.subject_kind, entry.subject_kind)
        return words.replace("%(name)s", known).strip()


def audit_lines(
    session: Session, entries: Sequence[AuditEntry], accounts: Mapping[int, str]
) -> list[AuditLine]:
    """Give the lines of these entries, in the same order; `accounts` holds all names by id."""
    names = AuditNames(accounts, _references(session, entries), partner_names(session))
    return [
        AuditLine(
            entry.at,
            names.who(entry),
            _word(ROLE, entry.role, entry.role),
            _word(KIND, entry.kind, entry.kind),
            _detail(entry, names.who(entry)),
            names.subject(entry),
            _word(ORIGIN, entry.origin, entry.origin),
        )
        for entry in entries
    ]


def _detail(entry: AuditEntry, who: str) -> str:
    if entry.kind == AuditKind.CASE_ACT and entry.detail not in ACT:
        return capitalize_first(sentence(entry.detail, {}, who, {}))
    if entry.kind == AuditKind.CASE_ACT:
        return _(ACT[entry.detail])
    if entry.kind == AuditKind.DESTROYED and entry.detail in set(RuleCode):
        return _(RULES[RuleCode(entry.detail)].what)
    if entry.kind == AuditKind.DENIED and entry.subject_kind == Subject.PAGE:
        return page_words(entry.detail)
    return _word(DETAIL, entry.detail, "")


def page_words(endpoint: str) -> str:
    """Give what a page that was refused is about: the name of its part of the bureau."""
    if endpoint.startswith(LINK):
        return _("link uit een mail die niet werkt")
    if endpoint in PAGES:
        return _(PAGES[endpoint])
    part = endpoint.partition(".")[0]
    parts = {page.partition(".")[0]: label for page, label in PAGES.items()} | OTHER_PARTS
    return _word(parts, part, "")


def _word(table: Mapping[Any, str], code: str, otherwise: str) -> str:
    """The page must also show what somebody put into the log who had no business there."""
    return _(table[code]) if code in table else otherwise


def _references(session: Session, entries: Sequence[AuditEntry]) -> dict[str, str]:
    of_cases = (entry.subject_id for entry in entries if entry.subject_kind == Subject.CASE)
    case_ids = {int(known) for known in of_cases if known.isdecimal() and len(known) < 10}
    cases = session.execute(
        select(SupportRequest.id, SupportRequest.reference).where(SupportRequest.id.in_(case_ids))
    )
    return {str(row.id): row.reference for row in cases}
