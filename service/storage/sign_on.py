"""Log-ins that were begun at the provider: the state that must come back, once."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime


class SignOn(Base):
    """One log-in that is under way; the row goes when the browser comes back.

    `browser_hash` is that of a token which only this browser has. `verifier` is the secret of PKCE
    (RFC 7636). `session_hash` is the session that wants to confirm who it is.
    """

    __tablename__ = "sign_on"

    state_hash: Mapped[str] = mapped_column(primary_key=True)
    browser_hash: Mapped[str]
    nonce_hash: Mapped[str]
    verifier: Mapped[str] = mapped_column(SealedText("sign_on.verifier"))
    purpose: Mapped[str]
    session_hash: Mapped[str | None]
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


def take(session: Session, state_hash: str, browser_hash: str) -> SignOn | None:
    """Give the log-in of this state and browser and remove it; None where there is none.

    Of two at the same moment one gets it. Another browser does not use it up.
    """
    own = SignOn.state_hash == state_hash, SignOn.browser_hash == browser_hash
    return session.scalar(delete(SignOn).where(*own).returning(SignOn))


def remove_expired(session: Session, now: datetime) -> None:
    """Remove what nobody came back for."""
    session.execute(delete(SignOn).where(SignOn.expires_at <= now))
