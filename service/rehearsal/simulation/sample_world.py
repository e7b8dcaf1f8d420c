"""A database in memory with the sample experts and a bureau, for one run of a simulation."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Municipality, Partner, SupportKind, Theme
from service.database import connect, writing
from service.domain.actor import Actor, Role, staff
from service.rehearsal.rehearsal_keys import rehearsal_keys
from service.rehearsal.sample_data import extend_duty_roster, load_sample_data
from service.rehearsal.simulation.arrivals import FIRST_MONDAY, Topics
from service.storage import user_account
from service.storage.all_tables import all_tables

SHORT_OF_THE_ROSTER = timedelta(days=365)


def sample_world(until: datetime, asked_partners: Collection[str] = ()) -> Engine:
    """Give a fresh database in memory, with somebody on duty from the start until then.

    Partners have agreed for good, but for those of `asked_partners` (ids).
    """
    engine = connect("sqlite://", rehearsal_keys())
    all_tables().create_all(engine)
    with writing(engine) as session:
        load_sample_data(session, FIRST_MONDAY)
        for partner in session.scalars(select(Partner)):
            partner.standing_consent = partner.id not in asked_partners
        at = FIRST_MONDAY
        while (at := at + SHORT_OF_THE_ROSTER) < until:
            extend_duty_roster(session, at)
    return engine


def topics_of(session: Session) -> Topics:
    """Give what requests can be about: the municipalities of the region, themes and kinds."""
    own_region = select(Municipality.name).where(Municipality.in_region)
    return Topics(
        municipalities=session.scalars(own_region.order_by(Municipality.name)).all(),
        themes=session.scalars(select(Theme.slug).order_by(Theme.slug)).all(),
        support_kinds=session.scalars(select(SupportKind.slug).order_by(SupportKind.slug)).all(),
    )


def coordinator_of(session: Session) -> Actor:
    """Give the coordinator of the sample bureau."""
    return staff(user_account.with_role(session, Role.COORDINATOR)[0].id)
