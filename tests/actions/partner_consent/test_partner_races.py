"""Two partners answer at once, and one answers while the list changes: nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from expert_registry.tables import Partner
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.answer_consent import agree, refuse
from service.actions.partners.change_partner import set_standing_consent
from service.database import writing
from service.domain.actor import PARTNER
from service.domain.errors import AlreadyAnswered, DeadLink
from service.storage import request as requests
from service.storage.partner_consent import PartnerConsent
from tests.actions.conftest import NOW
from tests.actions.partner_consent.conftest import Case

NewCase = Callable[..., Case]
Deed = Callable[[Session], None]


def at_once(engine: Engine, *deeds: Deed) -> list[str]:
    """Do these at the same moment, each in a transaction of its own; give how each ended."""
    barrier = Barrier(len(deeds))

    def play(deed: Deed) -> str:
        barrier.wait(timeout=10)
        try:
            with writing(engine) as own:
                deed(own)
        except (AlreadyAnswered, DeadLink) as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(play, deeds))


def test_two_partners_agree_at_the_same_moment_and_the_places_are_asked_once(
    engine: Engine, session: Session, case: NewCase
) -> None:
    session.get_one(Partner, "omo").standing_consent = False
    played = case(places=2, parallel=2)
    assert played.invite() == []
    asked = {consent.id: list(consent.expert_ids) for consent in played.consents()}
    session.commit()

    def agrees(consent_id: int) -> Deed:
        return lambda s: agree(
            s, NOW, s.get_one(PartnerConsent, consent_id), asked[consent_id], PARTNER
        )

    assert at_once(engine, *map(agrees, asked)) == ["done", "done"]
    session.expire_all()
    assert played.states() == ["agreed", "agreed"]
    assert len(played.invited()) == 2
    assert played.clocks() == 0


def test_yes_and_no_to_one_question_at_the_same_moment_is_one_answer(
    engine: Engine, session: Session, case: NewCase
) -> None:
    played = case()
    consent_id, own = played.consent.id, played.own
    session.commit()
    outcomes = at_once(
        engine,
        lambda s: agree(s, NOW, s.get_one(PartnerConsent, consent_id), own, PARTNER),
        lambda s: refuse(s, NOW, s.get_one(PartnerConsent, consent_id), PARTNER, "Nee."),
    )
    assert sorted(outcomes) == ["AlreadyAnswered", "done"]
    session.expire_all()
    answers = ("consent_agreed", "consent_refused")
    assert sum(kind in answers for kind in played.events()) == 1


def test_a_partner_agrees_while_the_list_changes(
    engine: Engine, session: Session, case: NewCase
) -> None:
    played = case(places=2, parallel=3)
    played.approve([*played.own[:2], played.others[0]], 2, 3)
    played.invite()
    own, others, by, request_id = played.own, played.others, played.coordinator, played.request.id
    consent_id = played.consents()[0].id
    session.commit()

    def new_list(own_session: Session) -> None:
        request = requests.lock(own_session, request_id)
        chosen = [own[0], *others]
        approve_list(own_session, NOW, request, by, chosen, "Kort.", 2, 3)

    def agrees(own_session: Session) -> None:
        agree(own_session, NOW, own_session.get_one(PartnerConsent, consent_id), own, PARTNER)

    assert at_once(engine, new_list, agrees) == ["done", "done"]
    session.expire_all()
    assert sorted(played.invited()) == sorted([own[0], *others])
    assert played.states() == ["agreed"]


def test_standing_consent_while_the_partner_answers(
    engine: Engine, session: Session, case: NewCase
) -> None:
    played = case()
    played.approve(played.own)
    played.invite()
    consent_id, own, by = played.consents()[0].id, played.own, played.coordinator
    session.commit()

    def stands(own_session: Session) -> None:
        partner = own_session.get_one(Partner, "politieacademie")
        set_standing_consent(own_session, NOW, partner, by, True, "Brief.")

    def agrees(own_session: Session) -> None:
        agree(own_session, NOW, own_session.get_one(PartnerConsent, consent_id), own, PARTNER)

    first, _second = at_once(engine, stands, agrees)
    assert first == "done"
    session.expire_all()
    assert played.invited() == own[:1]
    assert played.clocks() == 0
