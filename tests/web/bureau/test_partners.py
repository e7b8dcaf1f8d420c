"""The pages of the partners: details, standing consent with its reason, and who may see them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from expert_registry.tables import Partner
from service.database import reading
from tests.web.bureau.desk import Desk
from tests.web.filled_form import error_at

pytestmark = pytest.mark.backend("sqlite")

PAGE = "/bureau/partners/omo"
DETAILS = {
    "contact_name": "Contact Een",
    "contact_email": "een@omo.example",
    "consent_limit": "2",
    "acceptance": "60",
}


def stored(engine: Engine) -> Partner:
    with reading(engine) as session:
        found = session.get_one(Partner, "omo")
        session.expunge_all()
        return found


def test_all_partners_are_listed_with_what_is_agreed(desk: Desk) -> None:
    page = desk.page("/bureau/partners")
    assert all(name in page for name in ("NGB", "OMO", "Politieacademie", "geen grens"))


def test_the_details_are_stored_and_told(desk: Desk, engine: Engine) -> None:
    answer = desk.post(PAGE, desk.page(PAGE), **DETAILS)
    assert answer.headers["Location"] == PAGE
    page = desk.page(PAGE)
    assert "De gegevens zijn bewaard." in page and "Gegevens aangepast. Co." in page
    partner = stored(engine)
    assert (partner.contact_email, partner.consent_limit) == ("een@omo.example", 2)
    assert partner.acceptance_prior == 0.6


def test_standing_consent_ends_and_comes_back_with_a_reason(desk: Desk, engine: Engine) -> None:
    for standing, words in (("no", "per aanvraag akkoord"), ("yes", "heeft vaste toestemming")):
        path, reason = f"{PAGE}/toestemming", f"Overleg van mei: {standing}."
        desk.post(path, desk.page(PAGE), standing=standing, standing_reason=reason)
        page = desk.page(PAGE)
        assert words in page and reason in page
        assert stored(engine).standing_consent is (standing == "yes")


WRONG = [
    ("", {"contact_email": "geen adres"}, "contact_email", "Dit is geen e-mailadres"),
    ("", {"consent_limit": "0"}, "consent_limit", "Vul een heel getal in van 1"),
    ("", {"consent_limit": "11"}, "consent_limit", "Vul een heel getal in van 1"),
    ("", {"acceptance": ""}, "acceptance", "Vul in hoe vaak"),
    ("", {"acceptance": "100"}, "acceptance", "Vul een heel getal in van 5"),
    ("/toestemming", {"standing": ""}, "standing", "Kies ja of nee"),
    ("/toestemming", {"standing_reason": " "}, "standing_reason", "Vul in waarom"),
    ("/toestemming", {"standing_reason": "bel 06-12345678"}, "standing_reason", "Hier lijken"),
]


@pytest.mark.parametrize(("path", "change", "field", "error"), WRONG)
def test_a_wrong_value_is_refused_at_its_field(
    desk: Desk, engine: Engine, path: str, change: dict[str, str], field: str, error: str
) -> None:
    sound = {**DETAILS, "standing": "no", "standing_reason": "Overleg van mei."}
    answer = desk.post(PAGE + path, desk.page(PAGE), **(sound | change))
    assert answer.status_code == 400
    assert error_at(answer.text, field).startswith(error)
    partner = stored(engine)
    assert (partner.standing_consent, partner.consent_limit) == (True, None)


def test_who_is_asked_each_time_keeps_an_address(desk: Desk) -> None:
    desk.post(PAGE, desk.page(PAGE), **DETAILS | {"contact_email": ""})
    path, fields = f"{PAGE}/toestemming", {"standing": "no", "standing_reason": "Overleg."}
    answer = desk.post(path, desk.page(PAGE), **fields)
    assert answer.status_code == 400
    assert error_at(answer.text, "standing_reason").startswith("Zonder vaste toestemming")


def test_an_unknown_partner_is_not_found(desk: Desk) -> None:
    desk.page("/bureau/partners/bestaat-niet", 404)


@pytest.mark.parametrize("email", ["partner@partner.example", "leiding@bureau.example"])
def test_only_who_works_on_cases_sees_the_partners(
    log_in: Callable[[str], Desk], email: str
) -> None:
    other = log_in(email)
    other.page("/bureau/partners", 403)
    other.page(PAGE, 403)
