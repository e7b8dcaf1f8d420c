"""Who answers for an installation: what may be set, and what production asks for."""

import pytest

from service.domain.responsible import Responsible, read_responsible

GOOD = {
    "CONTROLLER_NAME": "Gemeente Voorbeeld",
    "PRIVACY_CONTACT": "privacy@gemeente.example",
    "PRIVACY_OFFICER": "fg@gemeente.example",
    "SECURITY_CONTACT": "veilig@gemeente.example",
}


def read(env: dict[str, str], *, production: bool = True) -> tuple[Responsible, list[str]]:
    problems: list[str] = []
    found = read_responsible(
        env, problems, bureau="Bureau", sender="post@bureau.example", production=production
    )
    return found, problems


def test_what_was_set_is_named() -> None:
    assert read(GOOD) == (
        Responsible(
            "Gemeente Voorbeeld",
            "privacy@gemeente.example",
            "fg@gemeente.example",
            "mailto:veilig@gemeente.example",
        ),
        [],
    )


def test_the_bureau_and_its_address_stand_in_and_nobody_else_is_made_up() -> None:
    assert read({}, production=False) == (Responsible("Bureau", "post@bureau.example"), [])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"PRIVACY_OFFICER": ""}, "PRIVACY_OFFICER must be set in production"),
        ({"SECURITY_CONTACT": ""}, "SECURITY_CONTACT must be set in production"),
        ({"PRIVACY_OFFICER": "J. Jansen"}, "PRIVACY_OFFICER must be an e-mail address"),
        ({"PRIVACY_CONTACT": "a@b.example, c@d.example"}, "PRIVACY_CONTACT must be an e-mail"),
        ({"SECURITY_CONTACT": "http://gemeente.example"}, "SECURITY_CONTACT must be an e-mail"),
        ({"SECURITY_CONTACT": "a@b.example\r\nExpires: x"}, "SECURITY_CONTACT must be an e-mail"),
    ],
)
def test_what_cannot_be_used_is_told(changes: dict[str, str], problem: str) -> None:
    assert any(each.startswith(problem) for each in read(GOOD | changes)[1])


def test_a_page_to_report_on_is_a_contact_too() -> None:
    page = "https://gemeente.example/melden"
    assert read(GOOD | {"SECURITY_CONTACT": page})[0].security_contact == page
