"""Reads the settings of single sign-on; all of it is off unless there is an issuer."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from service.domain.actor import Role
from service.domain.sign_on import SignOnSettings

PREFIX = "OIDC_"
NEEDED = ("OIDC_CLIENT_ID", "OIDC_NAME")
_HERE = ("127.0.0.1", "localhost", "::1")


def read_sign_on(
    env: Mapping[str, str], secret: str, problems: list[str], *, development: bool
) -> SignOnSettings | None:
    """Give the settings of the provider, None without one; adds what is wrong to `problems`.

    `secret` is that of the client, wherever it was kept. No problem repeats a value.
    """
    issuer = env.get("OIDC_ISSUER", "").strip()
    if not issuer:
        if any(name.startswith(PREFIX) and env[name] for name in env):
            problems.append("OIDC_ISSUER must be set where another OIDC_ setting is")
        return None
    problems += [f"{name} must be set with OIDC_ISSUER" for name in NEEDED if not env.get(name)]
    if not secret:
        problems.append("OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE must be set too")
    if not _is_issuer(issuer, development):
        problems.append(
            "OIDC_ISSUER must be the https:// address of the provider, as it calls itself"
        )
    return SignOnSettings(
        issuer=issuer,
        client_id=env.get("OIDC_CLIENT_ID", ""),
        client_secret=secret,
        name=env.get("OIDC_NAME", "").strip(),
        role_claim=env.get("OIDC_ROLE_CLAIM") or "roles",
        roles=_roles(env.get("OIDC_ROLES", ""), problems),
        acr=_list(env.get("OIDC_SECOND_STEP_ACR", "")),
        amr=_list(env.get("OIDC_SECOND_STEP_AMR", "")),
    )


def _is_issuer(issuer: str, development: bool) -> bool:
    """OIDC Discovery 1.0, 2: https, without query and fragment; on this machine it may be http."""
    try:
        address = urlsplit(issuer)
        host = address.hostname
    except ValueError:
        return False
    safe = address.scheme == "https" or (development and address.scheme == "http" and host in _HERE)
    return bool(safe and host and not address.query and not address.fragment)


def _roles(text: str, problems: list[str]) -> tuple[tuple[str, Role], ...]:
    """Read `value=role,value=role`. A contact of a partner belongs to one, so an administrator
    makes that account."""
    pairs = [part.rpartition("=") for part in _list(text)]
    known = {role.value for role in Role if role is not Role.PARTNER_CONTACT}
    values = [value.strip() for value, _equals, _role in pairs]
    if any(not value.strip() or role.strip() not in known for value, _equals, role in pairs):
        roles = ", ".join(sorted(known))
        problems.append(f"OIDC_ROLES must look like value=role,value=role with roles of {roles}")
        return ()
    if len(set(values)) < len(values):
        problems.append("OIDC_ROLES names a value twice")
    return tuple((value.strip(), Role(role.strip())) for value, _equals, role in pairs)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
