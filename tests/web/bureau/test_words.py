"""The words of the bureau: time left, and a sentence for everything that can happen."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from service.actions.invitations.invite_wave import AWAITS_PARTNER
from service.domain.actor import Role
from service.domain.invitation import DeclineReason, InvitationState
from service.domain.partner_consent import ConsentState
from service.domain.request_status import Act, AssignmentState, Status
from service.domain.undo import UNDONE, WhyNot
from service.storage.outbox_mail import MailState
from service.web.triage import (
    consents_view,
    history_sentences,
    mail_words,
    state_words,
    undo_view,
)
from service.web.triage.time_left import time_left
from tests.web.story import NOW

ACTIONS = Path(__file__).parents[3] / "service" / "actions"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "nog 0 min"),
        (35 * 60, "nog 35 min"),
        (60 * 60 - 1, "nog 59 min"),
        (60 * 60, "nog 1 uur"),
        (95 * 60, "nog 1 uur en 35 min"),
        (2 * 3600, "nog 2 uur"),
        (47 * 3600, "nog 47 uur"),
        (48 * 3600, "nog 2 dagen"),
        (0, "0 min te laat"),
        (-12 * 60, "12 min te laat"),
        (-3 * 86400 - 5, "3 dagen te laat"),
    ],
)
def test_time_left(seconds: int, words: str) -> None:
    assert time_left(NOW + timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Status, state_words.STATUS),
        (AssignmentState, state_words.ASSIGNMENT),
        (InvitationState, state_words.INVITATION),
        (DeclineReason, state_words.DECLINE_REASON),
        (MailState, state_words.MAIL_STATE),
        (Role, state_words.ROLE),
        (WhyNot, undo_view.WHY_NOT),
        (ConsentState, consents_view.STATE),
    ],
)
def test_every_state_has_words(codes: type, table: dict[object, object]) -> None:
    assert set(codes) == set(table)  # type: ignore[call-overload]


def literal_arguments(function: str, position: int) -> set[str]:
    """The texts that stand at this place in the calls of a function in the actions."""
    found = set()
    for path in ACTIONS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= position:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            argument = node.args[position]
            if name == function and isinstance(argument, ast.Constant):
                found.add(str(argument.value))
    return found


def test_every_event_has_a_sentence() -> None:
    calls = [("record", 3), ("append", 3), ("_note", 3), ("record_consent", 3)]
    kinds = set().union(*(literal_arguments(*call) for call in calls))
    kinds |= {f"invitation_{state}" for state in ("undeliverable", "not_possible")}
    kinds |= {"consent_agreed", "consent_refused", AWAITS_PARTNER}
    kinds |= {*UNDONE.values(), "requester_reminded", "requester_still_silent"}
    assert {"release_hold", "ranked", "deadline_breached"} <= kinds
    assert kinds | set(Act) <= set(history_sentences.SENTENCES)


def test_every_mail_has_a_subject() -> None:
    queues = ("queue_mail", "queue_staff_mail", "queue_office_mail", "queue_partner_mail")
    kinds = set().union(*(literal_arguments(queue, 2) for queue in queues))
    assert {"receipt", "duty_alert", "invitation"} <= kinds
    assert kinds <= set(mail_words.SUBJECT)


def test_an_event_without_a_sentence_still_shows() -> None:
    assert history_sentences.sentence("new_kind", {}, "Co", {}) == "Co: new_kind"


@pytest.mark.parametrize("kind", history_sentences.SENTENCES)
def test_a_sentence_needs_no_facts(kind: str) -> None:
    text = history_sentences.sentence(kind, {}, "Co", {})
    assert "{" not in text and text.endswith(".")
