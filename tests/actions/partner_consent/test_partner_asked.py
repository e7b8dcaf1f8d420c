"""A partner without standing consent is asked for the whole list, and nobody before it agrees."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.deadlines.clocks import start_clock
from service.actions.matching.eligibility import check_experts
from service.actions.partner_consent.answer_consent import agree, refuse
from service.domain.actor import PARTNER, Role
from service.domain.errors import AlreadyAnswered, InvalidChoice, NothingToInvite
from service.domain.partner_consent import Consent
from service.domain.request_status import Status
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage.outbox_mail import RecipientKind
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW
from tests.actions.partner_consent.conftest import HOUR, Case

NewCase = Callable[..., Case]


def test_approving_a_list_asks_the_partner_once_for_all_its_experts(
    session: Session, case: NewCase
) -> None:
    played = case()
    consent = played.consent
    assert (consent.partner_id, consent.state) == ("politieacademie", "open")
    assert (consent.expert_ids, consent.answer_by) == (played.own, NOW + 2 * HOUR)
    (mail,) = played.mails("partner_consent_asked")
    assert (mail.recipient_kind, mail.recipient_id) == (RecipientKind.PARTNER, None)
    (row,) = deadlines.running(session, played.request.id, Step.PARTNER_CONSENT)
    assert (row.partner_consent_id, row.due_at) == (consent.id, consent.answer_by)


def test_standing_consent_skips_the_step(case: NewCase, consulted: Partner) -> None:
    consulted.standing_consent = True
    played = case()
    assert (played.consents(), played.mails("partner_consent_asked")) == ([], [])


def test_the_accounts_of_the_partner_are_asked_too(
    session: Session, case: NewCase, consulted: Partner
) -> None:
    role, own = Role.PARTNER_CONTACT, consulted.id
    people = [
        UserAccount(name="Een", email="een@partner.example", role=role, partner_id=own),
        UserAccount(name="Zelfde", email=consulted.contact_email, role=role, partner_id=own),
        UserAccount(name="Ander", email="ander@partner.example", role=role, partner_id="omo"),
        UserAccount(name="Weg", email="weg@p.example", role=role, partner_id=own, active=False),
    ]
    session.add_all(people)
    asked = [mail.recipient_id for mail in case().mails("partner_consent_asked")]
    assert asked == [None, people[0].id]


def test_whoever_may_not_be_asked_anyway_is_not_named(
    session: Session, case: NewCase, experts: list[int]
) -> None:
    session.get_one(Expert, experts[0]).municipality = "Zeist"
    session.get_one(Expert, experts[1]).unavailable_until = NOW.date() + timedelta(days=3)
    assert case().consent.expert_ids == experts[1:3]


def test_the_others_are_invited_first_and_the_rest_once_the_partner_agrees(
    session: Session, case: NewCase, experts: list[int]
) -> None:
    played = case(places=3, parallel=3)
    assert played.invite() == played.others

    agree(session, NOW + HOUR, played.consent, played.own[1:], PARTNER)
    assert played.invited() == [*played.others, played.own[1]]
    assert played.clocks() == 0
    verdicts = check_experts(session, NOW, played.request, experts[:3])
    answers = [verdicts[expert_id].partner for expert_id in played.own]
    assert answers == [Consent.DENIED, Consent.GIVEN, Consent.GIVEN]
    assert [m.facts for m in played.mails("partner_consent_answered")] == [{"outcome": "agreed"}]


def test_inviting_while_only_a_partner_can_move_waits_and_goes_on_by_itself(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve(played.own)
    assert played.invite() == []
    assert played.request.status == Status.PROPOSED
    assert played.events()[-1] == "inviting_awaits_partner"
    assert len(played.mails("partner_consent_asked")) == 1

    agree(session, NOW + HOUR, played.consent, played.own, PARTNER)
    assert (played.invited(), played.request.status) == (played.own[:1], Status.INVITED)


def test_nothing_begins_by_itself(session: Session, case: NewCase) -> None:
    played = case()
    agree(session, NOW, played.consent, played.own, PARTNER)
    assert played.invited() == []


def test_a_no_skips_its_experts(session: Session, case: NewCase) -> None:
    played = case(places=3, parallel=3)
    refuse(session, NOW, played.consent, PARTNER, "Te druk.", "Collega Twee")
    assert played.invite() == played.others
    verdict = check_experts(session, NOW, played.request, played.own)[played.own[0]]
    assert verdict.blocked_kinds == ("partner_consent",)
    assert (played.consent.note, played.consent.suggestion) == ("Te druk.", "Collega Twee")


def test_when_the_partner_says_no_and_nobody_is_left_the_owner_hears_of_it(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve(played.own)
    played.invite()
    assert played.mails("list_exhausted") == []
    refuse(session, NOW, played.consent, PARTNER, "Te druk.")
    assert len(played.mails("list_exhausted")) == 1
    with pytest.raises(NothingToInvite):
        played.invite()


def test_the_same_answer_again_changes_nothing_and_another_is_refused(
    session: Session, case: NewCase
) -> None:
    played = case()
    for _again in range(2):
        agree(session, NOW, played.consent, played.own[:2], PARTNER)
    assert played.events().count("consent_agreed") == 1
    for other in (played.own[:1], played.own):
        with pytest.raises(AlreadyAnswered):
            agree(session, NOW, played.consent, other, PARTNER)
    with pytest.raises(AlreadyAnswered):
        refuse(session, NOW, played.consent, PARTNER, "Toch niet.")


@pytest.mark.parametrize(
    ("chosen", "most", "field"),
    [([], None, "experts"), ([3], None, "experts"), ([0, 1], 0, "most"), ([0, 1], 3, "most")],
)
def test_a_wrong_answer_is_refused_at_its_field(
    session: Session,
    case: NewCase,
    experts: list[int],
    chosen: list[int],
    most: int | None,
    field: str,
) -> None:
    with pytest.raises(InvalidChoice) as refused:
        agree(session, NOW, case().consent, [experts[n] for n in chosen], PARTNER, most=most)
    assert refused.value.field == field


@pytest.mark.parametrize(("in_general", "said"), [(1, None), (None, 1), (2, 1), (1, 2)])
def test_no_more_of_a_partner_are_asked_at_once_than_its_limit(
    session: Session, case: NewCase, in_general: int | None, said: int | None
) -> None:
    played = case()
    played.partner.consent_limit = in_general
    played.approve(played.own, places=2, parallel=3)
    agree(session, NOW, played.consent, played.own, PARTNER, most=said)
    assert played.invite() == played.own[:1]


def test_the_limit_holds_with_standing_consent_too(case: NewCase, consulted: Partner) -> None:
    consulted.standing_consent, consulted.consent_limit = True, 2
    played = case(places=3, parallel=5)
    assert played.invite() == [*played.own[:2], *played.others]


def test_the_clock_counts_in_the_hours_of_the_partner(
    session: Session, experts: list[int], submit: Callable[..., SupportRequest]
) -> None:
    # A U2 request on Friday 27 November, 22:30 in Amsterdam: two hours until 23:00 and from 7:00.
    friday = datetime.fromisoformat("2026-11-27T22:30+01:00")
    request = submit()
    by = {
        partner: start_clock(session, friday, request, Step.PARTNER_CONSENT, partner=partner)
        for partner in ("politieacademie", "omo")
    }
    assert by["politieacademie"].due_at == datetime.fromisoformat("2026-11-28T08:30+01:00")
    assert by["omo"].due_at == datetime.fromisoformat("2026-11-30T08:30+01:00")
