"""Brings a file of profiles into the registry: all rows, or none when one of them is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.expert import Contact, ExpertProfile
from expert_registry.profile_columns import DEFAULTS, FIELD_TO_COLUMN, parse_row
from expert_registry.profile_rows import Row, RowError, read_rows
from expert_registry.profile_rules import KnownTerms, contact_errors, profile_errors
from expert_registry.stored_profiles import contact_of, known_terms, profile_of, write_profile
from expert_registry.tables import Expert, Partner, SupportKind, bump_version

_PROFILE_FIELDS = tuple(item.name for item in fields(ExpertProfile) if item.name != "expert_id")


@dataclass
class ImportReport:
    """What an import did, or would do: numbers of experts, and every error by row and column."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    dry_run: bool = False

    @property
    def written(self) -> bool:
        """Whether the registry was changed."""
        return not self.dry_run and not self.errors and bool(self.created or self.updated)


@dataclass(frozen=True)
class _Names:
    known: KnownTerms
    kinds: dict[str, str]
    partners: dict[str, str]


def import_profiles(
    session: Session, source: Path | Iterable[str], dry_run: bool = False
) -> ImportReport:
    """Adds and updates the experts in a CSV or JSONL file (a path, or its lines).

    All or nothing: with any error no expert is written, and the report lists all errors.
    Experts are recognised by `id`. An absent column keeps what is stored, an empty cell clears
    it. Support kinds may carry their short name. The caller commits.
    """
    report = ImportReport(dry_run=dry_run)
    names = _names(session)
    stored = {expert.external_id: expert for expert in session.scalars(select(Expert))}
    ready: dict[str, tuple[ExpertProfile, Contact]] = {}
    for row in read_rows(source):
        if isinstance(row, RowError):
            report.errors.append(row)
            continue
        profile, contact, errors = _read(row, stored, names)
        if profile.external_id and profile.external_id in ready:
            errors.append(RowError(row.number, "id", "Dit id staat al eerder in het bestand."))
        report.errors.extend(errors)
        ready.setdefault(profile.external_id, (profile, contact))
        if not errors:
            _count(report, stored.get(profile.external_id), profile, contact)
    if report.written:
        _write(session, stored, ready)
    return report


def _names(session: Session) -> _Names:
    partners = session.scalars(select(Partner)).all()
    kinds = session.scalars(select(SupportKind).where(SupportKind.gold_slug != ""))
    return _Names(
        known=known_terms(session),
        kinds={kind.gold_slug: kind.slug for kind in kinds},
        partners={partner.name.casefold(): partner.id for partner in partners}
        | {partner.id.casefold(): partner.id for partner in partners},
    )


def _read(
    row: Row, stored: dict[str, Expert], names: _Names
) -> tuple[ExpertProfile, Contact, list[RowError]]:
    parsed = parse_row(row.cells)
    existing = stored.get(str(parsed.values.get("external_id", "")))
    profile, contact = _start(existing)
    profile = _with_slugs(replace(profile, **_picked(parsed.values, _PROFILE_FIELDS)), names)
    contact = replace(contact, **_picked(parsed.values, ("email", "phone")))
    unreadable = {error.field for error in parsed.errors}
    found = [*profile_errors(profile, names.known), *contact_errors(contact)]
    by_column = [(FIELD_TO_COLUMN.get(name, name), message) for name, message in found]
    refused = [error for error in by_column if error[0] not in unreadable]
    errors = [RowError(row.number, *error) for error in (*parsed.errors, *refused)]
    return profile, contact, errors


def _start(existing: Expert | None) -> tuple[ExpertProfile, Contact]:
    if existing is not None:
        return profile_of(existing), contact_of(existing)
    blank: dict[str, Any] = {name: DEFAULTS[name] for name in _PROFILE_FIELDS}
    return ExpertProfile(**blank), Contact()


def _picked(values: dict[str, object], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _with_slugs(profile: ExpertProfile, names: _Names) -> ExpertProfile:
    return replace(
        profile,
        name=profile.name or profile.external_id,
        partner_id=names.partners.get(profile.partner_id.casefold(), profile.partner_id),
        support_kinds=tuple(names.kinds.get(kind, kind) for kind in profile.support_kinds),
    )


def _count(
    report: ImportReport, existing: Expert | None, profile: ExpertProfile, contact: Contact
) -> None:
    if existing is None:
        report.created += 1
    elif (profile_of(existing), contact_of(existing)) == (profile, contact):
        report.unchanged += 1
    else:
        report.updated += 1


def _write(
    session: Session,
    stored: dict[str, Expert],
    ready: dict[str, tuple[ExpertProfile, Contact]],
) -> None:
    for external_id, (profile, contact) in ready.items():
        expert = stored.get(external_id)
        if expert is None:
            expert = Expert(revision=1)
            session.add(expert)
        elif (profile_of(expert), contact_of(expert)) == (profile, contact):
            continue
        else:
            expert.revision += 1
        write_profile(expert, profile, contact)
    bump_version(session)
