"""Which experts a user may see: coordinators all, a partner contact those of the own partner."""

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from expert_registry.tables import Expert
from service.domain.actor import Role
from service.domain.audit_kind import Subject
from service.web import audit_trail
from service.web.accounts.current_user import logged_in_user


def own_partner() -> str | None:
    """Give the partner whose experts alone the user may see (empty: nobody's); None: all."""
    user = logged_in_user()
    return (user.partner_id or "") if user.role is Role.PARTNER_CONTACT else None


def find_expert(session: Session, expert_id: int) -> Expert:
    """Give the expert; to a partner the experts of others do not exist. Raises NotFound."""
    found = session.get(Expert, expert_id)
    if found is None:
        raise NotFound
    if own_partner() not in (None, found.partner_id):
        audit_trail.tell_denied("other_partner", Subject.EXPERT, expert_id)
        raise NotFound
    return found
