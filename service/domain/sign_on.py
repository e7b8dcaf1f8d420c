"""Single sign-on: what the claims of a provider (OpenID Connect Core 1.0) say about somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from service.domain.actor import Role

Claims = Mapping[str, Any]

SIGN_ON_LASTS = timedelta(minutes=10)
"""How long somebody may take at the provider."""

CLOCK_SKEW = timedelta(seconds=30)
"""The clock of the provider may differ this much from ours."""


class SignOnPurpose(StrEnum):
    """Why somebody is sent to the provider; with a form they come back to another tab."""

    LOG_IN = "log_in"
    CONFIRM = "confirm"
    CONFIRM_FORM = "confirm_form"


@dataclass(frozen=True)
class SignOnSettings:
    """The provider and what its claims mean here; `roles` are pairs, the first that fits counts.

    Without `roles` an account keeps the role that an administrator gave it. `acr` and `amr` are
    the values with which the provider says that there was a second step.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    role_claim: str = "roles"
    roles: tuple[tuple[str, Role], ...] = ()
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProvenIdentity:
    """Whom the provider vouches for; times are aware UTC.

    `email` only where the provider says that it was verified. `mapped` tells that the role comes
    from the provider: then None means that nobody gave this person one.
    """

    issuer: str
    subject: str
    email: str | None
    mapped: bool
    role: Role | None
    second_step: bool
    authenticated_at: datetime | None
    provider_session: str


def role_in(settings: SignOnSettings, claims: Claims) -> Role | None:
    """Give the role that the claims map to, or None."""
    given = _texts(claims.get(settings.role_claim))
    return next((role for value, role in settings.roles if value in given), None)


def has_second_step(settings: SignOnSettings, claims: Claims) -> bool:
    """Say whether the provider asked a second step that counts here (OIDC Core 2: acr, amr)."""
    amr = claims.get("amr")
    methods = amr if isinstance(amr, list) else []
    return claims.get("acr") in settings.acr or any(one in settings.amr for one in methods)


def verified_email(claims: Claims) -> str | None:
    """Give the address in lower case where the provider vouches for it.

    `xms_edov` is how Microsoft Entra ID says that the domain of the address is the organisation's.
    """
    email = claims.get("email")
    verified = claims.get("email_verified") is True or claims.get("xms_edov") in (True, "1", "true")
    return email.strip().lower() if isinstance(email, str) and email.strip() and verified else None


def _texts(value: Any) -> frozenset[str]:
    several = value if isinstance(value, list) else [value]
    return frozenset(one for one in several if isinstance(one, str))
