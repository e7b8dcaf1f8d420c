"""Plainly artificial experts for a first look at the product; no real persons."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.profile_import import ImportReport, import_profiles
from expert_registry.reference_data import MUNICIPALITIES, read_reference
from expert_registry.tables import Expert

REVIEWED_EVERY = timedelta(days=182)
PHASES = ("sluimerend_ongenoegen", "oplopende_spanningen", "escalatie", "na_de_escalatie")
POPULATION_CLASSES = ("tot-20000", "20000-50000", "50000-100000", "vanaf-100000")
SETTINGS = ("urban", "mixed", "rural")
EXTRA_LANGUAGES = ("en", "de", "fr", "tr", "ar")
OFFICE_STATUSES = ("serving", "former", "acting")
ROLE_TITLES = {
    "NGB": "Burgemeester",
    "OMO": "Adviseur maatschappelijke onrust",
    "Politieacademie": "Docent en onderzoeker",
}


def load_sample_experts(session: Session, now: datetime) -> ImportReport:
    """Adds the sample experts that are not there yet, with consent given at `now` (aware).

    Needs the reference data. Experts that exist stay as they are; the caller commits.
    """
    present = set(session.scalars(select(Expert.external_id)))
    rows = [row for row in sample_rows(now) if row["id"] not in present]
    if not rows:
        return ImportReport()
    return import_profiles(session, [json.dumps(row, ensure_ascii=False) for row in rows])


def sample_rows(now: datetime) -> Iterator[dict[str, Any]]:
    """The sample experts as rows of an import file; the same rows for the same `now`."""
    file = resources.files("expert_registry").joinpath("data", "sample_experts.jsonl")
    lines = file.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        row = json.loads(line)
        # The partners take turns in the file; details must not follow that rhythm.
        turn = (number - 1) // len(ROLE_TITLES)
        details = _details(number, turn, row["partner"])
        office = _office(turn) if row["partner"] == "NGB" else {}
        yield row | details | _consent(now) | office


def _details(number: int, turn: int, partner: str) -> dict[str, Any]:
    return {
        "name": f"Deskundige {number:03}",
        "email": f"deskundige-{number:03}@{partner.casefold()}.example",
        "phone": f"000-000 {number:04}",
        "role_title": ROLE_TITLES[partner],
        "phases": [PHASES[turn % 4], PHASES[(turn + 1) % 4]],
        "population_classes": [POPULATION_CLASSES[turn % 4]],
        "settings": [SETTINGS[turn % 3]],
        "languages": ["nl", EXTRA_LANGUAGES[turn % 5]],
        "modes": ["phone", "video"] if turn % 3 else ["phone", "video", "on_site"],
        "duty": partner != "OMO" and turn % 4 == 0,
        "max_active": 1 + turn % 3,
        "workdays_only": partner == "OMO",
        "home_organisation": "Voorbeeldbureau" if partner == "OMO" else "",
        "discipline": "Gevaar- en crisisbeheersing" if partner == "Politieacademie" else "",
    }


def _consent(now: datetime) -> dict[str, Any]:
    return {
        "consent_what": "Opname in het register en uitnodigingen per e-mail",
        "consent_version": CURRENT_CONSENT_VERSION,
        "consent_at": now.isoformat(),
        "review_due": (now + REVIEWED_EVERY).date().isoformat(),
    }


def _office(turn: int) -> dict[str, Any]:
    places = sorted(read_reference(MUNICIPALITIES), key=lambda place: str(place["name"]))
    place, earlier = places[5 * turn % len(places)], places[(5 * turn + 7) % len(places)]
    status = OFFICE_STATUSES[turn % 3]
    return {
        "municipality": "" if status == "former" else place["name"],
        "region": "" if status == "former" else place["region"],
        "office_status": status,
        "years_in_office": 1 + turn % 15,
        "party": f"Voorbeeldpartij {'ABC'[turn % 3]}",
        "previous_offices": [
            {"municipality": earlier["name"], "until": f"{2018 + turn % 8}-06-30"}
        ],
    }
