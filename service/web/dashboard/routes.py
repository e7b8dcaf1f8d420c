"""The page with figures for the bureau and the programme."""

from flask import Blueprint, render_template, request

from service.database import reading
from service.domain.actor import Role
from service.domain.period import Period
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.dashboard.board import board
from service.web.dashboard.numbers import Sight

blueprint = Blueprint("dashboard", __name__, url_prefix="/bureau/cijfers")
blueprint.context_processor(desk_context)


@blueprint.get("")
def figures() -> str:
    """Show the figures of a period; the programme manager sees no names and no small cells."""
    sight = Sight(all=logged_in_user().role is not Role.PROGRAMME_MANAGER)
    asked = request.args.get("periode", "")
    period = Period(asked) if asked in set(Period) else Period.QUARTER
    now = current.now()
    with reading(current.engine()) as session:
        return render_template(
            "dashboard/board.html",
            board=board(session, now, period, sight),
            period=period,
            periods=tuple(Period),
            sight=sight,
            now=now,
        )
