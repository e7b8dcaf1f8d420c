"""The mails about a partner's consent: what they say, when they leave, and which never do."""

from datetime import timedelta

import pytest

from expert_registry.tables import Partner
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.mail.open_link import open_link
from service.actions.partner_consent.answer_consent import agree
from service.actions.partner_consent.bureau_powers import withdraw_consent
from service.actions.requests.end_request import withdraw_request
from service.domain.actor import PARTNER, REQUESTER, Actor
from service.domain.urgency import Urgency
from service.storage import partner_consent as consents
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import MailState
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE, NOW
from tests.actions.mail.conftest import HOUR, STAFF_ADDRESS, Post, Submit, text_of, token_of

ADDRESS = "partnercontact@politieacademie.example"


@pytest.fixture
def asked(post: Post, proposed: Submit, experts: list[int]) -> SupportRequest:
    """A request whose list waits for a partner; nothing was sent yet."""
    post.session.get_one(Partner, "politieacademie").standing_consent = False
    return proposed()


def consent_of(post: Post, request: SupportRequest) -> PartnerConsent:
    post.session.expire_all()
    (found,) = consents.of_request(post.session, request.id)
    return found


def test_the_question_brings_a_link_and_tells_little(post: Post, asked: SupportRequest) -> None:
    post.send()
    mail = post.the_only(ADDRESS, "Mogen wij uw deskundigen vragen?")
    assert "dinsdag 24 november om 12.00 uur" in mail["Subject"]
    assert "5 deskundigen van Politieacademie" in text_of(mail)
    for told in (INTAKE.municipality, INTAKE.requester_name, "bewoners", "Deskundige 1"):
        assert told not in text_of(mail)
    token = token_of(mail, LinkPurpose.PARTNER_CONSENT)
    link = open_link(post.session, NOW, token, LinkPurpose.PARTNER_CONSENT)
    consent = consent_of(post, asked)
    assert (link.partner_consent_id, consent.mailed_at) == (consent.id, NOW)


def test_a_mail_that_leaves_late_says_a_later_time(post: Post, asked: SupportRequest) -> None:
    post.send(NOW + HOUR)
    consent = consent_of(post, asked)
    assert consent.answer_by == NOW + 3 * HOUR
    assert "13.00 uur" in post.the_only(ADDRESS, "Mogen wij uw deskundigen vragen?")["Subject"]


def test_the_partner_is_reminded_and_the_owner_hears_the_answer(
    post: Post, asked: SupportRequest, experts: list[int]
) -> None:
    post.send()
    check_deadlines(post.session, NOW + timedelta(minutes=90))
    post.send(NOW + timedelta(minutes=90))
    reminder = post.the_only(ADDRESS, "Herinnering")
    token = token_of(reminder, LinkPurpose.PARTNER_CONSENT)
    open_link(post.session, NOW + 2 * HOUR, token, LinkPurpose.PARTNER_CONSENT)
    agree(post.session, NOW + timedelta(minutes=95), consent_of(post, asked), experts, PARTNER)
    post.send(NOW + timedelta(minutes=95))
    assert post.the_only(STAFF_ADDRESS, "Politieacademie is akkoord")


def test_who_was_asked_hears_that_it_is_not_needed_any_more(
    post: Post, asked: SupportRequest, coordinator: Actor
) -> None:
    post.send()
    withdraw_consent(post.session, NOW, consent_of(post, asked), coordinator)
    post.send()
    assert post.the_only(ADDRESS, "niet meer nodig")


def test_who_was_never_asked_hears_nothing(post: Post, asked: SupportRequest) -> None:
    withdraw_request(post.session, NOW, asked, REQUESTER)
    post.send()
    assert post.inbox.messages_for(ADDRESS) == []
    assert post.states("partner_consent_asked") == [MailState.CANCELLED]
    assert post.states("partner_consent_ended") == [MailState.CANCELLED]


def test_a_partner_is_not_woken_for_what_can_wait(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    post.session.get_one(Partner, "politieacademie").standing_consent = False
    request = proposed(urgency=Urgency.U3)
    (mail,) = post.outbox("partner_consent_asked")
    mail.next_attempt_at = evening = NOW + 12 * HOUR
    assert post.send(evening) == 0 or post.states("partner_consent_asked") == [MailState.QUEUED]
    morning = NOW + 21 * HOUR
    post.send(morning)
    assert post.states("partner_consent_asked") == [MailState.SENT]
    assert consent_of(post, request).mailed_at == morning
