"""The tables of the registry, and the declarative `Base` that every table of the product shares.

JSON columns hold plain lists. Replace the list to change it: a change inside is not noticed.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from expert_registry.errors import NaiveDatetime
from expert_registry.sealed import SealedText

# Alembic can only drop or alter a constraint that has a predictable name.
CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive datetimes, gives aware UTC back on SQLite and PostgreSQL.

    Raises `NaiveDatetime` (inside SQLAlchemy's StatementError) on a datetime without time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The value in UTC, as it goes into the database."""
        if value is not None and value.utcoffset() is None:
            raise NaiveDatetime(f"datetime without time zone: {value.isoformat()}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The stored value as an aware UTC datetime; SQLite keeps no time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of all tables, those of the service included."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: UtcDateTime,
        list[str]: JSON,
        list[dict[str, str]]: JSON,
    }


class Partner(Base):
    """An organisation that lends its experts (NGB, OMO, Politieacademie).

    With `standing_consent` its experts may be asked without asking the partner first. Of one
    request at most `consent_limit` of them are asked or at work at once. Its hours stand in the
    agreement on response times.
    """

    __tablename__ = "partner"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    standing_consent: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str] = mapped_column(SealedText("partner.contact_name"), default="")
    contact_email: Mapped[str] = mapped_column(SealedText("partner.contact_email"), default="")
    acceptance_prior: Mapped[float] = mapped_column(default=0.5)
    consent_limit: Mapped[int | None]


class Theme(Base):
    """A subject of social unrest, as ticked on the form and in a profile."""

    __tablename__ = "theme"

    slug: Mapped[str] = mapped_column(primary_key=True)
    label_nl: Mapped[str]
    label_en: Mapped[str]
    scope_nl: Mapped[str]
    synonyms_nl: Mapped[list[str]]
    source: Mapped[str]


class SupportKind(Base):
    """A kind of support; `gold_slug` is a shorter name that imports may use."""

    __tablename__ = "support_kind"

    slug: Mapped[str] = mapped_column(primary_key=True)
    label_nl: Mapped[str]
    label_en: Mapped[str]
    gold_slug: Mapped[str]


class Municipality(Base):
    """A municipality of the region, or one that borders on it (then `in_region` is false)."""

    __tablename__ = "municipality"

    name: Mapped[str] = mapped_column(primary_key=True)
    cbs_code: Mapped[str | None]
    region: Mapped[str | None]
    district: Mapped[str | None]
    in_region: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class MunicipalityDomain(Base):
    """A domain from which a municipality mails; some are shared by several.

    `certain` is false where it was not seen as an address of the municipality itself.
    """

    __tablename__ = "municipality_domain"

    domain: Mapped[str] = mapped_column(primary_key=True)
    municipality: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    certain: Mapped[bool]


class MunicipalityNeighbour(Base):
    """Two municipalities that share a border; each pair is stored once."""

    __tablename__ = "municipality_neighbour"

    name_a: Mapped[str] = mapped_column(primary_key=True)
    name_b: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(default="")


class Expert(Base):
    """A person who can help, as the own partner describes them; first theme = main theme.

    `withdrawn_since` is when the rules of retention first saw that the person withdrew, `erased_at`
    when they erased the profile.
    """

    __tablename__ = "expert"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(SealedText("expert.email"), default="")
    phone: Mapped[str] = mapped_column(SealedText("expert.phone"), default="")
    role_title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str]
    themes: Mapped[list[str]]
    support_kinds: Mapped[list[str]]
    phases: Mapped[list[str]] = mapped_column(default=list)
    past_cases: Mapped[list[str]] = mapped_column(default=list)
    population_classes: Mapped[list[str]] = mapped_column(default=list)
    settings: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    modes: Mapped[list[str]] = mapped_column(default=list)
    travel_regions: Mapped[list[str]] = mapped_column(default=list)
    weekly_availability: Mapped[list[str]] = mapped_column(default=list)
    duty: Mapped[bool] = mapped_column(default=False)
    max_active: Mapped[int] = mapped_column(default=2)
    cooldown_days: Mapped[int] = mapped_column(default=14)
    max_per_quarter: Mapped[int] = mapped_column(default=4)
    municipality: Mapped[str | None]
    previous_offices: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    interest_municipalities: Mapped[list[str]] = mapped_column(default=list)
    region: Mapped[str | None]
    party: Mapped[str | None]
    office_status: Mapped[str | None]
    years_in_office: Mapped[int | None]
    home_organisation: Mapped[str | None]
    workdays_only: Mapped[bool] = mapped_column(default=False)
    discipline: Mapped[str | None]
    consent_what: Mapped[str | None]
    consent_version: Mapped[str | None]
    consent_at: Mapped[datetime | None]
    review_due: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="active")
    unavailable_until: Mapped[date | None]
    unavailable_since: Mapped[date | None]
    withdrawn_since: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class ExpertVector(Base):
    """The embedded professional text of an expert: float32 little-endian, one row per model.

    `layers` holds the means of two inner layers one after the other, for models that have them.
    """

    __tablename__ = "expert_vector"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[str] = mapped_column(primary_key=True)
    text_hash: Mapped[str]
    dimension: Mapped[int]
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    layers: Mapped[bytes | None] = mapped_column(LargeBinary)


class RegistryVersion(Base):
    """One row (id 1) whose number rises with every change of the registry."""

    __tablename__ = "registry_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class KnowledgeItem(Base):
    """A guide or tool that is found beside the experts; unverified until `verified_on` is set."""

    __tablename__ = "knowledge_item"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    publisher: Mapped[str]
    themes: Mapped[list[str]]
    phases: Mapped[list[str]]
    url: Mapped[str]
    summary_nl: Mapped[str]
    source: Mapped[str]
    url_note: Mapped[str]
    verified_on: Mapped[date | None]


def bump_version(session: Session) -> None:
    """Raises the registry version; call it in the transaction of every registry change."""
    raised = session.execute(
        update(RegistryVersion)
        .where(RegistryVersion.id == 1)
        .values(version=RegistryVersion.version + 1)
        .returning(RegistryVersion.version)
    ).one_or_none()
    if raised is None:
        session.add(RegistryVersion(id=1, version=1))
        session.flush()


def registry_version(session: Session) -> int:
    """The present registry version; 0 while nothing was ever written."""
    row = session.get(RegistryVersion, 1, populate_existing=True)
    return 0 if row is None else row.version
