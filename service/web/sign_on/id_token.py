"""Reads the token with which the provider says who somebody is, and believes no other.

OpenID Connect Core 1.0, 3.1.3.7, with the library's checks of signature, times and hashes.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry, Token

from service.domain.errors import SignOnRefused
from service.domain.sign_on import CLOCK_SKEW, SignOnSettings
from service.storage.mail_link import hash_token

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Only with two keys: with a shared one, whoever may check could also sign."""

LOG_OUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def signed_by(keys: KeySet, token: object) -> Token:
    """Give what was signed with one of these keys. Raises SignOnRefused ('token')."""
    try:
        return jwt.decode(str(token), keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignOnRefused("token") from error


def claims_for_us(
    signed: Token, settings: SignOnSettings, now: datetime, nonce_hash: str, access_token: object
) -> dict[str, Any]:
    """Give the claims. Raises SignOnRefused ('token') for a token that is not for us, now."""
    options: Any = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
        "sub": {"essential": True},
    }
    params = {"client_id": settings.client_id, "access_token": access_token}
    claims = CodeIDToken(signed.claims, signed.header, options, params)
    leeway = int(CLOCK_SKEW.total_seconds())
    try:
        claims.validate(now=int(now.timestamp()), leeway=leeway)
    except (JoseError, ValueError, TypeError) as error:
        raise SignOnRefused("token") from error
    same = hmac.compare_digest(hash_token(str(claims.get("nonce", ""))), nonce_hash)
    if not same or not isinstance(claims["sub"], str) or not claims["sub"]:
        raise SignOnRefused("token")
    return dict(claims)


def logged_out_there(signed: Token, settings: SignOnSettings, now: datetime) -> tuple[str, str]:
    """Give the sub and the sid of a log-out token (Back-Channel Logout 1.0, 2.6); one may be empty.

    Raises SignOnRefused ('token') for anything else, an ID token too: that one has a nonce.
    """
    claims = signed.claims
    registry = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(CLOCK_SKEW.total_seconds()),
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.client_id},
        exp={"essential": True},
        iat={"essential": True},
        jti={"essential": True},
    )
    try:
        registry.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise SignOnRefused("token") from error
    events, sub, sid = (claims.get(name) for name in ("events", "sub", "sid"))
    about = isinstance(events, dict) and isinstance(events.get(LOG_OUT_EVENT), dict)
    named = [one if isinstance(one, str) else "" for one in (sub, sid)]
    if not about or "nonce" in claims or not any(named):
        raise SignOnRefused("token")
    return named[0], named[1]


def authenticated_at(claims: Mapping[str, Any]) -> datetime | None:
    """Give when somebody last proved who they are at the provider (aware UTC), if it says so."""
    moment = claims.get("auth_time")
    if not isinstance(moment, int | float) or isinstance(moment, bool):
        return None
    try:
        return datetime.fromtimestamp(moment, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def is_recent(proved_at: datetime, since: datetime, now: datetime) -> bool:
    """Say whether somebody proved who they are since then, and not in a time to come."""
    return since - CLOCK_SKEW <= proved_at <= now + CLOCK_SKEW
