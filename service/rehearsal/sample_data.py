"""What a first look at the product needs: artificial experts, colleagues and a duty roster."""

import csv
from datetime import datetime, time, timedelta
from importlib import resources

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from expert_registry.sample_experts import load_sample_experts
from expert_registry.tables import MunicipalityDomain, Partner
from service.domain.actor import Role
from service.domain.opening_hours import AMSTERDAM
from service.storage import user_account
from service.storage.duty_shift import DutyShift
from service.storage.reference_data import load_reference_data
from service.storage.user_account import UserAccount

ROSTER_AHEAD = timedelta(days=2 * 365)
SHIFT = timedelta(days=7)
CHANGE_OF_DUTY = time(9, 0)
ASKED_EACH_TIME = "politieacademie"

BUREAU = (
    (Role.COORDINATOR, "Coördinator Voorbeeld", "coordinator@bureau.example"),
    (Role.DEPUTY_COORDINATOR, "Achterwacht Voorbeeld", "achterwacht@bureau.example"),
    (Role.PROGRAMME_MANAGER, "Programmamanager Voorbeeld", "programma@bureau.example"),
    (Role.PRIVACY_OFFICER, "Privacy Voorbeeld", "privacy@bureau.example"),
    (Role.ADMIN, "Beheerder Voorbeeld", "beheer@bureau.example"),
)


def load_sample_data(session: Session, now: datetime) -> None:
    """Add what is missing of the reference data, the artificial experts, users and duty shifts.

    Rows that exist stay as they are. `now` is aware; the caller commits.
    """
    load_reference_data(session)
    load_sample_domains(session)
    load_sample_experts(session, now)
    load_sample_users(session)
    extend_duty_roster(session, now)


def load_first_look(session: Session, now: datetime) -> None:
    """Load the sample data; on the first time one partner has no standing consent.

    So a first look shows both ways: partners whose experts are asked at once, and one that
    agrees per request.
    """
    first = session.scalar(select(UserAccount.id).limit(1)) is None
    load_sample_data(session, now)
    if first:
        session.get_one(Partner, ASKED_EACH_TIME).standing_consent = False


def load_sample_domains(session: Session) -> None:
    """Add domains that end in .example for some municipalities, to try what the desk marks."""
    text = resources.files("service.rehearsal").joinpath("sample_domains.tsv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        session.merge(MunicipalityDomain(**row, source="sample", certain=True))


def load_sample_users(session: Session) -> None:
    """Add the people of the bureau and one contact for each partner who are not there yet."""
    accounts = [UserAccount(role=role, name=name, email=email) for role, name, email in BUREAU]
    accounts += [
        UserAccount(
            role=Role.PARTNER_CONTACT,
            name=partner.contact_name,
            email=partner.contact_email.lower(),
            partner_id=partner.id,
        )
        for partner in session.scalars(select(Partner).order_by(Partner.id))
    ]
    for number, account in enumerate(accounts, start=1):
        if user_account.by_email(session, account.email) is None:
            account.phone = f"000-000 9{number:03}"
            session.add(account)
    session.flush()


def extend_duty_roster(session: Session, now: datetime) -> None:
    """Let coordinator and deputy take weeks in turn, without a gap, until two years from now."""
    people = [
        person.id
        for person in user_account.with_role(session, Role.COORDINATOR, Role.DEPUTY_COORDINATOR)
    ]
    last = session.scalars(select(DutyShift).order_by(DutyShift.ends_at.desc()).limit(1)).first()
    start = last.ends_at if last and last.ends_at > now - SHIFT else _change_of_duty(now)
    turn = session.scalar(select(func.count()).select_from(DutyShift)) or 0
    while start < now + ROSTER_AHEAD:
        end = _change_of_duty(start + SHIFT + timedelta(days=1))
        session.add(DutyShift(user_id=people[turn % len(people)], starts_at=start, ends_at=end))
        start, turn = end, turn + 1


def _change_of_duty(at: datetime) -> datetime:
    """Give the last Monday morning, local time, that is not after this moment's day."""
    local = at.astimezone(AMSTERDAM)
    monday = local.date() - timedelta(days=local.weekday())
    change = datetime.combine(monday, CHANGE_OF_DUTY, AMSTERDAM)
    return change if change <= at else change - SHIFT
