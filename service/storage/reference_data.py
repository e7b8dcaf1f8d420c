"""Loads what an installation starts with: the registry's tables and the referral directory."""

import csv
from datetime import date
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.reference_data import load_reference_data as load_registry_tables
from service.storage.referral import ReferralTarget


def load_reference_data(session: Session) -> dict[str, int]:
    """Add the rows that are missing; give the number added per table.

    Rows that exist stay as they are, because the bureau may have edited them. Run it as often
    as you like; the caller commits.
    """
    return load_registry_tables(session) | {"referral_target": _add_missing_targets(session)}


def _add_missing_targets(session: Session) -> int:
    present = set(session.scalars(select(ReferralTarget.signal)))
    missing = [row for row in packaged_referrals() if row["signal"] not in present]
    session.add_all(ReferralTarget(**row) for row in missing)
    session.flush()
    return len(missing)


def packaged_referrals() -> list[dict[str, Any]]:
    """Give the rows of the packaged referral directory, each cell read as its column wants it."""
    text = resources.files("service.storage").joinpath("data", "referrals.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        row
        | {
            "never_store": row["never_store"] == "1",
            "never_match": row["never_match"] == "1",
            "position": int(row["position"]),
            "checked_on": date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
        }
        for row in rows
    ]
