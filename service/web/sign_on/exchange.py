"""What this program and the provider say to each other: authorization code with PKCE."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from flask import request, url_for
from joserfc.jwt import Token
from requests import RequestException

from service.actions.accounts.begin_sign_on import Begun, TakenUp
from service.domain.errors import SignOnRefused
from service.domain.sign_on import (
    ProvenIdentity,
    SignOnPurpose,
    has_second_step,
    role_in,
    verified_email,
)
from service.web import current
from service.web.sign_on.id_token import (
    authenticated_at,
    claims_for_us,
    is_recent,
    logged_out_there,
    signed_by,
)
from service.web.sign_on.provider import (
    KEYS_AGAIN_AFTER,
    ProviderDown,
    new_client,
    provider,
    sign_on_settings,
)

ABOUT_PERSON = ("email", "email_verified", "xms_edov")
"""What may also come from the userinfo endpoint; what says how somebody logged in may not."""


def way_to_provider(begun: Begun, purpose: SignOnPurpose) -> str:
    """Give the address at the provider where somebody logs in. Raises ProviderDown."""
    settings = sign_on_settings()
    # Asked for an age, a provider must also tell when somebody proved who they are.
    asked = {"nonce": begun.nonce, "max_age": str(int(_longest(purpose).total_seconds()))}
    if purpose is not SignOnPurpose.LOG_IN:
        asked["prompt"] = "login"
    if settings.acr:
        asked["acr_values"] = " ".join(settings.acr)
    with new_client(redirect_uri=way_back()) as client:
        address, _state = client.create_authorization_url(
            provider().metadata["authorization_endpoint"],
            state=begun.state,
            code_verifier=begun.verifier,
            **asked,
        )
    return str(address)


def _longest(purpose: SignOnPurpose) -> timedelta:
    """Give how long ago somebody may have logged in there: no longer than a session lasts here."""
    log_in = purpose is SignOnPurpose.LOG_IN
    return current.settings().session_limits.absolute if log_in else timedelta()


def way_back() -> str:
    """Give where the provider sends people back to: from the settings, never from the visitor."""
    return current.settings().base_url + url_for("sign_on.come_back")


def check_issuer() -> None:
    """See that the answer comes from our provider (RFC 9207). Raises SignOnRefused ('issuer')."""
    named = request.args.getlist("iss")
    must = provider().metadata.get("authorization_response_iss_parameter_supported") is True
    if (must or named) and named != [sign_on_settings().issuer]:
        raise SignOnRefused("issuer")


def proven_identity(code: str, begun: TakenUp) -> ProvenIdentity:
    """Give whom the provider vouches for. Raises ProviderDown or SignOnRefused."""
    settings, now = sign_on_settings(), current.now()
    claims = _claims(code, begun)
    proved_at = authenticated_at(claims)
    if begun.purpose is not SignOnPurpose.LOG_IN and proved_at is None:
        raise SignOnRefused("not_recent")
    if proved_at and not is_recent(proved_at, begun.began_at - _longest(begun.purpose), now):
        raise SignOnRefused("not_recent")
    sid = claims.get("sid")
    return ProvenIdentity(
        issuer=settings.issuer,
        subject=claims["sub"],
        email=verified_email(claims),
        mapped=bool(settings.roles),
        role=role_in(settings, claims),
        second_step=has_second_step(settings, claims),
        authenticated_at=proved_at,
        provider_session=sid if isinstance(sid, str) else "",
    )


def who_logged_out(token: str) -> tuple[str, str]:
    """Give the sub and the sid of who logged out there. Raises ProviderDown or SignOnRefused."""
    return logged_out_there(_signed(token), sign_on_settings(), current.now())


def _claims(code: str, begun: TakenUp) -> dict[str, Any]:
    found = provider()
    methods = found.metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = "client_secret_basic" in methods
    method = "client_secret_basic" if basic else "client_secret_post"
    with new_client(redirect_uri=way_back(), token_endpoint_auth_method=method) as client:
        try:
            answer = client.fetch_token(
                found.metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
                allow_redirects=False,
            )
        except OAuthError as error:
            raise SignOnRefused("code") from error
        except (RequestException, ValueError) as error:
            raise ProviderDown(type(error).__name__) from error
        claims = _read(answer, begun)
        return claims | _more(client, str(answer.get("access_token")), claims, found.metadata)


def _read(answer: Mapping[str, Any], begun: TakenUp) -> dict[str, Any]:
    signed = _signed(answer.get("id_token"))
    settings, now = sign_on_settings(), current.now()
    return claims_for_us(signed, settings, now, begun.nonce_hash, answer.get("access_token"))


def _signed(token: object) -> Token:
    """Try with the keys that are known, then with fresh ones: a provider changes them."""
    try:
        return signed_by(provider().keys, token)
    except SignOnRefused:
        return signed_by(provider(KEYS_AGAIN_AFTER).keys, token)


def _more(
    client: OAuth2Session, token: str, claims: Mapping[str, Any], metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask the userinfo endpoint for what is not in the token (OIDC Core 5.3)."""
    settings, address = sign_on_settings(), metadata.get("userinfo_endpoint")
    wanted = (*ABOUT_PERSON, settings.role_claim) if settings.roles else ABOUT_PERSON
    if not address or ("email" in claims and (not settings.roles or settings.role_claim in claims)):
        return {}
    try:
        bearer = {"Authorization": f"Bearer {token}"}
        answer = client.get(address, headers=bearer, withhold_token=True, allow_redirects=False)
        answer.raise_for_status()
        told = answer.json()
    except (RequestException, ValueError) as error:
        raise ProviderDown(type(error).__name__) from error
    if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
        raise SignOnRefused("token")
    return {name: told[name] for name in wanted if name in told and name not in claims}
