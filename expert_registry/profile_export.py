"""Writes the registry as JSONL that `import_profiles` reads back unchanged."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.profile_columns import FIELD_TO_COLUMN
from expert_registry.stored_profiles import contact_of, profile_of
from expert_registry.tables import Expert


def export_profiles(session: Session) -> Iterator[str]:
    """One JSON line per expert, by external id, contact data included: treat it as personal data.

    Dates are ISO 8601, instants in UTC; the lines carry no line end.
    """
    for expert in session.scalars(select(Expert).order_by(Expert.external_id)):
        values = asdict(profile_of(expert)) | asdict(contact_of(expert))
        del values["expert_id"]
        columns = {FIELD_TO_COLUMN.get(name, name): value for name, value in values.items()}
        yield json.dumps(columns, ensure_ascii=False, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a value of a profile: {type(value).__name__}")
