"""Partners at the desk: who has the ball, answers by telephone, asking again, going on without."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import Partner
from service.database import reading, writing
from service.storage.partner_consent import PartnerConsent
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import error_at

pytestmark = pytest.mark.backend("sqlite")

HOW = "Gebeld met de contactpersoon."


@pytest.fixture
def reference(desk: Desk, listed: Callable[..., str], engine: Engine) -> str:
    """A case whose whole list belongs to a partner without standing consent."""
    with writing(engine) as session:
        session.get_one(Partner, "politieacademie").standing_consent = False
    return listed()


def the_consent(engine: Engine) -> PartnerConsent:
    with reading(engine) as session:
        found = session.scalars(select(PartnerConsent)).one()
        session.expunge_all()
        return found


def do(desk: Desk, reference: str, act: str, **fields: object) -> str:
    return desk.do(reference, f"akkoorden/{the_consent(desk.engine).id}/{act}", **fields)


def field(desk: Desk, name: str) -> str:
    return f"{name}-{the_consent(desk.engine).id}"


def test_the_case_says_that_the_partner_has_the_ball(desk: Desk, reference: str) -> None:
    page = desk.page(f"/bureau/aanvragen/{reference}")
    for words in (
        "Politieacademie antwoordt op onze vraag om akkoord.",
        "akkoord van de partner",
        "ligt bij de partner",
        "De partner moet nog akkoord geven.",
        "De mail is nog niet weg.",
        "Schakel vroeg Politieacademie om akkoord voor 4 deskundigen.",
    ):
        assert words in page, words
    queue = desk.page("/bureau")
    assert "wacht op partner" in queue and "akkoord van de partner" in queue


def test_inviting_waits_for_the_partner_and_says_so(desk: Desk, reference: str) -> None:
    page = desk.do(reference, "uitnodigen", count="")
    assert "Schakel wacht op akkoord van een partner en nodigt dan meteen uit." in page
    assert "Wij wachten op akkoord van Politieacademie." in page
    assert "De kans dat iemand ja zegt" not in page


def test_an_agreement_by_telephone_is_recorded_and_inviting_goes_on(
    desk: Desk, reference: str, experts: list[int]
) -> None:
    desk.do(reference, "uitnodigen", count="")
    chosen = [str(expert_id) for expert_id in experts[1:3]]
    page = do(
        desk,
        reference,
        "akkoord",
        **{field(desk, "experts"): chosen, field(desk, "most"): "1"},
        **{field(desk, "agreed_how"): HOW},
    )
    for words in (
        "Vastgelegd: de partner is akkoord.",
        "Akkoord met Deskundige 2 en Deskundige 3.",
        "Ten hoogste 1 tegelijk.",
        HOW,
        "Politieacademie is akkoord met 2 van de 4 (vastgelegd door Co).",
    ):
        assert words in page, words
    assert desk.case(reference).status == "invited"
    assert "wacht op partner" not in desk.page("/bureau")


def test_a_refusal_by_telephone_can_be_turned_by_asking_again(desk: Desk, reference: str) -> None:
    page = do(desk, reference, "geen-akkoord", **{field(desk, "refused_how"): HOW})
    assert "niet akkoord" in page and "De partner gaf geen akkoord." in page
    page = do(desk, reference, "opnieuw-vragen")
    assert "De vraag gaat opnieuw naar de partner." in page
    assert the_consent(desk.engine).state == "open"


def test_the_bureau_goes_on_without_a_partner(desk: Desk, reference: str) -> None:
    page = do(desk, reference, "zonder-partner", **{field(desk, "without_note"): "Te laat."})
    assert "zonder deze partner" in page and "ging verder zonder Politieacademie" in page


WRONG = [
    ("akkoord", {"experts": []}, "experts", "Vink aan"),
    ("akkoord", {"experts": ["x"]}, "experts", "Deze keuze bestaat niet"),
    ("akkoord", {"experts": ["999999"]}, "experts", "Kies ten minste"),
    ("akkoord", {"most": "5"}, "most", "Kies een aantal"),
    ("akkoord", {"most": "nul"}, "most", "Vul een heel getal"),
    ("akkoord", {"agreed_how": ""}, "agreed_how", "Vul in hoe"),
    ("akkoord", {"agreed_how": "06-12345678"}, "agreed_how", "Hier lijken"),
    ("geen-akkoord", {"refused_how": ""}, "refused_how", "Vul in hoe"),
]


@pytest.mark.parametrize(("act", "change", "at", "error"), WRONG)
def test_a_wrong_record_is_refused_at_its_field(
    desk: Desk,
    reference: str,
    experts: list[int],
    act: str,
    change: dict[str, object],
    at: str,
    error: str,
) -> None:
    consent_id = the_consent(desk.engine).id
    sound = {"experts": [str(experts[0])], "agreed_how": HOW, "refused_how": HOW}
    fields = {f"{name}-{consent_id}": value for name, value in (sound | change).items()}
    answer = desk.try_to(reference, f"akkoorden/{consent_id}/{act}", **fields)
    assert answer.status_code == 400
    assert error_at(answer.text, f"{at}-{consent_id}").startswith(error)
    assert the_consent(desk.engine).state == "open"


def test_what_cannot_be_done_any_more_says_why(desk: Desk, reference: str, clock: Clock) -> None:
    consent_id = the_consent(desk.engine).id
    do(desk, reference, "geen-akkoord", **{field(desk, "refused_how"): HOW})
    answer = desk.try_to(reference, f"akkoorden/{consent_id}/zonder-partner")
    assert answer.status_code == 409
    assert "Dit kan niet meer." in answer.text


@pytest.mark.parametrize("path", ["akkoorden/999/akkoord", "akkoorden/1/bestaat-niet"])
def test_an_unknown_question_or_act_is_not_found(desk: Desk, reference: str, path: str) -> None:
    fields = {"experts-999": "1", "agreed_how-999": HOW}
    assert desk.try_to(reference, path, **fields).status_code in (400, 404)


def test_an_expert_of_such_a_partner_can_be_asked_after_its_agreement(
    desk: Desk, reference: str
) -> None:
    assert "Ja, na akkoord van de partner" in desk.page("/bureau/deskundigen")
