"""What the mails of a case say, and which links they bring."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from service.actions.invitations.assignments import confirm_contact, hand_back, refuse_expert
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.mail.open_link import open_link
from service.actions.mail.queue import queue_act_link, queue_mail
from service.actions.requests.end_request import close_request, withdraw_request
from service.actions.requests.refer_on import refer_on
from service.domain.actor import REQUESTER, Actor, expert
from service.domain.errors import DeadLink
from service.domain.invitation import DeclineReason
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage.duty_shift import DutyShift
from service.storage.invitation import Invitation
from service.storage.mail_link import LinkPurpose, MailLink
from service.storage.outbox_mail import MailState
from tests.actions.conftest import INTAKE, NOW
from tests.actions.mail.conftest import (
    BASE_URL,
    DAY,
    HOUR,
    REQUESTER_ADDRESS,
    SOON,
    STAFF_ADDRESS,
    Post,
    Submit,
    accept,
    calendar_of,
    invite,
    text_of,
    token_of,
)


def test_a_receipt_brings_the_status_link_and_stops_its_clock(post: Post, submit: Submit) -> None:
    request = submit()
    assert post.send(NOW + SOON) == 2
    mail = post.the_only(REQUESTER_ADDRESS, "ontvangen")
    assert request.reference in text_of(mail)
    assert "De coördinator belt u: dinsdag 24 november om 12.00 uur" in text_of(mail)
    token = token_of(mail, LinkPurpose.STATUS)
    link = open_link(post.session, NOW + SOON, token, LinkPurpose.STATUS)
    assert link.request_id == request.id
    assert token not in str([row.token_hash for row in post.session.scalars(select(MailLink))])
    [row] = post.outbox("receipt")
    assert row.state == MailState.SENT
    assert row.sent_at is not None
    assert row.sent_at >= NOW + SOON
    met = {d.step for d in deadlines.of_request(post.session, request.id) if d.met_at}
    assert met == {Step.RECEIPT}


def test_the_alert_tells_reference_and_urgency_only(post: Post, submit: Submit) -> None:
    request = submit()
    post.send()
    mail = post.the_only(STAFF_ADDRESS, "Er wacht een aanvraag")
    assert mail["Subject"] == f"Er wacht een aanvraag: {request.reference}, U2 – spoed"
    assert f"{BASE_URL}/bureau/aanvragen/{request.reference}" in text_of(mail)
    for told in (INTAKE.municipality, INTAKE.requester_name, "bewoners", "/status/"):
        assert told not in text_of(mail)


def test_an_invitation_can_be_answered_by_its_link(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    post.send()
    mail = post.the_only(invitation.expert.email, "Kunt u een gemeente helpen?")
    assert "Soort hulp: bestuurlijk sparren" in text_of(mail).replace("Bestuurlijk", "bestuurlijk")
    assert INTAKE.municipality not in text_of(mail)
    token = token_of(mail, LinkPurpose.ANSWER)
    late = invitation.answer_by + timedelta(days=29)
    assert open_link(post.session, late, token, LinkPurpose.ANSWER).invitation_id == invitation.id


def test_an_acceptance_brings_both_sides_together(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed()
    invitation = invite(post, request, coordinator)
    assignment = accept(post, invitation)
    post.send()
    to_requester = post.the_only(REQUESTER_ADDRESS, "Er is een deskundige voor u")
    to_expert = post.the_only(invitation.expert.email, "Dank voor uw ja")
    assert "dinsdag 24 november om 15.00 uur" in to_requester["Subject"]
    assert invitation.expert.name in text_of(to_requester)
    assert REQUESTER_ADDRESS in text_of(to_expert)
    uid = f"assignment-{assignment.id}@bureau.example"
    assert calendar_of(to_requester) == calendar_of(to_expert) == ("REQUEST", uid, 0)
    for mail, purpose in (
        (to_requester, LinkPurpose.REFUSE_EXPERT),
        (to_requester, LinkPurpose.STATUS),
        (to_expert, LinkPurpose.ASSIGNMENT),
        (to_expert, LinkPurpose.HAND_BACK),
    ):
        link = open_link(post.session, NOW, token_of(mail, purpose), purpose)
        assert (link.request_id, link.assignment_id) == (request.id, assignment.id)


def test_a_refused_expert_hears_it_and_refusing_is_offered_once(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed(places=1)
    invitation = invite(post, request, coordinator)
    assignment = accept(post, invitation)
    post.send()
    refuse_expert(post.session, NOW, assignment, REQUESTER)
    post.send()
    mail = post.the_only(invitation.expert.email, "niet meer nodig")
    assert calendar_of(mail) == ("CANCEL", f"assignment-{assignment.id}@bureau.example", 1)
    assert len(post.received(STAFF_ADDRESS, "wil een andere deskundige")) == 1
    cancelled = post.the_only(REQUESTER_ADDRESS, "gaat niet door")
    assert calendar_of(cancelled) == calendar_of(mail)
    assert "andere deskundige" in text_of(cancelled)
    [following] = [i for i in post.session.scalars(select(Invitation)) if i.state == "open"]
    accept(post, following)
    post.send()
    second = post.received(REQUESTER_ADDRESS, "Er is een deskundige voor u")[-1]
    assert "afwijzen" not in text_of(second)
    assert "/status/" in text_of(second)


def test_a_handed_back_assignment_is_cancelled_in_both_calendars(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    assignment = accept(post, invite(post, proposed(), coordinator))
    post.send()
    hand_back(post.session, NOW, assignment, expert(assignment.expert_id))
    post.send()
    mail = post.the_only(REQUESTER_ADDRESS, "kan niet verder")
    assert calendar_of(mail) == ("CANCEL", f"assignment-{assignment.id}@bureau.example", 1)
    assert f"{assignment.expert.name} kan u helaas niet verder helpen." in text_of(mail)
    link = open_link(post.session, NOW, token_of(mail, LinkPurpose.STATUS), LinkPurpose.STATUS)
    assert link.request_id == assignment.request_id
    to_expert = post.the_only(assignment.expert.email, "teruggegeven")
    assert calendar_of(to_expert) == calendar_of(mail)
    assert text_of(to_expert).count("http") == 1  # That of the privacy statement.
    to_staff = post.the_only(STAFF_ADDRESS, "Deskundige stopt")
    assert not [p for p in to_staff.walk() if p.get_content_type() == "text/calendar"]


def test_an_expert_at_work_is_told_when_the_request_is_withdrawn(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    request = proposed()
    assignment = accept(post, invite(post, request, coordinator))
    withdraw_request(post.session, NOW, request, REQUESTER)
    post.send()
    mail = post.the_only(assignment.expert.email, "niet meer nodig")
    uid = f"assignment-{assignment.id}@bureau.example"
    cancelled = post.the_only(REQUESTER_ADDRESS, "gaat niet door")
    assert calendar_of(mail) == calendar_of(cancelled) == ("CANCEL", uid, 1)
    assert len(post.received(REQUESTER_ADDRESS, "is ingetrokken")) == 1
    assert len(post.received(STAFF_ADDRESS, "is ingetrokken")) == 1


def test_both_sides_are_asked_to_evaluate(post: Post, proposed: Submit, coordinator: Actor) -> None:
    request = proposed()
    assignment = accept(post, invite(post, request, coordinator))
    confirm_contact(post.session, NOW, assignment, coordinator)
    close_request(post.session, NOW, request, coordinator)
    post.send()
    for address, about in (
        (REQUESTER_ADDRESS, "Wat vond u van de hulp?"),
        (assignment.expert.email, "Hoe ging de opdracht?"),
    ):
        token = token_of(post.the_only(address, about), LinkPurpose.EVALUATE)
        assert open_link(post.session, NOW, token, LinkPurpose.EVALUATE).evaluation_id
    assert deadlines.running(post.session, request.id, Step.EVALUATION) == []


def test_an_act_link_works_for_a_day(post: Post, submit: Submit) -> None:
    request = submit()
    queue_act_link(post.session, NOW, request, LinkPurpose.WITHDRAW)
    post.send()
    mail = post.the_only(REQUESTER_ADDRESS, "intrekken")
    token = token_of(mail, LinkPurpose.WITHDRAW)
    open_link(post.session, NOW + 23 * HOUR, token, LinkPurpose.WITHDRAW)
    with pytest.raises(DeadLink):
        open_link(post.session, NOW + DAY + SOON, token, LinkPurpose.WITHDRAW)


@pytest.mark.parametrize("purpose", [LinkPurpose.REFUSE_EXPERT, LinkPurpose.HAND_BACK])
def test_a_link_about_an_expert_goes_to_who_asked_and_works_for_a_day(
    post: Post, proposed: Submit, coordinator: Actor, purpose: LinkPurpose
) -> None:
    assignment = accept(post, invite(post, proposed(), coordinator))
    queue_act_link(post.session, NOW, assignment.request, purpose, assignment)
    post.send()
    to_expert = purpose is LinkPurpose.HAND_BACK
    address = assignment.expert.email if to_expert else REQUESTER_ADDRESS
    token = token_of(post.the_only(address, "bevestig uiterlijk"), purpose)
    link = open_link(post.session, NOW + 23 * HOUR, token, purpose)
    assert link.assignment_id == assignment.id
    with pytest.raises(DeadLink):
        open_link(post.session, NOW + DAY + SOON, token, purpose)


def test_a_link_about_an_expert_who_stopped_is_not_sent(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    assignment = accept(post, invite(post, proposed(), coordinator))
    for purpose in (LinkPurpose.REFUSE_EXPERT, LinkPurpose.HAND_BACK):
        queue_act_link(post.session, NOW, assignment.request, purpose, assignment)
    hand_back(post.session, NOW, assignment, expert(assignment.expert_id))
    post.send()
    assert post.states("act_link") == [MailState.CANCELLED, MailState.CANCELLED]


def test_the_receipt_of_an_acute_request_promises_nothing_that_nobody_keeps(
    post: Post, submit: Submit
) -> None:
    post.session.execute(delete(DutyShift))
    submit(urgency=Urgency.U1)
    post.send(NOW + SOON)
    mail = post.the_only(REQUESTER_ADDRESS, "ontvangen")
    assert "uiterlijk" not in mail["Subject"] + text_of(mail)
    assert "niemand van ons oproepbaar" in text_of(mail)


def test_the_party_of_a_referral_is_named(post: Post, submit: Submit, coordinator: Actor) -> None:
    request = submit()
    refer_on(post.session, NOW, request, coordinator, "acute-danger")
    post.send()
    assert "112" in text_of(post.the_only(REQUESTER_ADDRESS, "andere partij"))


def test_a_breach_of_a_running_clock_is_told(
    post: Post, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    [row] = deadlines.running(post.session, request.id, Step.TRIAGE)
    facts = {"step": row.step, "level": "deputy"}
    queue_mail(
        post.session,
        NOW,
        "deadline_breach",
        request,
        to_staff_id=coordinator.id,
        deadline=row,
        facts=facts,
    )
    post.send()
    mail = post.the_only(STAFF_ADDRESS, "te laat: besluit over de aanvraag")
    assert "dinsdag 24 november om 14.00 uur" in mail["Subject"]
    assert "achterwacht" in text_of(mail)


def test_a_suggested_colleague_is_not_named_in_the_mail(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    by = expert(invitation.expert_id)
    decline_invitation(
        post.session, NOW, invitation, DeclineReason.NO_TIME, by, suggestion="Collega Twee"
    )
    post.send()
    assert "Collega Twee" not in text_of(post.the_only(STAFF_ADDRESS, "noemt een collega"))
