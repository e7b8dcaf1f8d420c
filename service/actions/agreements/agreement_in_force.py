"""Which agreement holds: a stored version, or the one that comes with the program."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.agreement_json import from_stored
from service.domain.agreement_validity import Validity
from service.domain.service_agreement import ServiceAgreement, default_agreement
from service.storage import agreement_version
from service.storage.agreement_version import AgreementVersion


def agreement_at(session: Session, at: datetime) -> ServiceAgreement:
    """Give the agreement for requests that are submitted at this moment (aware).

    Before the first stored version that is the default.
    """
    found = agreement_version.in_force(session, at)
    return default_agreement() if found is None else from_stored(found.content)


def agreement_of_version(session: Session, version: int) -> ServiceAgreement | None:
    """Give the agreement with this number, or None; number 1 comes with the program."""
    found = agreement_version.by_version(session, version)
    if found is not None:
        return from_stored(found.content)
    default = default_agreement()
    return default if version == default.version else None


def latest_agreement(session: Session) -> ServiceAgreement:
    """Give the version that holds until further notice, which may begin later than now."""
    stored = standing(agreement_version.all_versions(session))
    return from_stored(stored[-1].content) if stored else default_agreement()


def standing(stored: Sequence[AgreementVersion]) -> list[AgreementVersion]:
    """Give those that were not withdrawn."""
    return [version for version in stored if version.withdrawn_at is None]


def validity(stored: AgreementVersion) -> Validity:
    """Give when a stored version holds, as the value that the rules look at."""
    return Validity(stored.version, stored.valid_from, stored.valid_until)
