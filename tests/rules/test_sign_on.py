"""Settings of single sign-on, and what claims mean."""

import pytest

from service.config import UnsafeSettings, read_settings
from service.domain.actor import Role
from service.domain.sign_on import SignOnSettings, has_second_step, role_in, verified_email

GOOD = {
    "OIDC_ISSUER": "https://login.organisatie.example/realms/een",
    "OIDC_CLIENT_ID": "schakel",
    "OIDC_CLIENT_SECRET": "een-geheim-van-de-test",
    "OIDC_NAME": "Gemeente Sleedal",
}


def problems(**changes: str) -> list[str]:
    try:
        read_settings(GOOD | changes)
    except UnsafeSettings as refusal:
        return refusal.problems
    return []


def test_it_is_off_unless_there_is_an_issuer() -> None:
    assert read_settings({}).sign_on is None
    assert read_settings({"OIDC_ISSUER": ""}).sign_on is None


def test_what_is_set_is_read() -> None:
    roles = {"OIDC_ROLES": "g=1=coordinator, beheer=admin", "OIDC_ROLE_CLAIM": "groups"}
    found = read_settings(GOOD | roles | {"OIDC_SECOND_STEP_AMR": "mfa, hwk"}).sign_on
    assert found is not None
    assert found.roles == (("g=1", Role.COORDINATOR), ("beheer", Role.ADMIN))
    assert (found.role_claim, found.amr, found.acr) == ("groups", ("mfa", "hwk"), ())
    assert GOOD["OIDC_CLIENT_SECRET"] not in repr(found)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER must be set"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_NAME": ""}, "OIDC_NAME"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET_FILE"),
        ({"OIDC_CLIENT_SECRET_FILE": "/is/er/niet"}, "not both"),
        (
            {"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": "/is/er/niet"},
            "file that can be read",
        ),
        ({"OIDC_ISSUER": "http://login.organisatie.example"}, "https://"),
        ({"OIDC_ISSUER": "login.organisatie.example"}, "https://"),
        ({"OIDC_ISSUER": "https://"}, "https://"),
        ({"OIDC_ISSUER": "https://[een"}, "https://"),
        ({"OIDC_ISSUER": "https://login.organisatie.example?x=1"}, "https://"),
        ({"OIDC_ROLES": "beheer"}, "value=role"),
        ({"OIDC_ROLES": "beheer=baas"}, "value=role"),
        ({"OIDC_ROLES": "=admin"}, "value=role"),
        ({"OIDC_ROLES": "partner=partner_contact"}, "value=role"),
        ({"OIDC_ROLES": "een=admin,een=coordinator"}, "twice"),
    ],
    ids=str,
)
def test_bad_settings_are_refused_in_plain_words(changes: dict[str, str], named: str) -> None:
    found = problems(**changes)
    assert any(named in problem for problem in found), found
    assert GOOD["OIDC_CLIENT_SECRET"] not in str(found)


def test_only_on_this_machine_a_provider_may_do_without_tls() -> None:
    assert problems(OIDC_ISSUER="http://127.0.0.1:9000") == []
    production = problems(SCHAKEL_ENV="production", OIDC_ISSUER="http://127.0.0.1:9000")
    assert any("OIDC_ISSUER" in problem for problem in production)


SETTINGS = SignOnSettings(
    "https://een.example",
    "schakel",
    "geheim",
    "Een",
    roles=(("beheer", Role.ADMIN), ("co", Role.COORDINATOR)),
    acr=("phr",),
    amr=("mfa",),
)


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (["co"], Role.COORDINATOR),
        ("co", Role.COORDINATOR),
        (["co", "beheer"], Role.ADMIN),
        (["Beheer", "admin", "beheer "], None),
        ([["beheer"]], None),
        ({"beheer": True}, None),
        ("co beheer", None),
        (None, None),
    ],
    ids=str,
)
def test_the_first_value_that_fits_gives_the_role(given: object, role: Role | None) -> None:
    assert role_in(SETTINGS, {"roles": given}) == role


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"acr": "phr"}, True),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": ["phr"]}, False),
        ({"acr": "phrh"}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "mfa", "amr": ["phr"]}, False),
        ({}, False),
    ],
    ids=str,
)
def test_a_second_step_counts_only_where_it_is_listed(
    claims: dict[str, object], counts: bool
) -> None:
    assert has_second_step(SETTINGS, claims) == counts
    nothing = SignOnSettings("https://een.example", "schakel", "geheim", "Een")
    assert not has_second_step(nothing, claims)


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": "Naam@Een.example", "email_verified": True}, "naam@een.example"),
        ({"email": "naam@een.example", "xms_edov": "1"}, "naam@een.example"),
        ({"email": "naam@een.example", "xms_edov": True}, "naam@een.example"),
        ({"email": "naam@een.example", "email_verified": "true"}, None),
        ({"email": "naam@een.example", "email_verified": False, "xms_edov": False}, None),
        ({"email": "naam@een.example"}, None),
        ({"email": ["naam@een.example"], "email_verified": True}, None),
        ({"email": " ", "email_verified": True}, None),
        ({"preferred_username": "naam@een.example", "email_verified": True}, None),
    ],
    ids=str,
)
def test_an_address_counts_only_when_the_provider_vouches_for_it(
    claims: dict[str, object], email: str | None
) -> None:
    assert verified_email(claims) == email
