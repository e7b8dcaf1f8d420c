"""Change the profile of an expert by hand, with the rules of an import."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from expert_registry.expert import Contact, ExpertProfile
from expert_registry.profile_rules import FieldError, contact_errors, profile_errors
from expert_registry.stored_profiles import contact_of, known_terms, profile_of, write_profile
from expert_registry.tables import Expert, bump_version
from service.actions.mail.renew_links import renew_links_of_expert
from service.domain.actor import Actor
from service.domain.errors import ChangedMeanwhile, Refusal
from service.storage import expert_event

CONTACT = ("email", "phone")


class ProfileRefused(Refusal):
    """The profile would not be valid; `errors` per field, in Dutch."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(error.field for error in errors))
        self.errors = errors


def change_profile(
    session: Session,
    now: datetime,
    expert: Expert,
    actor: Actor,
    changes: Mapping[str, Any],
    seen_revision: int,
) -> list[str]:
    """Store the fields of the profile and contact data in `changes`; give which did change.

    With another address the links at the former one end and new ones are mailed. The registry
    version rises, so that the worker ranks with the new profile. Raises
    ChangedMeanwhile unless the profile is as the user saw it, and ProfileRefused.
    """
    session.refresh(expert, with_for_update=True)
    if expert.revision != seen_revision:
        raise ChangedMeanwhile
    before = profile_of(expert), contact_of(expert)
    profile = replace(before[0], **{k: v for k, v in changes.items() if k not in CONTACT})
    contact = replace(before[1], **{k: v for k, v in changes.items() if k in CONTACT})
    changed = _changed(before, (profile, contact))
    if not changed:
        return []
    if errors := [*profile_errors(profile, known_terms(session)), *contact_errors(contact)]:
        raise ProfileRefused(errors)
    write_profile(expert, profile, contact)
    if "email" in changed:
        renew_links_of_expert(session, now, expert.id)
    expert.revision += 1
    bump_version(session)
    expert_event.log_change(session, now, expert.id, actor, changed)
    return changed


def _changed(
    before: tuple[ExpertProfile, Contact], after: tuple[ExpertProfile, Contact]
) -> list[str]:
    old, new = ({**asdict(profile), **asdict(contact)} for profile, contact in (before, after))
    return [name for name in old if old[name] != new[name]]
