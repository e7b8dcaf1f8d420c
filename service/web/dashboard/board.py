"""Everything on the page with figures, counted for what its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.matching.load_facts import load_of_everyone
from service.domain.case_figures import CaseFact
from service.domain.language import gettext as _
from service.domain.period import Period, begin_of
from service.storage import case_figures
from service.web.dashboard.acceptance_time import acceptance_time_picture
from service.web.dashboard.agreement_kept import agreement_picture
from service.web.dashboard.answers import answers_picture, decline_picture
from service.web.dashboard.loads import counted_load_picture, named_load_picture
from service.web.dashboard.numbers import Sight
from service.web.dashboard.open_cases import open_cases_picture
from service.web.dashboard.picture import BarPicture, Picture
from service.web.dashboard.theme_supply import theme_supply
from service.web.dashboard.themes import theme_picture
from service.web.dashboard.urgencies import urgency_picture
from service.web.labels import expert_names, partner_names, theme_names


@dataclass(frozen=True)
class Board:
    """The headline numbers with their names, and the pictures in their order."""

    headline: tuple[tuple[str, int], ...]
    pictures: tuple[Picture, ...]


def board(session: Session, now: datetime, period: Period, sight: Sight) -> Board:
    """Give the figures at `now` (aware) over requests that were submitted in the period."""
    since = begin_of(period, now)
    cases = case_figures.case_facts(session, since)
    open_now = case_figures.open_cases(session)
    answers = case_figures.invitation_answers(session, since)
    clocks = case_figures.clock_facts(session, since, now)
    return Board(
        (
            (_("aanvragen in de periode"), len(cases)),
            (_("nu open"), len(open_now)),
        ),
        (
            open_cases_picture(open_now, now, sight),
            urgency_picture(cases, sight),
            acceptance_time_picture(cases, sight),
            agreement_picture(clocks, sight),
            answers_picture(answers, partner_names(session), sight),
            decline_picture(answers, sight),
            _load_picture(session, now, sight),
            _theme_picture(session, now, cases, sight),
        ),
    )


def _load_picture(session: Session, now: datetime, sight: Sight) -> BarPicture:
    loads = load_of_everyone(session, now, None)
    if sight.all:
        return named_load_picture(loads, expert_names(session, loads))
    active = select(func.count(Expert.id)).where(Expert.status == "active")
    return counted_load_picture(loads, session.scalar(active) or 0, sight)


def _theme_picture(
    session: Session, now: datetime, cases: Sequence[CaseFact], sight: Sight
) -> Picture:
    return theme_picture(cases, theme_supply(session, now), theme_names(session), sight)
