"""The provider of single sign-on: where its pages are, and with which keys it signs.

OpenID Connect Discovery 1.0. What was fetched is kept for an hour in this process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from service.domain.sign_on import SignOnSettings
from service.web import current

TIME_OUT_S = (3, 5)
"""To connect, and between two pieces of the answer."""

KEPT_FOR = timedelta(hours=1)
KEYS_AGAIN_AFTER = timedelta(minutes=1)
"""A key that is not known is looked for no more often than this."""

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = ("end_session_endpoint", "userinfo_endpoint")
_CACHE = "sign_on_provider"


class ProviderDown(Exception):
    """The provider does not answer, or not with what it should; the message holds no secret."""


@dataclass(frozen=True)
class Provider:
    """What the provider says about itself, the keys it signs with, and when they were fetched."""

    metadata: Mapping[str, Any]
    keys: KeySet
    fetched_at: datetime


def sign_on_settings() -> SignOnSettings:
    """Give the settings of the provider. Raises LookupError where there is none."""
    found = current.settings().sign_on
    if found is None:
        raise LookupError("there is no single sign-on")
    return found


def new_client(**options: Any) -> OAuth2Session:
    """Give a client that waits no longer than it should and follows no redirect."""
    settings = sign_on_settings()
    return OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope="openid email",
        code_challenge_method="S256",
        default_timeout=TIME_OUT_S,
        max_redirects=0,
        **options,
    )


def provider(anew_after: timedelta = KEPT_FOR) -> Provider:
    """Give the provider, looked up anew where that was longer ago. Raises ProviderDown."""
    issuer, now = sign_on_settings().issuer, current.now()
    known: dict[str, Provider] = current_app.extensions.setdefault(_CACHE, {})
    found = known.get(issuer)
    if found is None or not found.fetched_at <= now < found.fetched_at + anew_after:
        found = known[issuer] = _look_up(issuer, now)
    return found


def can_log_out() -> bool:
    """Say whether one can log out at the provider from here."""
    return log_out_address("") is not None


def log_out_address(back: str) -> str | None:
    """Give where one logs out at the provider (RP-Initiated Logout 1.0), None where one cannot.

    `back` is where it sends people afterwards.
    """
    try:
        found = provider().metadata.get("end_session_endpoint")
    except ProviderDown:
        return None
    client_id = sign_on_settings().client_id
    params = [("client_id", client_id), ("post_logout_redirect_uri", back)]
    return str(add_params_to_uri(found, params)) if found else None


def _look_up(issuer: str, now: datetime) -> Provider:
    with new_client() as client:
        metadata = _fetched(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        _check(metadata, issuer)
        try:
            keys = KeySet.import_key_set(_fetched(client, metadata["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderDown("the keys cannot be read") from error
    return Provider(metadata, keys, now)


def _fetched(client: OAuth2Session, address: str) -> dict[str, Any]:
    try:
        answer = client.get(address, withhold_token=True)
        answer.raise_for_status()
        found = answer.json()
    except (RequestException, ValueError) as error:
        raise ProviderDown(type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderDown("the answer is no object")
    return found


def _check(metadata: Mapping[str, Any], issuer: str) -> None:
    """The issuer must call itself so (Discovery 4.3), and no page may be less safe than it."""
    if metadata.get("issuer") != issuer:
        raise ProviderDown("the provider calls itself something else")
    if any(name not in metadata for name in ENDPOINTS):
        raise ProviderDown("an address is missing")
    scheme = urlsplit(issuer).scheme
    addresses = (metadata.get(name) for name in (*ENDPOINTS, *OPTIONAL))
    if any(address and not _is_safe(address, scheme) for address in addresses):
        raise ProviderDown("an address is not safe")


def _is_safe(address: object, scheme: str) -> bool:
    return isinstance(address, str) and urlsplit(address).scheme in ("https", scheme)
