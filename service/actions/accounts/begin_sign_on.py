"""Begin a log-in at the provider, and take it up when the browser comes back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.errors import SignOnRefused
from service.domain.sign_on import SIGN_ON_LASTS, SignOnPurpose
from service.domain.throttle import Attempt, TooManyAttempts
from service.storage import attempt_count, sign_on
from service.storage.mail_link import hash_token, new_token
from service.storage.sign_on import SignOn


@dataclass(frozen=True)
class Begun:
    """What the provider gets to hear: the state and nonce; of the verifier only its hash."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class TakenUp:
    """A log-in of which the browser came back; `session_hash` is the session that confirms."""

    verifier: str
    nonce_hash: str
    purpose: SignOnPurpose
    session_hash: str | None
    began_at: datetime


def begin_sign_on(
    session: Session,
    now: datetime,
    source: str,
    browser: str,
    purpose: SignOnPurpose,
    session_hash: str | None = None,
) -> Begun:
    """Give fresh secrets for one log-in; only this `browser` (a token) can finish it.

    Raises TooManyAttempts for a `source` that begins very often.
    """
    sign_on.remove_expired(session, now)
    begun = Begun(new_token(), new_token(), new_token())
    session.add(
        SignOn(
            state_hash=hash_token(begun.state),
            browser_hash=hash_token(browser),
            nonce_hash=hash_token(begun.nonce),
            verifier=begun.verifier,
            purpose=purpose,
            session_hash=session_hash,
            began_at=now,
            expires_at=now + SIGN_ON_LASTS,
        )
    )
    session.flush()
    until = attempt_count.take(session, now, Attempt.SIGN_ON, source)
    if until is not None:
        raise TooManyAttempts(Attempt.SIGN_ON, until)
    return begun


def take_up_sign_on(session: Session, now: datetime, state: str, browser: str) -> TakenUp:
    """Give the log-in of this state, which is used up. Raises SignOnRefused ('state')."""
    found = sign_on.take(session, hash_token(state), hash_token(browser))
    if found is None or found.expires_at <= now:
        raise SignOnRefused("state")
    purpose = SignOnPurpose(found.purpose)
    return TakenUp(found.verifier, found.nonce_hash, purpose, found.session_hash, found.began_at)
