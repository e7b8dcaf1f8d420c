"""What a browser and this program say to each other about a passkey (WebAuthn level 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from service.domain.errors import WrongCode
from service.storage.passkey import Passkey
from service.web import current

NAME = "Schakel"


@dataclass(frozen=True)
class NewKey:
    """A passkey that was made well: its id, its public half and its counter."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def options_to_make(user_id: int, email: str, known: Sequence[Passkey]) -> tuple[str, str]:
    """Give what the browser needs to make a passkey, as JSON, and the challenge to keep."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=NAME,
        user_id=f"account-{user_id}".encode(),
        user_name=email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_named(known),
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def made_key(answer: str, challenge: str | None) -> NewKey:
    """Give the passkey that the browser made. Raises WrongCode for any other answer."""
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=_expected(challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
        )
    except (WebAuthnException, ValueError) as error:
        raise WrongCode from error
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def options_to_use(known: Sequence[Passkey]) -> tuple[str, str]:
    """Give what the browser needs to use one of these, as JSON, and the challenge to keep."""
    options = generate_authentication_options(rp_id=_host(), allow_credentials=_named(known))
    return options_to_json(options), bytes_to_base64url(options.challenge)


def id_in(answer: str) -> bytes:
    """Give which passkey an answer names. Raises WrongCode."""
    try:
        return parse_authentication_credential_json(answer).raw_id
    except (WebAuthnException, ValueError) as error:
        raise WrongCode from error


def count_of_use(answer: str, challenge: str | None, key: Passkey) -> int:
    """Give the new counter of a passkey that signed the challenge. Raises WrongCode."""
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=_expected(challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError) as error:
        raise WrongCode from error
    return used.new_sign_count


def _named(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in known]


def _expected(challenge: str | None) -> bytes:
    if not challenge:
        raise WrongCode
    return base64url_to_bytes(challenge)


def _origin() -> str:
    """In development the address that the browser shows: a passkey cannot be had for 127.0.0.1."""
    settings = current.settings()
    address = urlsplit(request.host_url if settings.development else settings.base_url)
    return f"{address.scheme}://{address.netloc}"


def _host() -> str:
    return urlsplit(_origin()).hostname or ""
