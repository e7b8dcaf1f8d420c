"""What is agreed with a partner changes: open requests follow, and the log tells why."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from service.actions.partner_consent.answer_consent import refuse
from service.actions.partners.change_partner import change_partner, set_standing_consent
from service.domain.actor import PARTNER, Actor
from service.domain.errors import InvalidChoice
from service.storage import partner_event
from tests.actions.conftest import NOW
from tests.actions.partner_consent.conftest import Case

NewCase = Callable[..., Case]


def kinds(case: Case) -> list[str]:
    case.session.flush()
    return [event.kind for event in partner_event.of_partner(case.session, case.partner.id)]


def test_standing_consent_ends_the_question_and_inviting_goes_on(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve(played.own)
    played.invite()
    set_standing_consent(session, NOW, played.partner, played.coordinator, True, "Brief van mei.")
    assert (played.states(), played.clocks()) == (["not_needed"], 0)
    assert played.invited() == played.own[:1]
    (event,) = partner_event.of_partner(session, played.partner.id)
    assert (event.kind, event.note) == ("standing_consent_given", "Brief van mei.")
    assert (event.at, event.actor_id) == (NOW, played.coordinator.id)


def test_a_no_for_this_request_holds_whatever_is_agreed_in_general(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve([*played.own, played.others[0]])
    refuse(session, NOW, played.consent, PARTNER, "Nu niet.")
    set_standing_consent(session, NOW, played.partner, played.coordinator, True, "Brief van mei.")
    assert played.invite() == played.others[:1]


def test_without_standing_consent_any_more_the_partner_is_asked_at_once(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.partner.standing_consent = True
    session.flush()
    played.approve(played.others)
    played.approve(played.own)
    invited = played.invite()
    set_standing_consent(session, NOW, played.partner, played.coordinator, False, "Te vaak.")
    assert played.consents()[-1].expert_ids == [e for e in played.own if e not in invited]
    assert played.invited() == invited
    set_standing_consent(session, NOW, played.partner, played.coordinator, False, "Nog eens.")
    assert kinds(played) == ["standing_consent_ended"]


@pytest.mark.parametrize(
    ("standing", "reason", "email"), [(True, " ", "a@b.example"), (False, "Ja", "")]
)
def test_a_change_of_consent_needs_a_reason_and_somebody_to_ask(
    session: Session, case: NewCase, standing: bool, reason: str, email: str
) -> None:
    played = case()
    played.partner.contact_email = email
    session.flush()
    with pytest.raises(InvalidChoice) as refused:
        set_standing_consent(session, NOW, played.partner, played.coordinator, standing, reason)
    assert refused.value.field == "standing_reason"


def change(case: Case, actor: Actor, **changes: object) -> None:
    stored = {
        "contact_name": case.partner.contact_name,
        "contact_email": case.partner.contact_email,
        "consent_limit": case.partner.consent_limit,
        "acceptance_prior": case.partner.acceptance_prior,
    }
    change_partner(case.session, NOW, case.partner, actor, **stored | changes)  # type: ignore[arg-type]


def test_the_details_change_and_only_a_change_is_told(session: Session, case: NewCase) -> None:
    played = case()
    change(played, played.coordinator)
    assert kinds(played) == []
    change(played, played.coordinator, consent_limit=2, acceptance_prior=0.6)
    assert (played.partner.consent_limit, played.partner.acceptance_prior) == (2, 0.6)
    assert kinds(played) == ["details_changed"]


def test_a_partner_that_is_asked_keeps_an_address(session: Session, case: NewCase) -> None:
    played = case()
    with pytest.raises(InvalidChoice) as refused:
        change(played, played.coordinator, contact_email="")
    assert refused.value.field == "contact_email"
